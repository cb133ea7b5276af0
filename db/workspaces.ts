import type { EntityManager } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { isBareHost, normalHost, type WorkspaceId, workspaceId } from '../domain/workspace.ts';
import { Control, databaseUrlOf, type WorkspaceRecord } from './control.ts';
import { migrationFolder, migrationVersion } from './migrations.ts';
import { type Notice, Notices } from './notices.ts';
import { OrmCache } from './orm.ts';
import { BudgetedPool, ConnectionBudget, type Query, query, transaction } from './pool.ts';

export type { Notice } from './notices.ts';
export type { Query } from './pool.ts';

/**
 * One company's data. Rows come with times as ISO 8601 texts in UTC (`2026-11-23T22:12:56.123Z`), dates as
 * `YYYY-MM-DD`, int8 as numbers where they are safe. The object stays the same for as long as the process knows it.
 */
export interface Workspace {
  readonly id: WorkspaceId;
  readonly slug: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly plan: string;
  readonly locale: 'de' | 'en';
  readonly accent: string | null;
  /** 32 bytes, for the workspace's links and seals. Derive a key of its own for each purpose. */
  readonly key: Buffer;
  /** The one pool that statements, entities and accounts share. */
  readonly pool: Pool;
  /** A fresh entity manager (identity map of its own), for single records and writes. Loads the ORM when first asked. */
  em(): Promise<EntityManager>;
  /** Runs one statement with `$1`-style parameters; often repeated ones are prepared. */
  query<T extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it rejects. */
  transaction<T>(work: (q: Query) => Promise<T>): Promise<T>;
}

/** After this long the list of workspaces is read again, in the background. */
const FRESH_MS = 5_000;
/** An unknown host or id reads it at most this often. */
const RETRY_MS = 1_000;

/** The map from hosts and ids to workspaces, with their connections. One per process. */
export class Workspaces {
  /** The control database; making and migrating workspaces goes through it. */
  readonly control: Control;
  readonly #notices: Notices;
  readonly #budget = new ConnectionBudget();
  readonly #orms = new OrmCache();
  readonly #open = new Map<string, OpenWorkspace>();
  #records: readonly WorkspaceRecord[] = [];
  #byHost = new Map<string, WorkspaceRecord>();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  private constructor(control: Control) {
    this.control = control;
    this.#notices = new Notices(control.databaseUrl, control.pool);
  }

  /**
   * Connects to the control database, which must be migrated.
   * @throws Error when it can't be reached or when MASTER_KEY is not its own
   */
  static async open(options: { databaseUrl: string; masterKey: string }): Promise<Workspaces> {
    const workspaces = new Workspaces(new Control(options));
    try {
      await workspaces.#read();
    } catch (error) {
      await workspaces.close();
      throw error;
    }
    return workspaces;
  }

  /**
   * The workspace that a `Host` header means. A bare host (localhost, an address, a name in the house's network) means
   * the default one, which is the first that was made. Only an active workspace is given.
   */
  async byHost(host: string): Promise<Workspace | undefined> {
    const name = normalHost(host);
    const find = () => this.#byHost.get(name) ?? (isBareHost(name) ? this.#records.find((r) => r.wasReady) : undefined);
    return this.#given(await this.#find(find));
  }

  /** Whether a host is written down as an active workspace's own; a bare one never is. */
  async ownsHost(host: string): Promise<boolean> {
    const name = normalHost(host);
    return (await this.#given(await this.#find(() => this.#byHost.get(name)))) !== undefined;
  }

  /** The active workspace with this id. */
  async byId(id: string): Promise<Workspace | undefined> {
    if (!workspaceId.safeParse(id).success) return undefined;
    return this.#given(await this.#find(() => this.#records.find((record) => record.id === id)));
  }

  /** All active workspaces, in the order in which they were made. */
  async all(): Promise<Workspace[]> {
    await this.#read();
    return this.#records.flatMap((record) => this.#given(record) ?? []);
  }

  /**
   * Hears what changes in any workspace, from any process, until the returned function is called. After a lost
   * connection each workspace gets the topic `all`: something may have been missed.
   */
  listen(onNotice: (notice: Notice) => void): Promise<() => Promise<void>> {
    return this.#notices.listen(onNotice, () => {
      for (const { id } of this.#records) onNotice({ workspaceId: id, topic: 'all', id: '', revision: 0 });
    });
  }

  /** Tells all processes that something changed; call it after the commit. Never rejects, a notice may be lost. */
  notify(notice: Notice | readonly Notice[]): Promise<void> {
    return this.#notices.send(Array.isArray(notice) ? (notice as readonly Notice[]) : [notice as Notice]);
  }

  /** Whether the databases answer, and whether the control database and all active workspaces are migrated. */
  async readiness(): Promise<{ databases: boolean; migrations: boolean }> {
    try {
      const [control] = await Promise.all([this.control.isMigrated(), this.#read()]);
      const version = await migrationVersion(migrationFolder('workspace'));
      const active = this.#records.filter((record) => record.state === 'active');
      return { databases: true, migrations: control && active.every((record) => record.schemaVersion === version) };
    } catch {
      return { databases: false, migrations: false };
    }
  }

  /** How many connections to workspaces' databases are open. */
  get connections(): number {
    return this.#budget.open;
  }

  /** Closes all connections; waits for statements under way. */
  async close(): Promise<void> {
    await this.#notices.close();
    await Promise.allSettled([...this.#open.values()].map((workspace) => workspace.pool.end()));
    await this.control.close();
  }

  async #find(find: () => WorkspaceRecord | undefined): Promise<WorkspaceRecord | undefined> {
    const age = performance.now() - this.#readAt;
    const found = find();
    if (found !== undefined && found.state === 'active') {
      // While the control database is away, what is known goes on.
      if (age > FRESH_MS) this.#read().catch(() => {});
      return found;
    }
    if (age > RETRY_MS) await this.#read();
    return find();
  }

  #given(record: WorkspaceRecord | undefined): Workspace | undefined {
    if (record === undefined || record.state !== 'active') return undefined;
    let workspace = this.#open.get(record.id);
    // One that was moved has another server: what is under way ends on the old pool.
    if (workspace !== undefined && workspace.record.serverId !== record.serverId) {
      workspace.pool.end().catch(() => {});
      this.#orms.forget(record.id);
      workspace = undefined;
    }
    if (workspace === undefined) {
      const pool = new BudgetedPool(databaseUrlOf(this.control.databaseUrl, record, 'role'), this.#budget);
      workspace = new OpenWorkspace(record, pool, this.#orms);
      this.#open.set(record.id, workspace);
    }
    workspace.record = record;
    return workspace;
  }

  #read(): Promise<void> {
    this.#reading ??= this.control
      .records()
      .then((records) => {
        this.#records = records;
        this.#byHost = new Map(records.flatMap((record) => record.hosts.map((host) => [host, record] as const)));
      })
      .finally(() => {
        this.#readAt = performance.now();
        this.#reading = undefined;
      });
    return this.#reading;
  }
}

class OpenWorkspace implements Workspace {
  record: WorkspaceRecord;
  readonly pool: BudgetedPool;
  readonly #orms: OrmCache;

  constructor(record: WorkspaceRecord, pool: BudgetedPool, orms: OrmCache) {
    this.record = record;
    this.pool = pool;
    this.#orms = orms;
  }

  get id(): WorkspaceId {
    return this.record.id;
  }

  get slug(): string {
    return this.record.slug;
  }

  get name(): string {
    return this.record.name;
  }

  get hosts(): readonly string[] {
    return this.record.hosts;
  }

  get plan(): string {
    return this.record.plan;
  }

  get locale(): 'de' | 'en' {
    return this.record.locale;
  }

  get accent(): string | null {
    return this.record.accent;
  }

  get key(): Buffer {
    return this.record.key;
  }

  em(): Promise<EntityManager> {
    return this.#orms.em(this.record.id, this.pool);
  }

  query<T extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]> {
    return query<T>(this.pool, sql, params);
  }

  transaction<T>(work: (q: Query) => Promise<T>): Promise<T> {
    return transaction(this.pool, work);
  }
}

/** Where people reach a workspace: the installation's address with the workspace's own first host; no slash at the end. */
export function addressOf(webUrl: string, workspace: Pick<Workspace, 'hosts'>): string {
  const url = new URL(webUrl);
  const [host] = workspace.hosts;
  if (host) url.hostname = host;
  return url.origin;
}
