import { DomainError } from '../../domain/errors.ts';
import { clipped } from '../../domain/import/cells.ts';
import type { Mapping } from '../../domain/import/mapping.ts';
import { signatureOf } from '../../domain/import/mapping.ts';
import type { ImportProblem, Plan, RowKind } from '../../domain/import/plan.ts';
import { type Cells, givingRights, type MasterTable } from '../../domain/import/tables.ts';
import type { WrittenIds } from '../import/apply.ts';
import { writtenKey } from '../import/apply.ts';
import type { FileKind, Recognised } from '../import/recognise.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';

/** How far a taking in of files is. */
export type ImportState =
  | 'mapping'
  | 'planning'
  | 'planned'
  | 'applying'
  | 'applied'
  | 'undoing'
  | 'undone'
  | 'refused'
  | 'discarded';

/** How many rows of each table would be (or were) taken, by what that does. */
export type ImportCounts = Partial<Record<MasterTable, Partial<Record<RowKind | 'missing', number>>>>;

/** Whether taking rows, or taking them back, changes what somebody may do. */
export function givesRights(counts: ImportCounts): boolean {
  return givingRights.some((table) => (counts[table]?.new ?? 0) + (counts[table]?.changed ?? 0) > 0);
}

/** A file of a run, without its bytes. */
export interface ImportFile {
  n: number;
  name: string;
  kind: FileKind;
  encoding: string;
  separator: string | null;
  headings: string[];
  sample: string[][];
  rows: number;
  mapping: Mapping | null;
}

/** One taking in of files. */
export interface ImportRun {
  id: string;
  state: ImportState;
  counts: ImportCounts;
  doubts: ImportProblem[];
  failure: { code: string; file?: string; line?: number; details?: Record<string, unknown> } | null;
  progress: number;
  begunAt: string;
  begunBy: string;
  appliedAt: string | null;
  undoneAt: string | null;
}

/** A row of a plan that changes something, is wrong, or is missed. */
export interface ImportRow {
  n: number;
  table: MasterTable;
  kind: 'new' | 'changed' | 'wrong' | 'missing';
  key: string;
  file: string | null;
  line: number | null;
  before: Cells | null;
  after: Cells | null;
  problems: ImportProblem[];
}

const RUN = `r.id, r.state, r.counts, r.doubts, r.failure, r.progress, r.begun_at as "begunAt",
  concat_ws(' ', p.given_name, p.family_name) as "begunBy", r.applied_at as "appliedAt", r.undone_at as "undoneAt"`;
const ROWS_AT_ONCE = 2_000;

/** Writes down a run with its files, and suggests what their columns mean by what was remembered for these headings. */
export async function beginImport(
  q: Query,
  run: { id: string; personId: string; files: readonly (Recognised & { mapping: Mapping | null })[] },
): Promise<void> {
  const made = await q(
    `insert into import_run (id, state, begun_by) values ($1, 'mapping', $2) on conflict do nothing returning id`,
    [run.id, run.personId],
  );
  if (made.length === 0) return;
  for (const [n, file] of run.files.entries()) {
    const [remembered] = await q<{ mapping: Mapping }>('select mapping from import_mapping where signature = $1', [
      signatureOf(file.headings),
    ]);
    await q(
      `insert into import_file (run_id, n, name, kind, encoding, separator, headings, sample, rows, mapping, bytes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        run.id,
        n,
        clipped(file.name, 200),
        file.kind,
        file.encoding,
        file.separator,
        JSON.stringify(file.headings),
        JSON.stringify(file.sample),
        file.rows,
        file.kind === 'csv' ? JSON.stringify(remembered?.mapping ?? file.mapping) : null,
        Buffer.from(file.bytes),
      ],
    );
  }
}

/** The last runs with the names of their files, newest first. */
export function importRuns(workspace: Workspace, limit: number): Promise<(ImportRun & { fileNames: string[] })[]> {
  return workspace.query<ImportRun & { fileNames: string[] }>(
    `select ${RUN}, array(select f.name from import_file f where f.run_id = r.id order by f.n) as "fileNames"
     from import_run r join person p on p.id = r.begun_by order by r.begun_at desc limit $1`,
    [limit],
  );
}

/** A run with its files. Throws `notFound`. */
export async function importRun(q: Query, id: string): Promise<ImportRun & { files: ImportFile[] }> {
  const [run] = await q<ImportRun>(
    `select ${RUN} from import_run r join person p on p.id = r.begun_by where r.id = $1`,
    [id],
  );
  if (!run) throw new DomainError('notFound');
  const files = await q<ImportFile>(
    `select n, name, kind, encoding, separator, headings, sample, rows, mapping from import_file
     where run_id = $1 order by n`,
    [id],
  );
  return { ...run, files };
}

/** How the company's own roles are called, those that a run brings among them, by key. */
export async function namedRoles(q: Query, id: string): Promise<Record<string, string>> {
  const rows = await q<{ key: string; name: string }>(
    `select key, name from role where name <> ''
     union all select after ->> 'key', after ->> 'name' from import_row where run_id = $1 and tbl = 'roles' and after is not null`,
    [id],
  );
  return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
}

/** One page of a plan's rows of a kind. */
export function importRows(
  workspace: Workspace,
  id: string,
  { kind, table, after, limit }: { kind: ImportRow['kind']; table: MasterTable | null; after: number; limit: number },
): Promise<ImportRow[]> {
  return workspace.query<ImportRow>(
    `select n, tbl as "table", kind, key, file, line, before, after, problems from import_row
     where run_id = $1 and kind = $2 and ($3::text is null or tbl = $3) and n > $4 order by n limit $5`,
    [id, kind, table, after, limit],
  );
}

/** Says what a file's columns mean, and remembers it for the next file with these headings. */
export async function setMapping(
  q: Query,
  { id, n, mapping, personId }: { id: string; n: number; mapping: Mapping; personId: string },
): Promise<void> {
  await turnImport(q, id, ['mapping', 'planned', 'refused'], 'mapping');
  const [file] = await q<{ headings: string[] }>(
    `update import_file set mapping = $3 where run_id = $1 and n = $2 and kind = 'csv' returning headings`,
    [id, n, JSON.stringify(mapping)],
  );
  if (!file) throw new DomainError('notFound');
  await q(
    `insert into import_mapping (signature, mapping, changed_by) values ($1, $2, $3)
     on conflict (signature) do update set mapping = excluded.mapping, changed_at = now(), changed_by = excluded.changed_by`,
    [signatureOf(file.headings), JSON.stringify(mapping), personId],
  );
}

/** Brings a run from one of some states into the next one. Throws `notFound`, `notAllowedNow`. */
export async function turnImport(
  q: Query,
  id: string,
  from: readonly ImportState[],
  to: ImportState,
  failure: object | null = null,
): Promise<void> {
  const [turned] = await q(
    `update import_run set state = $3, failure = $4, progress = 0 where id = $1 and state = any($2) returning id`,
    [id, from, to, failure && JSON.stringify(failure)],
  );
  if (turned) return;
  const [there] = await q('select from import_run where id = $1', [id]);
  throw new DomainError(there ? 'notAllowedNow' : 'notFound');
}

/** The files of a run with their bytes. */
export function importBytes(
  q: Query,
  id: string,
): Promise<{ name: string; kind: FileKind; bytes: Buffer; mapping: Mapping | null }[]> {
  return q('select name, kind, bytes, mapping from import_file where run_id = $1 and bytes is not null order by n', [
    id,
  ]);
}

/** Writes a plan down, in place of an earlier one of this run. */
export async function storePlan(q: Query, id: string, plan: Plan): Promise<void> {
  await storeCounts(q, id, plan, await storeRows(q, id, plan));
}

/**
 * Writes down the rows of a plan, in place of earlier ones; those that stay the same are only counted. The run itself is
 * left alone: until the end of the transaction nobody else could write how far it is.
 */
export async function storeRows(q: Query, id: string, plan: Plan): Promise<ImportCounts> {
  await q('delete from import_row where run_id = $1', [id]);
  const counts: ImportCounts = {};
  const count = (table: MasterTable, kind: RowKind | 'missing') => {
    const mine = counts[table] ?? {};
    mine[kind] = (mine[kind] ?? 0) + 1;
    counts[table] = mine;
  };
  const stored: object[] = [];
  for (const row of plan.rows) {
    count(row.table, row.kind);
    if (row.kind === 'same') continue;
    const { table: tbl, kind, key, file, line, before, after, problems } = row;
    stored.push({ n: stored.length, tbl, kind, key, file, line, before, after, problems });
  }
  for (const { table: tbl, key, cells } of plan.missing) {
    count(tbl, 'missing');
    stored.push({ n: stored.length, tbl, kind: 'missing', key, before: cells, problems: [] });
  }
  for (let from = 0; from < stored.length; from += ROWS_AT_ONCE)
    await q(
      `insert into import_row (run_id, n, tbl, kind, key, file, line, before, after, problems)
       select $1, r.n, r.tbl, r.kind, r.key, r.file, r.line, r.before, r.after, r.problems
       from jsonb_to_recordset($2::jsonb) as r (n integer, tbl text, kind text, key text, file text, line integer,
         before jsonb, after jsonb, problems jsonb)`,
      [id, JSON.stringify(stored.slice(from, from + ROWS_AT_ONCE))],
    );
  return counts;
}

/** Writes down how many rows a plan has of each kind, and its doubts. */
export async function storeCounts(q: Query, id: string, plan: Plan, counts: ImportCounts): Promise<void> {
  await q('update import_run set counts = $2, doubts = $3 where id = $1', [
    id,
    JSON.stringify(counts),
    JSON.stringify(plan.doubts.slice(0, 200)),
  ]);
}

/** Notes which rows of the master data a run's rows became. */
export async function storeWritten(q: Query, id: string, written: WrittenIds): Promise<void> {
  const rows = await q<{ n: number; tbl: MasterTable; key: string }>(
    `select n, tbl, key from import_row where run_id = $1 and kind in ('new', 'changed')`,
    [id],
  );
  const found = rows.map(({ n, tbl, key }) => ({ n, id: written.get(writtenKey(tbl, key)) ?? null }));
  for (let from = 0; from < found.length; from += ROWS_AT_ONCE)
    await q(
      `update import_row i set row_id = r.id from jsonb_to_recordset($2::jsonb) as r (n integer, id uuid)
       where i.run_id = $1 and i.n = r.n`,
      [id, JSON.stringify(found.slice(from, from + ROWS_AT_ONCE))],
    );
}

/** The rows that a run has written, to take them back. */
export function writtenRows(
  q: Query,
  id: string,
): Promise<
  { table: MasterTable; key: string; kind: 'new' | 'changed'; id: string; before: Cells | null; after: Cells }[]
> {
  return q(
    `select tbl as "table", key, kind, row_id as id, before, after from import_row
     where run_id = $1 and kind in ('new', 'changed') and row_id is not null order by n`,
    [id],
  );
}

/** Forgets what a run's files and rows said about people; that it was, and how much it took, stays. */
export async function forgetImport(q: Query, id: string): Promise<void> {
  await q('delete from import_row where run_id = $1', [id]);
  await q(`update import_file set bytes = null, sample = '[]' where run_id = $1`, [id]);
}
