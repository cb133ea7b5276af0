import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { ClientBase } from 'pg';

/** Which folder of reviewed SQL files a database is kept at. */
export type MigrationSet = 'control' | 'workspace';

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

/** The folder of a set. */
export function migrationFolder(set: MigrationSet): URL {
  return new URL(`./migrations/${set}/`, import.meta.url);
}

/** The names of all files of a folder, in the order in which they are applied. */
export async function migrationNames(folder: URL): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
}

/**
 * Brings a database up to date: applies the files it lacks, in order, all in one transaction; a failing one leaves the
 * database as it was. Two processes at once: the second waits and finds nothing to do.
 *
 * Not MikroORM's migrator: that keeps no checksum and takes no lock, and loads the whole ORM where SQL files suffice.
 * @returns the names applied now
 * @throws Error when an applied file was changed or taken away since, or when a file's SQL fails (with the file's name)
 */
export async function applyMigrations(client: ClientBase, folder: URL): Promise<string[]> {
  const migrations = await readMigrations(folder);
  await client.query('begin');
  try {
    // Any constant will do: advisory locks are per database.
    await client.query('select pg_advisory_xact_lock(7210417)');
    await client.query(
      `create table if not exists migration (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration');
    refuseChanged(rows, migrations);
    const applied = new Set(rows.map((row) => row.name));
    const missing = migrations.filter((migration) => !applied.has(migration.name));
    for (const migration of missing) {
      try {
        await client.query(migration.sql);
      } catch (error) {
        throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
      }
      await client.query('insert into migration (name, checksum) values ($1, $2)', [
        migration.name,
        migration.checksum,
      ]);
    }
    await client.query('commit');
    return missing.map((migration) => migration.name);
  } catch (error) {
    // The error that matters is the first; a dead connection has rolled back already.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** The folder's state as one word: it differs as soon as a file is added. */
export async function migrationVersion(folder: URL): Promise<string> {
  const all = (await readMigrations(folder)).map(({ name, checksum }) => `${name} ${checksum}`).join('\n');
  return createHash('sha256').update(all).digest('hex').slice(0, 16);
}

/** Whether every file of the folder is applied in this database. */
export async function isMigrated(client: Pick<ClientBase, 'query'>, folder: URL): Promise<boolean> {
  const names = await migrationNames(folder);
  const known = await client.query<{ known: boolean }>(`select to_regclass('migration') is not null as known`);
  if (!known.rows[0]?.known) return names.length === 0;
  const { rows } = await client.query<{ name: string }>('select name from migration');
  const applied = new Set(rows.map((row) => row.name));
  return names.every((name) => applied.has(name));
}

function refuseChanged(applied: readonly { name: string; checksum: string }[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const { name, checksum } of applied) {
    const now = known.get(name);
    // An unknown one is a newer release's: an older process must not touch its database.
    if (now === undefined) throw new Error(`The database has migration ${name}, which this release does not know.`);
    if (now !== checksum) throw new Error(`Migration ${name} was changed after it had been applied.`);
  }
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  return Promise.all(
    (await migrationNames(folder)).map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
