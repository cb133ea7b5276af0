import { databaseUrlOf, withClient } from '../../../db/control.ts';
import type { Workspace } from '../../../db/workspaces.ts';
import type { TestApi } from '../../support/api.ts';

/** The companies whose database counts, with what it held when it was read last. */
const counting = new Map<object, { writes: string; words: string }>();

/** Has a company's database note each statement that writes, in a schema beside the product's: see `unlessWritten`. */
export async function countWrites(api: TestApi, workspace: Workspace): Promise<void> {
  const { control } = api.services.workspaces;
  const record = await control.record(workspace.id);
  await withClient(databaseUrlOf(control.databaseUrl, record, 'operator'), async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    await client.query(
      [
        'create schema writes',
        // A row is seen from the moment on from which what was written is.
        'create unlogged table writes.noted (at timestamptz not null default clock_timestamp())',
        `create function writes.note() returns trigger language plpgsql security definer as $$ begin
           insert into writes.noted default values; return null;
         end $$`,
        ...rows.map(
          ({ name }) => `create trigger noted_by_tests after insert or update or delete or truncate on "${name}"
            for each statement execute function writes.note()`,
        ),
        `grant usage on schema writes to "${record.role}"`,
        `grant select on writes.noted to "${record.role}"`,
      ].join(';\n'),
    );
  });
  counting.set(workspace, { writes: 'none read yet', words: '' });
}

/** What a database holds, by `read`, which is spared where it counts what is written and nothing was since the last time. */
export async function unlessWritten(workspace: Pick<Workspace, 'query'>, read: () => Promise<string>): Promise<string> {
  const last = counting.get(workspace);
  if (!last) return read();
  // Counted first: what is written while it is read is read again.
  const [row] = await workspace.query<{ writes: string }>('select count(*)::text as writes from writes.noted');
  const writes = row?.writes ?? '';
  if (last.writes === writes) return last.words;
  const words = await read();
  counting.set(workspace, { writes, words });
  return words;
}
