import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseUrl, ensureDatabase, withClient } from '../../scripts/services/postgres.ts';
import { given } from './given.ts';

export type TestDatabase = {
  /** Superuser's address of a fresh database. */
  url: string;
  /** Drops it, its connections included. */
  drop(): Promise<void>;
};

/** A fresh, empty database on the test run's server: for a control database of one test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = given('TEST_DATABASE_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await ensureDatabase(server, name);
  const drop = () =>
    withClient(databaseUrl(server, 'postgres'), async (client) => {
      await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    });
  return { url: databaseUrl(server, name), drop };
}
