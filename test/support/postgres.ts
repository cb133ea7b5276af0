import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Control } from '../../db/control.ts';
import { applyMigrations, migrationFolder } from '../../db/migrations.ts';
import { makeDatabase, migrateDatabase } from '../../db/provisioning.ts';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { databaseUrl, ensureDatabase, withClient } from '../../scripts/services/postgres.ts';
import { given } from './given.ts';

/** Databases that are migrated once for the whole run: copying one takes a tenth of the time. */
const TEMPLATES = { control: 'template_control', workspace: 'template_workspace' } as const;

export type TestDatabase = {
  /** Superuser's address of a fresh database. */
  url: string;
  /** Drops it, its connections included. */
  drop(): Promise<void>;
};

/** Makes the templates on the test run's server; called once, before the tests. */
export async function makeTemplates(server: string): Promise<void> {
  for (const [set, name] of Object.entries(TEMPLATES)) {
    await ensureDatabase(server, name);
    await withClient(databaseUrl(server, name), (client) =>
      applyMigrations(client, migrationFolder(set as keyof typeof TEMPLATES)),
    );
    // Nobody else connects: what somebody is connected to can't be copied.
    await withClient(databaseUrl(server, 'postgres'), (client) =>
      client.query(`alter database ${pg.escapeIdentifier(name)} is_template true allow_connections false`),
    );
  }
}

/** A fresh control database on the test run's server, migrated already; `empty` has no tables yet. */
export async function testDatabase(
  kind: 'migrated' | 'empty' = 'migrated',
  server: string = given('TEST_DATABASE_URL'),
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  if (kind === 'empty') await ensureDatabase(server, name);
  else await copy(server, TEMPLATES.control, name);
  const drop = () =>
    withClient(databaseUrl(server, 'postgres'), async (client) => {
      await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    });
  return { url: databaseUrl(server, name), drop };
}

/** Makes a registered workspace's database as production does, but for its tables, which are copied; it is `active` then. */
export async function makeTestWorkspace(control: Control, id: WorkspaceId): Promise<void> {
  await copy(given('TEST_DATABASE_URL'), TEMPLATES.workspace, (await control.record(id)).database);
  await makeDatabase(control, id);
  await migrateDatabase(control, id);
  await control.setState(id, 'active');
}

function copy(server: string, template: string, name: string): Promise<void> {
  return withClient(databaseUrl(server, 'postgres'), async (client) => {
    // By its files: written through the log, as is usual, it costs twice as much.
    await client.query(
      `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)} strategy file_copy`,
    );
    // A copy has no rights of its own yet, and a new database is open to every role.
    await client.query(`revoke all on database ${pg.escapeIdentifier(name)} from public`);
  });
}
