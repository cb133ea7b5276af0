import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type Control, databaseUrlOf, type WorkspaceRecord, withClient } from './control.ts';
import { migrationFolder } from './migrations.ts';
import { dropDatabaseAt, makeDatabaseAt, migrateDatabaseAt } from './provisioning.ts';

const quoted = pg.escapeIdentifier;

/** A move that can't begin or must not end; the code says why, and the workspace stays where it is. */
export class MoveRefused extends Error {
  readonly code: 'sameServer' | 'notMigrated' | 'differs';
  constructor(code: MoveRefused['code']) {
    super(code);
    this.code = code;
  }
}

/**
 * Shuts people and processes out of a workspace's database, so that nothing is written while it is copied. Open
 * connections end; the operator's own may still read.
 */
export function closeDatabase(control: Control, record: WorkspaceRecord): Promise<void> {
  return withClient(record.serverUrl ?? control.databaseUrl, async (client) => {
    await client.query(`alter role ${quoted(record.role)} nologin`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [record.role]);
  });
}

/** Lets them in again. */
export function reopenDatabase(control: Control, record: WorkspaceRecord): Promise<void> {
  return withClient(record.serverUrl ?? control.databaseUrl, async (client) => {
    await client.query(`alter role ${quoted(record.role)} login`);
  });
}

/**
 * Copies a workspace's database, which must be closed, to another server and compares each table's count and contents.
 * Can be repeated: what an earlier try left is replaced. The operator's role at the target must be a superuser, because
 * triggers and foreign keys rest while rows come in.
 * @throws MoveRefused when it is there already, when its tables are of another release, or when the copy differs
 */
export async function copyDatabase(control: Control, record: WorkspaceRecord, serverUrl: string): Promise<void> {
  if (serverUrl === (record.serverUrl ?? control.databaseUrl)) throw new MoveRefused('sameServer');
  const moved = { ...record, serverUrl };
  await makeDatabaseAt(serverUrl, moved);
  const targetUrl = databaseUrlOf(control.databaseUrl, moved, 'operator');
  await migrateDatabaseAt(targetUrl, moved, migrationFolder('workspace'));
  await withClient(databaseUrlOf(control.databaseUrl, record, 'operator'), (source) =>
    withClient(targetUrl, async (target) => {
      const tables = await tablesOf(source);
      if (JSON.stringify(tables) !== JSON.stringify(await tablesOf(target))) throw new MoveRefused('notMigrated');
      await target.query('begin');
      await target.query('set local session_replication_role = replica');
      await target.query(`truncate ${tables.map(quoted).join(', ')}`);
      for (const table of tables) {
        await pipeline(
          source.query(copyTo(`copy ${quoted(table)} to stdout (format binary)`)),
          target.query(copyFrom(`copy ${quoted(table)} from stdin (format binary)`)),
        );
      }
      await copySequences(source, target);
      await target.query('commit');
      for (const table of tables) {
        const [here, there] = [await fingerprint(source, table), await fingerprint(target, table)];
        if (here !== there) throw new MoveRefused('differs');
      }
    }),
  );
}

/** Takes away what lies on a server that is not, or no longer, the workspace's own. */
export async function dropCopy(record: WorkspaceRecord, serverUrl: string): Promise<void> {
  await dropDatabaseAt(serverUrl, record);
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`,
  );
  return rows.map(({ name }) => name);
}

async function copySequences(source: pg.Client, target: pg.Client): Promise<void> {
  const { rows } = await source.query<{ name: string; last: string | null }>(
    `select sequencename as name, last_value::text as last from pg_sequences where schemaname = 'public'`,
  );
  for (const { name, last } of rows)
    if (last !== null) await target.query('select setval($1::regclass, $2::bigint)', [quoted(name), last]);
}

/** A table's count and contents as one word, whatever order its rows lie in. */
async function fingerprint(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ print: string }>(
    `select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as print from ${quoted(table)} t`,
  );
  return rows[0]!.print;
}
