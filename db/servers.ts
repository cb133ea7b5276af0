import type { ClientBase } from 'pg';
import { type Control, withClient } from './control.ts';

/**
 * Whether a PostgreSQL server can hold companies: it answers, is not older than the control database's own, and the
 * access may make databases and roles and may copy with resting triggers.
 * @param url the operator's address of any database there
 */
export async function serverIsUsable(control: Control, url: string): Promise<boolean> {
  const ask = (client: ClientBase) =>
    client.query<{ version: number; superuser: boolean }>(
      `select current_setting('server_version_num')::int as version, rolsuper as superuser
       from pg_roles where rolname = current_user`,
    );
  const own = await withClient(control.databaseUrl, ask);
  try {
    const there = await withClient(url, ask);
    const [here, found] = [own.rows[0], there.rows[0]];
    return found?.superuser === true && Math.floor(found.version / 10_000) >= Math.floor((here?.version ?? 0) / 10_000);
  } catch {
    return false;
  }
}
