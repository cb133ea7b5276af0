import { preferencesToken } from '../../db/links.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { DocumentKind } from '../../domain/document/document.ts';
import { type Block, plainParagraphs } from '../../domain/document/text.ts';
import type { Facts, Template } from '../../domain/lifecycle/outcome.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { aboutNothing } from './about-nothing.ts';
import { addressed } from './addressed.ts';
import type { LetterPaper, Locale, MessageContext } from './letter.ts';

interface Row {
  id: string;
  template: Template;
  facts: Facts;
  createdAt: Instant;
  personId: string;
  name: string;
  email: string | null;
  mobile: string | null;
  fax: string | null;
  locale: Locale;
  generation: number;
  documentId: string;
}

/** What is the same in all messages about a document. */
interface Told {
  id: string;
  number: string;
  kind: DocumentKind;
  title: string;
  body: Block[];
  place: string | null;
  papers: (Omit<LetterPaper, 'pages'> & { pages: number | null })[];
}

const labels: Record<Locale, Record<DocumentKind, string>> = {
  de: { notice: 'Aushang', circular: 'Rundschreiben', message: 'Nachricht', statement: 'Abrechnung' },
  en: { notice: 'Notice', circular: 'Circular', message: 'Message', statement: 'Statement' },
};

/**
 * What messages about documents tell, by message id; other messages are left out, and so are those to somebody who may
 * not read the document at this moment: it was withdrawn, or they have moved out since.
 */
export async function documentContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const told = await workspace.query<Told>(
    `select d.id, d.number, d.kind, v.title, v.body,
       (select case when count(distinct p.id) = 1 then min(p.name || ', ' || p.city) end
        from document_addressee a join property p on p.id = a.property_id where a.document_id = d.id) as place,
       coalesce((select jsonb_agg(jsonb_build_object('name', f.name, 'sha256', f.sha256, 'mediaType', f.media_type,
           'pages', t.pages) order by x.place)
         from document_file x join stored_file f on f.id = x.file_id left join file_text t on t.file_id = f.id
         where x.document_id = d.id and x.n = d.version), '[]') as papers
     from document d join document_version v on v.document_id = d.id and v.n = d.version
     where d.id in (select m.subject_id from message m where m.id = any($1::uuid[]) and m.noun = 'document')`,
    [ids],
  );
  if (told.length === 0) return new Map();
  const documents = new Map(told.map((document) => [document.id, { ...document, shown: shownOf(document) }]));
  // The right is asked person by person: for all at once PostgreSQL would look at everybody whom the documents are for.
  const rows = await workspace.query<Row>(
    `select m.id, m.template, m.data as facts, m.created_at as "createdAt", n.id as "personId",
       trim(n.given_name || ' ' || n.family_name) as name, n.email, n.mobile, n.fax, n.locale, n.link_generation as generation,
       m.subject_id as "documentId"
     from message m join person n on n.id = m.recipient_id
     where m.id = any($1::uuid[]) and m.noun = 'document' and (m.template = 'documentWithdrawn' or (
       select true from document_right r where r.document_id = m.subject_id and r.person_id = n.id
         and berlin_today() between r.from_day and r.until_day limit 1))`,
    [ids],
  );
  return new Map(
    rows.flatMap((row) => {
      const document = documents.get(row.documentId);
      return document ? [[row.id, contextOf(workspace, address, row, document)] as const] : [];
    }),
  );
}

/** What a message shows of a document itself. */
function shownOf({ kind, body, papers }: Told): NonNullable<MessageContext['document']> {
  return {
    kind,
    // A mail lies open on its way: what a statement says is read behind the door.
    paragraphs: kind === 'statement' ? [] : plainParagraphs(body),
    papers: papers.map(({ pages, ...paper }) => ({ ...paper, pages: pages ?? 1 })),
  };
}

function contextOf(
  workspace: Workspace,
  address: string,
  row: Row,
  { number, kind, title, place, shown }: Told & { shown: NonNullable<MessageContext['document']> },
): MessageContext {
  const head = addressed(workspace, row);
  const token = (kind: 'documents' | null) =>
    preferencesToken(workspace.key, { personId: row.personId, generation: row.generation, kind });
  return {
    ...aboutNothing,
    ...head,
    reader: 'resident',
    facts: row.facts,
    label: labels[head.locale][kind],
    number,
    title,
    place: place ?? '',
    until: null,
    code: null,
    // Not by a link that shows it to whoever holds it: private means private, so they sign in.
    url: row.template === 'documentWithdrawn' ? `${address}/meine/dokumente` : `${address}/dokument/${row.documentId}`,
    address,
    thread: row.documentId,
    preferences: { url: `${address}/b/${token(null)}`, oneClick: `${address}/api/unsubscribe/${token('documents')}` },
    document: shown,
  };
}
