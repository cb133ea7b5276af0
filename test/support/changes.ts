import { withClient } from '../../db/control.ts';

/** What a company keeps about itself: who changes a row leaves what was there before. */
const KEPT = `person property building unit tenancy ownership board_membership contractor preferred_contractor employee
  employee_property employee_role employee_role_property role setting text_block message_addition ticket_template absence
  message_preference policy_draft category_draft`.split(/\s+/);
/** Where that is told: on the two sides of an audit entry, or by what an act keeps for being taken back. */
const TELLING = ['audit', 'occupancy_act', 'person_merge'];
/** Columns that follow from the others, count them, or say when and by whom, which the entry says itself. */
const FOLLOWS = `revision words changed_at changed_by entered_at entered_by next_digest_at link_generation place`.split(
  ' ',
);
const MARK = 'mutation';

type Row = Record<string, unknown>;
/** A row that a mutation has changed, or by which it tells. */
export interface Change {
  /** Which mutation, and which call of it. */
  call: string;
  name: string;
  old: Row | null;
  new: Row | null;
}

/** Has a workspace's database keep, in a schema beside the product's, what marked statements change and tell. */
export async function keepChanges(operatorUrl: string, role: string): Promise<void> {
  const each = (tables: readonly string[], events: string) =>
    tables.map(
      (table) => `create trigger kept_by_tests after ${events} on ${table} for each row
        when (current_query() like '/* ${MARK} %') execute function changes.keep()`,
    );
  await withClient(operatorUrl, (client) =>
    client.query(
      [
        'create schema changes',
        `create table changes.change (call text, name text, old jsonb, new jsonb)`,
        `create function changes.keep() returns trigger language plpgsql security definer as $$ begin
           insert into changes.change (call, name, old, new) values (
             substring(current_query() from '${MARK} (.*?) \\*/'), tg_table_name,
             case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
           return null;
         end $$`,
        ...each(KEPT, 'update or delete'),
        ...each(TELLING, 'insert or update'),
        `grant usage on schema changes to "${role}"`,
        `grant select, delete on changes.change to "${role}"`,
      ].join(';\n'),
    ),
  );
}

const CONCERNED = new RegExp(`\\b(?:into|update|from)\\s+"?(?:${[...KEPT, ...TELLING].join('|')})\\b`, 'i');

/** The statement as one of this call's, where it may change what is kept or tell of it; unchanged otherwise. */
export function marked(sql: string, call: string): string {
  return CONCERNED.test(sql) ? `/* ${MARK} ${call} */ ${sql}` : sql;
}

/** What mutations have changed of which they don't tell what was there before, or what is there now. */
export function untold(changes: readonly Change[]): string[] {
  const calls = new Map<string, Change[]>();
  for (const change of changes) calls.set(change.call, [...(calls.get(change.call) ?? []), change]);
  const faults = [...calls].flatMap(([call, own]) => {
    const told = own
      .filter(({ name }) => TELLING.includes(name))
      .map(({ name, new: row }) => ({ name, row: row ?? {} }));
    const side = (which: 'before' | 'after') =>
      new Set(told.flatMap(({ name, row }) => leavesOf(name === 'audit' ? row[which] : row)));
    const sides = { before: side('before'), after: side('after') };
    const missing = own.filter(({ name }) => KEPT.includes(name)).flatMap((change) => missingOf(change, sides));
    return missing.map((what) => `${call.split('#')[0]} ${what}`);
  });
  return [...new Set(faults)];
}

function missingOf({ name, old, new: now }: Change, told: Record<'before' | 'after', ReadonlySet<string>>): string[] {
  if (old === null) return [];
  if (now === null) return told.before.size > 0 ? [] : [`takes a ${name} away and does not tell what it was`];
  return Object.keys(now)
    .filter((column) => !FOLLOWS.includes(column) && JSON.stringify(old[column]) !== JSON.stringify(now[column]))
    .flatMap((column) => [
      ...(leavesOf(old[column]).every((leaf) => told.before.has(leaf))
        ? []
        : [`changes ${column} of a ${name} and does not tell what it was before`]),
      ...(leavesOf(now[column]).every((leaf) => told.after.has(leaf))
        ? []
        : [`changes ${column} of a ${name} and does not tell what it is now`]),
    ]);
}

/** The words and numbers in a value. A yes or no is the other one than before, so it need not stand there twice. */
function leavesOf(value: unknown): string[] {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return [];
  return typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [String(value)];
}
