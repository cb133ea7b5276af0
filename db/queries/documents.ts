import { createHash } from 'node:crypto';
import type {
  Addressee,
  Addressing,
  DocumentKind,
  DocumentPhase,
  ReaderRole,
  Visibility,
} from '../../domain/document/document.ts';
import { type Block, structured } from '../../domain/document/text.ts';
import { DomainError } from '../../domain/errors.ts';
import type { DocumentFacts } from '../../domain/rights/document.ts';
import type { Day, Instant } from '../../domain/time/berlin.ts';
import { attachFiles } from '../files.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

/** What decides on an employee's rights to a document; undefined when there is none. */
export async function documentFacts(workspace: Workspace, id: string): Promise<DocumentFacts | undefined> {
  const [row] = await workspace.query<Pick<DocumentFacts, 'id' | 'visibility' | 'madeBy'>>(
    'select id, visibility, made_by as "madeBy" from document where id = $1',
    [id],
  );
  if (!row) return undefined;
  const { unknown: _, ...named } = await namedBy(
    workspace.query.bind(workspace),
    await addresseesOf(workspace.query.bind(workspace), id),
  );
  return { ...row, ...named };
}

/** The properties that an address reaches, and whether something that it names does not exist. */
export async function namedBy(
  q: Query,
  addressees: readonly Addressee[],
): Promise<Pick<DocumentFacts, 'everybody' | 'propertyIds' | 'persons'> & { unknown: boolean }> {
  const rows = await q<{ scope: Addressee['scope']; property: string | null; known: boolean; homes: string[] }>(
    `select a.scope, coalesce(p.id, b.property_id, ub.property_id) as property,
       a.scope = 'everybody' or p.id is not null or b.id is not null or u.id is not null or n.id is not null as known,
       array(select distinct h.property_id from holding h where h.person_id = n.id) as homes
     from jsonb_to_recordset($1) a(scope text, id uuid)
     left join property p on a.scope = 'property' and p.id = a.id
     left join building b on a.scope = 'building' and b.id = a.id
     left join unit u on a.scope = 'unit' and u.id = a.id left join building ub on ub.id = u.building_id
     left join person n on a.scope = 'person' and n.id = a.id`,
    [JSON.stringify(addressees)],
  );
  return {
    everybody: rows.some(({ scope }) => scope === 'everybody'),
    propertyIds: [...new Set(rows.flatMap(({ property }) => property ?? []))],
    persons: rows.filter(({ scope }) => scope === 'person').map(({ homes }) => homes),
    unknown: rows.some(({ known }) => !known),
  };
}

/** One version as it is written. */
export interface Draft {
  id: string;
  /** The revision that the author had before them; 0 for a new document. */
  revision: number;
  addressing: Addressing;
  text: { title: string; source: string; files: readonly string[] };
  by: string;
}

/**
 * Keeps a draft: a new document, or the next version of one. Where it was published before, its address stays as it is.
 * Throws `changedMeanwhile` over another revision, `audienceFixed` for another address than the published one, `notFound`
 * for files that are not the author's, `closed` when it was withdrawn. Returns the new revision.
 */
export async function saveDraft(workspace: Workspace, draft: Draft): Promise<{ number: string; revision: number }> {
  const { id, by, addressing, text } = draft;
  return workspace.transaction(async (q) => {
    let known = await locked(q, id);
    if (!known) {
      if (draft.revision !== 0) throw new DomainError('notFound');
      const [{ number = '' } = {}] = await q<{ number: string }>(
        `select next_number('D', extract(year from berlin_today())::integer) as number`,
      );
      await q(
        `insert into document (id, number, kind, visibility, newcomers, valid_from, valid_until, made_by, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
        [
          id,
          number,
          addressing.kind,
          addressing.visibility,
          addressing.newcomers,
          addressing.validFrom,
          addressing.validUntil,
          by,
        ],
      );
      known = { number, phase: 'draft', version: 0, revision: 0, made_by: by };
    } else if (known.revision !== draft.revision) throw new DomainError('changedMeanwhile');
    if (known.phase === 'withdrawn') throw new DomainError('closed');
    if (known.phase === 'draft') await writeAddress(q, id, addressing);
    else if (!(await sameAddress(q, id, addressing))) throw new DomainError('audienceFixed');
    const n = known.version + 1;
    await q(
      `insert into document_version (document_id, n, title, source, body, made_by) values ($1, $2, $3, $4, $5, $6)
       on conflict (document_id, n) do update set title = excluded.title, source = excluded.source, body = excluded.body,
         made_by = excluded.made_by, made_at = now()`,
      [id, n, text.title, text.source, JSON.stringify(structured(text.source)), by],
    );
    await writeFiles(q, { id, n, files: text.files, by });
    await q('update document set revision = $2, changed_at = now() where id = $1', [id, known.revision + 1]);
    await q('select refresh_document_search($1)', [id]);
    await audit(q, {
      actor: { kind: 'employee', id: by },
      what: 'document.save',
      subjectId: id,
      before: known.revision === 0 ? null : { revision: known.revision },
      after: { revision: known.revision + 1, version: n, kind: addressing.kind, files: text.files },
    });
    return { number: known.number, revision: known.revision + 1 };
  });
}

interface Locked {
  number: string;
  phase: DocumentPhase;
  version: number;
  revision: number;
  made_by: string;
}

/** A document's head, held until the transaction ends. */
export async function locked(q: Query, id: string): Promise<Locked | undefined> {
  const [row] = await q<Locked>(
    'select number, phase, version, revision, made_by from document where id = $1 for update',
    [id],
  );
  return row;
}

async function writeAddress(q: Query, id: string, addressing: Addressing): Promise<void> {
  const { kind, visibility, newcomers, validFrom, validUntil, addressees } = addressing;
  await q(
    'update document set kind = $2, visibility = $3, newcomers = $4, valid_from = $5, valid_until = $6 where id = $1',
    [id, kind, visibility, newcomers, validFrom, validUntil],
  );
  await q('delete from document_addressee where document_id = $1', [id]);
  await q(
    `insert into document_addressee (document_id, n, scope, property_id, building_id, unit_id, person_id, roles)
     select $1, a.n, a.scope,
       case a.scope when 'property' then a.id when 'building' then b.property_id when 'unit' then ub.property_id end,
       b.id, u.id, case a.scope when 'person' then a.id end, coalesce(a.roles, '{}')
     from jsonb_to_recordset($2) a(n integer, scope text, id uuid, roles text[])
     left join building b on a.scope = 'building' and b.id = a.id
     left join unit u on a.scope = 'unit' and u.id = a.id left join building ub on ub.id = u.building_id`,
    [id, JSON.stringify(addressees.map((each, n) => ({ n, ...each })))],
  );
}

async function sameAddress(q: Query, id: string, given: Addressing): Promise<boolean> {
  const [row] = await q<{ kind: string; visibility: string; newcomers: boolean }>(
    'select kind, visibility, newcomers from document where id = $1',
    [id],
  );
  const lines = (all: readonly Addressee[]) =>
    all
      .map((each) =>
        JSON.stringify([
          'scope' in each && each.scope,
          'id' in each ? each.id : '',
          'roles' in each ? [...each.roles].sort() : [],
        ]),
      )
      .sort()
      .join();
  return (
    row?.kind === given.kind &&
    row.visibility === given.visibility &&
    row.newcomers === given.newcomers &&
    lines(await addresseesOf(q, id)) === lines(given.addressees)
  );
}

/** A version's files, in the order given: those that it has already, and new ones that its author sent. */
async function writeFiles(
  q: Query,
  { id, n, files, by }: { id: string; n: number; files: readonly string[]; by: string },
): Promise<void> {
  const wanted = [...new Set(files)];
  const there = await q<{ id: string }>(
    `select id from stored_file where id = any($1::uuid[]) and noun = 'document' and subject_id = $2`,
    [wanted, id],
  );
  const fresh = wanted.filter((each) => !there.some((file) => file.id === each));
  const uploadedBy = { kind: 'employee', id: by } as const;
  await attachFiles(q, { fileIds: fresh, uploadedBy, noun: 'document', subjectId: id, commandId: null });
  await q('delete from document_file where document_id = $1 and n = $2', [id, n]);
  await q(
    `insert into document_file (document_id, n, file_id, place)
     select $1, $2, f.id, f.place from unnest($3::uuid[]) with ordinality f (id, place)`,
    [id, n, wanted],
  );
}

/** The lines of a document's address, as they were given. */
export async function addresseesOf(q: Query, id: string): Promise<Addressee[]> {
  const rows = await q<{ scope: string; id: string; roles: ReaderRole[] }>(
    'select scope, place_id as id, roles from document_addressee where document_id = $1 order by n',
    [id],
  );
  return rows.map(({ scope, id: place, roles }) => {
    if (scope === 'everybody') return { scope, roles };
    return (scope === 'person' ? { scope, id: place } : { scope, id: place, roles }) as Addressee;
  });
}

/**
 * Discards a draft: the document, or the version that nobody has read yet. Its files hang on nothing and are the discarder's
 * from now on, whoever sent them: who takes it back saves the draft again with them.
 */
export async function discardDraft(workspace: Workspace, id: string, revision: number, by: string): Promise<void> {
  await workspace.transaction(async (q) => {
    const known = await locked(q, id);
    if (!known) throw new DomainError('notFound');
    if (known.revision !== revision) throw new DomainError('changedMeanwhile');
    const gone = await q('delete from document_version where document_id = $1 and n = $2 returning n', [
      id,
      known.version + 1,
    ]);
    if (gone.length === 0) throw new DomainError('notAllowedNow');
    await q(
      `update stored_file f set noun = null, subject_id = null, uploaded_by = $2 where f.subject_id = $1
         and f.noun = 'document' and not exists (select from document_file x where x.file_id = f.id)`,
      [id, JSON.stringify({ kind: 'employee', id: by })],
    );
    if (known.version === 0) await q('delete from document where id = $1', [id]);
    else {
      await q('update document set revision = revision + 1, changed_at = now() where id = $1', [id]);
      await q('select refresh_document_search($1)', [id]);
    }
    await audit(q, {
      actor: { kind: 'employee', id: by },
      what: 'document.discard',
      subjectId: id,
      before: { number: known.number, version: known.version + 1 },
    });
  });
}

/** A version, as everybody reads it who may. */
export interface VersionRecord {
  n: number;
  title: string;
  source: string;
  body: Block[];
  hash: string | null;
  madeAt: Instant;
  madeBy: string;
  publishedAt: Instant | null;
  publishedBy: string | null;
  files: DocumentFile[];
}

export interface DocumentFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  /** A PDF's pages; null where nobody has counted. */
  pages: number | null;
  /** Whether it can be found by what stands in it; null where it is no paper. */
  searchable: boolean | null;
}

export interface DocumentRecord {
  id: string;
  number: string;
  kind: DocumentKind;
  visibility: Visibility;
  newcomers: boolean;
  validFrom: Day | null;
  validUntil: Day | null;
  phase: DocumentPhase;
  version: number;
  since: Day | null;
  publishedAt: Instant | null;
  withdrawnAt: Instant | null;
  withdrawalReason: string | null;
  madeAt: Instant;
  changedAt: Instant;
  revision: number;
}

/** A document's head, or undefined. */
export async function documentRecord(workspace: Workspace, id: string): Promise<DocumentRecord | undefined> {
  const [row] = await workspace.query<DocumentRecord>(
    `select id, number, kind, visibility, newcomers, valid_from::text as "validFrom", valid_until::text as "validUntil", phase,
       version, since::text as since, published_at as "publishedAt", withdrawn_at as "withdrawnAt",
       withdrawal_reason as "withdrawalReason", made_at as "madeAt", changed_at as "changedAt", revision
     from document where id = $1`,
    [id],
  );
  return row;
}

/** A document's versions, the newest first; of one number where it is named. */
export function versionsOf(workspace: Workspace, id: string, n: number | null = null): Promise<VersionRecord[]> {
  return workspace.query<VersionRecord>(
    `select v.n, v.title, v.source, v.body, v.hash, v.made_at as "madeAt", v.published_at as "publishedAt",
       trim(m.given_name || ' ' || m.family_name) as "madeBy", trim(p.given_name || ' ' || p.family_name) as "publishedBy",
       coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'bytes', f.bytes,
           'sha256', f.sha256, 'pages', t.pages,
           'searchable', case when f.media_type = 'application/pdf' then coalesce(t.words, '') <> '' end) order by x.place)
         from document_file x join stored_file f on f.id = x.file_id left join file_text t on t.file_id = f.id
         where x.document_id = v.document_id and x.n = v.n), '[]') as files
     from document_version v join person m on m.id = v.made_by left join person p on p.id = v.published_by
     where v.document_id = $1 and ($2::integer is null or v.n = $2) order by v.n desc`,
    [id, n],
  );
}

/** The lines of a document's address with the names of what they name. */
export function addressLines(
  workspace: Workspace,
  id: string,
): Promise<
  { scope: Addressee['scope']; id: string | null; roles: ReaderRole[]; label: string; property: string | null }[]
> {
  return workspace.query(
    `select a.scope, nullif(a.place_id, '00000000-0000-0000-0000-000000000000') as id, a.roles,
       coalesce(ub.street || ', ' || u.number, b.street, trim(n.given_name || ' ' || n.family_name), p.name, '') as label,
       p.name as property
     from document_addressee a left join property p on p.id = a.property_id left join building b on b.id = a.building_id
     left join unit u on u.id = a.unit_id left join building ub on ub.id = u.building_id
     left join person n on n.id = a.person_id
     where a.document_id = $1 order by a.n`,
    [id],
  );
}

/** What pins a version: its words and its files' hashes, as one SHA-256 in hex. */
export function versionHash(version: { title: string; source: string; files: readonly { sha256: string }[] }): string {
  const { title, source, files } = version;
  const text = JSON.stringify({ title, source, files: files.map(({ sha256 }) => sha256) });
  return createHash('sha256').update(text).digest('hex');
}
