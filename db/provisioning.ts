import pg from 'pg';
import type { WorkspaceId } from '../domain/workspace.ts';
import { type Control, databaseUrlOf, type WorkspaceRecord, withClient } from './control.ts';
import { applyMigrations, migrationFolder, migrationVersion } from './migrations.ts';

const id = pg.escapeIdentifier;

/** Makes a workspace's role and database, unless they are there. Only this role (and the operator) may connect. */
export async function makeDatabase(control: Control, workspaceId: WorkspaceId): Promise<void> {
  const record = await control.record(workspaceId);
  await makeDatabaseAt(record.serverUrl ?? control.databaseUrl, record);
}

/** The same on a given server, whose operator's address this is. */
export async function makeDatabaseAt(serverUrl: string, record: WorkspaceRecord): Promise<void> {
  await withClient(serverUrl, async (client) => {
    // One at a time: CREATE DATABASE fails while another copies the same template.
    await client.query('select pg_advisory_lock(7210418)');
    const role = id(record.role);
    const known = await client.query('select from pg_roles where rolname = $1', [record.role]);
    if (known.rowCount === 0) await client.query(`create role ${role} nologin`);
    // What slows down guessing slows down each new connection too; nobody guesses 24 random bytes.
    await client.query('set scram_iterations = 1');
    await client.query(
      `alter role ${role} with login nosuperuser nocreatedb nocreaterole noreplication connection limit 60
       password ${pg.escapeLiteral(record.rolePassword)}`,
    );
    const made = await client.query('select from pg_database where datname = $1', [record.database]);
    // Closed until its rights are set: a new database is open to every role of the server.
    if (made.rowCount === 0)
      await client.query(`create database ${id(record.database)} template template0 allow_connections false`);
    await client.query(`revoke all on database ${id(record.database)} from public`);
    await client.query(`grant connect, temporary on database ${id(record.database)} to ${role}`);
    await client.query(`alter database ${id(record.database)} allow_connections true`);
  });
}

/**
 * Brings a workspace's database up to date, tables and rights; a failing migration leaves it as it was.
 * @param folder where the files are; tests bring their own
 * @returns the names of the files applied now
 */
export async function migrateDatabase(
  control: Control,
  workspaceId: WorkspaceId,
  folder: URL = migrationFolder('workspace'),
): Promise<string[]> {
  const record = await control.record(workspaceId);
  const version = await migrationVersion(folder);
  const applied = await migrateDatabaseAt(databaseUrlOf(control.databaseUrl, record, 'operator'), record, folder);
  await control.setSchemaVersion(workspaceId, version);
  return applied;
}

/** Tables and rights of a workspace's database at an operator's address. @returns the names of the files applied now */
export function migrateDatabaseAt(databaseUrl: string, record: WorkspaceRecord, folder: URL): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const names = await applyMigrations(client, folder);
    await grantRights(client, record);
    return names;
  });
}

/** Takes a workspace's database and role away from the server that has them; what is gone already is no fault. */
export async function dropDatabaseAt(serverUrl: string, record: WorkspaceRecord): Promise<void> {
  await withClient(serverUrl, async (client) => {
    await client.query(`drop database if exists ${id(record.database)} with (force)`);
    await client.query(`drop role if exists ${id(record.role)}`);
  });
}

/** The workspaces whose making or migration has not come to its end: unfinished, failed, or of an older release. */
export async function unmigrated(control: Control): Promise<WorkspaceRecord[]> {
  const version = await migrationVersion(migrationFolder('workspace'));
  return (await control.records()).filter(
    ({ state, schemaVersion }) => state === 'creating' || state === 'failed' || schemaVersion !== version,
  );
}

/**
 * The workspace's role works with rows and never changes tables: those belong to the operator. What is evidence (audit,
 * timeline, answers to campaigns) it can only add to; of a timeline entry it may erase body and salt, which the chain of hashes outlives.
 */
async function grantRights(client: pg.Client, record: WorkspaceRecord): Promise<void> {
  const role = id(record.role);
  const appendOnly = (
    await client.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r' and relname in ('audit', 'timeline', 'campaign_answer')`,
    )
  ).rows.map((row) => row.name);
  await client.query(
    [
      'begin',
      'revoke create on schema public from public',
      `grant usage on schema public to ${role}`,
      `grant select, insert, update, delete on all tables in schema public to ${role}`,
      `grant usage, select on all sequences in schema public to ${role}`,
      `revoke insert, update, delete on migration from ${role}`,
      ...appendOnly.map((table) => `revoke update, delete on ${id(table)} from ${role}`),
      ...(appendOnly.includes('timeline') ? [`grant update (body, salt) on timeline to ${role}`] : []),
      'commit',
    ].join(';\n'),
  );
}
