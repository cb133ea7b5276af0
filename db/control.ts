import { createHmac, randomBytes, randomInt, randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  type NewWorkspace,
  newWorkspace,
  type WorkspaceDescription,
  type WorkspaceId,
  type WorkspaceState,
  workspaceDescription,
  workspaceId,
} from '../domain/workspace.ts';
import { applyMigrations, isMigrated, migrationFolder } from './migrations.ts';
import { PatientPool, type Query, query, transaction } from './pool.ts';
import { Sealing } from './sealing.ts';
import type { FactorStore } from './totp.ts';

/** A workspace as the control database knows it, its secrets opened. */
export type WorkspaceRecord = {
  readonly id: WorkspaceId;
  readonly slug: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly plan: string;
  readonly state: WorkspaceState;
  readonly failure: string | null;
  readonly locale: 'de' | 'en';
  readonly accent: string | null;
  /** Whether it could ever be used. */
  readonly wasReady: boolean;
  /** What its database was migrated to last, see `migrationVersion`. */
  readonly schemaVersion: string | null;
  readonly createdAt: string;
  /** From when a `deleting` one may go. */
  readonly deleteAfter: string | null;
  /** The server that holds its database; null for the control database's own. */
  readonly serverId: string | null;
  readonly serverUrl: string | null;
  readonly database: string;
  readonly role: string;
  readonly rolePassword: string;
  readonly key: Buffer;
};

/** Brings the control database up to date and takes from everybody the right to connect to databases by default. */
export async function migrateControl(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await applyMigrations(client, migrationFolder('control'));
    for (let attempt = 1; ; attempt += 1) {
      try {
        await closeDatabases(client);
        return;
      } catch (error) {
        // Another process may do the same in this moment, or have dropped one of them: what is left is looked for anew.
        if (attempt === 5) throw error;
      }
    }
  });
}

async function closeDatabases(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database
     where datacl is null or exists (select from aclexplode(datacl) where grantee = 0 and privilege_type = 'CONNECT')`,
  );
  for (const { datname } of rows) {
    await client.query(`revoke connect, temporary on database ${pg.escapeIdentifier(datname)} from public`);
  }
}

/** A host serves one workspace only; the message is a sentence for the operator. */
export class HostTaken extends Error {}

function hostTaken(error: unknown, hosts: readonly string[]): unknown {
  return (error as { code?: string }).code === '23505'
    ? new HostTaken(`One of the hosts ${hosts.join(', ')} belongs to another workspace already.`)
    : error;
}

/**
 * The control database: which workspaces there are, where they live, and the secrets that open them. What changes something
 * takes part in the caller's transaction where it is given its `q`.
 */
export class Control {
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly query: Query;
  /** The second factors of operators. */
  readonly factors: FactorStore;
  readonly #sealing: Sealing;
  // Opening secrets costs little but comes with every reload; they never change under an id.
  readonly #opened = new Map<string, { rolePassword: string; key: Buffer }>();

  constructor(options: { databaseUrl: string; masterKey: string }) {
    this.databaseUrl = options.databaseUrl;
    this.#sealing = new Sealing(options.masterKey);
    this.pool = new PatientPool({ connectionString: options.databaseUrl, max: 3 });
    this.query = (sql, params) => query(this.pool, sql, params);
    this.factors = {
      holder: 'operator',
      key: createHmac('sha256', options.masterKey).update('operators').digest(),
      query: this.query,
      transaction: (work) => this.transaction(work),
    };
  }

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
  transaction<T>(work: (q: Query) => Promise<T>): Promise<T> {
    return transaction(this.pool, work);
  }

  /**
   * Writes a workspace down, before anything of it is made; its state is `creating`. A slug that is known already gives
   * the workspace that has it, so that a call can be repeated.
   * @throws ZodError, or HostTaken when a host belongs to another workspace
   */
  async register(wanted: NewWorkspace, q: Query = this.query): Promise<{ id: WorkspaceId; isNew: boolean }> {
    const { slug, name, hosts, plan, locale, accent } = newWorkspace.parse(wanted);
    const id = mintId();
    const rolePassword = Buffer.from(randomBytes(24).toString('base64url'));
    try {
      const made = await q(
        `insert into workspace (id, slug, name, hosts, database_name, role_name, role_password, key, plan, locale, accent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (slug) do nothing returning id`,
        [
          id,
          slug,
          name,
          [...new Set(hosts)],
          `d_${randomBytes(8).toString('hex')}`,
          `r_${randomBytes(8).toString('hex')}`,
          this.#sealing.seal(rolePassword, `${id} role`),
          this.#sealing.seal(randomBytes(32), `${id} key`),
          plan,
          locale,
          accent,
        ],
      );
      if (made.length > 0) return { id, isNew: true };
    } catch (error) {
      throw hostTaken(error, hosts);
    }
    const [known] = await q<{ id: string }>('select id from workspace where slug = $1', [slug]);
    return { id: workspaceId.parse(known?.id), isNew: false };
  }

  /**
   * All workspaces in the order in which they were made, whatever their state.
   * @throws Error when MASTER_KEY is not theirs
   */
  async records(q: Query = this.query): Promise<WorkspaceRecord[]> {
    const rows = await q<Row>(
      `select w.id, w.slug, w.name, w.hosts, w.plan, w.state, w.failure, w.locale, w.accent,
         w.ready_at is not null as "wasReady", w.schema_version as "schemaVersion",
         to_json(w.created_at) #>> '{}' as "createdAt", to_json(w.delete_after) #>> '{}' as "deleteAfter",
         w.server_id as "serverId", s.url as "sealedServer",
         w.database_name as database, w.role_name as role, w.role_password as "sealedPassword", w.key as "sealedKey"
       from workspace w left join database_server s on s.id = w.server_id order by w.created_at, w.id`,
    );
    return rows.map(({ sealedPassword, sealedKey, sealedServer, ...row }) => ({
      ...row,
      id: row.id as WorkspaceId,
      serverUrl: row.serverId && sealedServer ? this.#serverUrl(row.serverId, sealedServer) : null,
      ...this.#secrets(row.id, sealedPassword, sealedKey),
    }));
  }

  /** @throws Error when there is no such workspace */
  async record(id: WorkspaceId): Promise<WorkspaceRecord> {
    const record = (await this.records()).find((each) => each.id === id);
    if (record === undefined) throw new Error(`There is no workspace ${id}.`);
    return record;
  }

  /** A workspace that nobody else changes until the caller's transaction ends; undefined where there is none. */
  async locked(id: WorkspaceId, q: Query): Promise<WorkspaceRecord | undefined> {
    await q('select 1 from workspace where id = $1 for update', [id]);
    return (await this.records(q)).find((each) => each.id === id);
  }

  /** Sets the state, with the failure's class where it failed; the first `active` makes it count as ready ever after. */
  async setState(
    id: WorkspaceId,
    state: WorkspaceState,
    failure: string | null = null,
    q: Query = this.query,
  ): Promise<void> {
    await q(
      `update workspace set state = $2, failure = $3,
         ready_at = case when $2 = 'active' then coalesce(ready_at, now()) else ready_at end
       where id = $1`,
      [id, state, failure],
    );
  }

  /** Changes what a workspace is called, where it is reached and what it pays for. @throws ZodError, HostTaken */
  async describe(id: WorkspaceId, wanted: WorkspaceDescription, q: Query = this.query): Promise<void> {
    const { name, hosts, plan } = workspaceDescription.parse(wanted);
    try {
      await q('update workspace set name = $2, hosts = $3, plan = $4 where id = $1', [
        id,
        name,
        [...new Set(hosts)],
        plan,
      ]);
    } catch (error) {
      throw hostTaken(error, hosts);
    }
  }

  /** Closes a workspace until it is deleted for good; null keeps it, closed to people until it is opened again. */
  async planDeletion(id: WorkspaceId, after: string | null, q: Query = this.query): Promise<void> {
    await q('update workspace set state = $2, delete_after = $3, failure = null where id = $1', [
      id,
      after === null ? 'suspended' : 'deleting',
      after,
    ]);
  }

  /** Notes that a workspace's database lies on another server now; null is the control database's own. */
  async setServer(id: WorkspaceId, serverId: string | null): Promise<void> {
    await this.pool.query('update workspace set server_id = $2 where id = $1', [id, serverId]);
  }

  /** Forgets a workspace whose database is gone. Its counts of units and what operators did stay. */
  async forget(id: WorkspaceId): Promise<void> {
    await this.pool.query('delete from workspace where id = $1', [id]);
    this.#opened.delete(id);
  }

  /** The servers beside the control database's own, by name. */
  async servers(): Promise<{ id: string; name: string }[]> {
    return (await this.pool.query<{ id: string; name: string }>('select id, name from database_server order by name'))
      .rows;
  }

  /** The address of a server; null is the control database's own. @throws Error when there is none */
  async serverUrl(id: string | null): Promise<string> {
    if (id === null) return this.databaseUrl;
    const { rows } = await this.pool.query<{ url: Buffer }>('select url from database_server where id = $1', [id]);
    const sealed = rows[0]?.url;
    if (sealed === undefined) throw new Error(`There is no database server ${id}.`);
    return this.#serverUrl(id, sealed);
  }

  /** Writes a server down whose address was tried before. A name that is known gets the new address. */
  async addServer(name: string, url: string, q: Query = this.query): Promise<string> {
    const [known] = await q<{ id: string }>('select id from database_server where name = $1', [name]);
    const id = known?.id ?? randomUUID();
    await q(
      `insert into database_server (id, name, url) values ($1, $2, $3) on conflict (id) do update set url = excluded.url`,
      [id, name, this.#sealing.seal(Buffer.from(url), `${id} server`)],
    );
    return id;
  }

  /** Notes what a workspace's database was migrated to. */
  async setSchemaVersion(id: WorkspaceId, version: string): Promise<void> {
    await this.pool.query('update workspace set schema_version = $2 where id = $1', [id, version]);
  }

  /** Whether the control database has all its migrations. */
  isMigrated(): Promise<boolean> {
    return isMigrated(this.pool, migrationFolder('control'));
  }

  async close(): Promise<void> {
    if (!this.pool.ended) await this.pool.end();
  }

  #serverUrl(id: string, sealed: Buffer): string {
    return this.#sealing.unseal(sealed, `${id} server`).toString();
  }

  #secrets(id: string, sealedPassword: Buffer, sealedKey: Buffer): { rolePassword: string; key: Buffer } {
    let secrets = this.#opened.get(id);
    if (secrets === undefined) {
      secrets = {
        rolePassword: this.#sealing.unseal(sealedPassword, `${id} role`).toString(),
        key: this.#sealing.unseal(sealedKey, `${id} key`),
      };
      this.#opened.set(id, secrets);
    }
    return secrets;
  }
}

type Row = Omit<WorkspaceRecord, 'id' | 'rolePassword' | 'key' | 'serverUrl'> & {
  id: string;
  sealedServer: Buffer | null;
  sealedPassword: Buffer;
  sealedKey: Buffer;
};

/** The address of a workspace's database on the server that holds it, as its own role or as the operator. */
export function databaseUrlOf(controlUrl: string, record: WorkspaceRecord, as: 'role' | 'operator'): string {
  const url = new URL(record.serverUrl ?? controlUrl);
  url.pathname = `/${record.database}`;
  if (as === 'role') {
    url.username = record.role;
    url.password = record.rolePassword;
  }
  return url.href;
}

/** Runs `work` with one connection, which is closed afterwards. */
export async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

function mintId(): WorkspaceId {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return workspaceId.parse(`w${Array.from({ length: 12 }, () => letters[randomInt(32)]).join('')}`);
}
