import { type StoredRows, storedAbout } from '../../db/privacy/access.ts';
import type { PrivacyRequest } from '../../db/privacy/requests.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { type DataKind, dataKinds, retention } from '../../domain/privacy/retention.ts';
import { builtinCategories } from '../../domain/report/builtin.ts';
import type { CategoryDocument, Text } from '../../domain/report/categories.ts';
import { type Instant, toInstant } from '../../domain/time/berlin.ts';

/** What a copy calls itself. */
const FORMAT = 'procsm-privacy/1';

/** Everything that is stored about a person, of one moment, with what has to be told beside it (Art. 15 DSGVO). */
export interface PersonalCopy {
  format: string;
  company: string;
  asOf: Instant;
  person: { id: string; name: string };
  request: { id: string; receivedOn: string; withoutInternal: boolean };
  /** By which law each kind is kept, and how many years after its end; null without limit. */
  retention: { kind: DataKind; ground: string; years: number | null | 'dependent' }[];
  stored: StoredRows[];
  /** What ids in the rows stand for: properties, units, tickets, orders, projects, votes, own roles. */
  names: Record<string, string>;
  /** How the company calls kinds of reports (`category`), their questions (`category/question`) and answers. */
  labels: Record<string, Text>;
}

/** Reads the copy that a request is about. All of it is of one moment. */
export async function personalCopy(workspace: Workspace, request: PrivacyRequest): Promise<PersonalCopy> {
  return workspace.transaction(async (q) => {
    await q('set transaction isolation level repeatable read read only');
    const stored = await storedAbout(q, request.personId, request);
    const kinds = new Set(stored.map(({ kind }) => kind));
    const ids = idsIn(stored);
    const named = await q<{ id: string; name: string }>(
      `select id::text, name from property where id = any($1::uuid[])
       union all select u.id::text, b.street || ', ' || u.number from unit u join building b on b.id = u.building_id
         where u.id = any($1::uuid[])
       union all select l.id::text, l.number from lifecycle_row l where l.id = any($1::uuid[])
       union all select d.id::text, d.number from document d where d.id = any($1::uuid[])
       union all select key, name from role where key = any($1::uuid[]::text[]) and name <> ''`,
      [ids],
    );
    const published = await q<{ body: CategoryDocument }>('select body from category_version order by version');
    return {
      format: FORMAT,
      company: workspace.name,
      asOf: toInstant(Date.now()),
      person: { id: request.personId, name: request.person },
      request: { id: request.id, receivedOn: request.receivedOn, withoutInternal: request.withoutInternal },
      retention: dataKinds
        .filter((kind) => kinds.has(kind))
        .map((kind) => ({ kind, ground: retention[kind].ground, years: retention[kind].years })),
      stored,
      names: Object.fromEntries(named.map(({ id, name }) => [id, name])),
      labels: labelsOf([builtinCategories.document, ...published.map(({ body }) => body)]),
    };
  });
}

/** The words of all versions, each as the newest has it that knows it: ids never change, and what was published stays. */
function labelsOf(documents: readonly CategoryDocument[]): Record<string, Text> {
  const labels: Record<string, Text> = {};
  for (const { id, label, questions } of documents.flatMap(({ categories }) => categories)) {
    labels[id] = label;
    for (const question of questions) {
      labels[`${id}/${question.id}`] = question.label;
      for (const answer of question.answers) labels[`${id}/${question.id}/${answer.id}`] = answer.label;
    }
  }
  return labels;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a value is an id. */
export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

function idsIn(stored: readonly StoredRows[]): string[] {
  const ids = new Set<string>();
  for (const { rows } of stored)
    for (const row of rows) for (const value of Object.values(row)) if (isId(value)) ids.add(value);
  return [...ids];
}

/** A copy's file name. */
export function copyName({ asOf }: PersonalCopy, ending: 'pdf' | 'json'): string {
  return `Auskunft-${asOf.slice(0, 10)}.${ending}`;
}
