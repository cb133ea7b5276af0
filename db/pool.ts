import { createHash } from 'node:crypto';
import pg from 'pg';

/** One statement with `$1`-style parameters. Arrays become PostgreSQL arrays: for a jsonb array pass its JSON text. */
export type Query = <T extends object = Record<string, unknown>>(
  sql: string,
  params?: readonly unknown[],
) => Promise<T[]>;

/** How many connections this process may hold, over all workspaces; two such processes stay under 80 together. */
const CONNECTIONS = 36;
const CONNECTIONS_PER_POOL = 6;
/** A company's share while others work too: one at a time, and beside those that last longer than `LONG_MS` as many more. */
const CONNECTIONS_BESIDE_OTHERS = 3;
const LONG_MS = 50;
/** How long a statement waits for a connection. */
const WAITED_MS = 10_000;

/** All connections are taken, and none came free in time. Its code is the one with which PostgreSQL says the same. */
export class ConnectionsTaken extends Error {
  readonly code = '53300';

  constructor(cause?: unknown) {
    super('no connection came free in time', { cause });
    this.name = 'ConnectionsTaken';
  }
}

/** A connection in work, since this instant of the process's clock. */
interface Use {
  since: number;
}

interface Waiter {
  pool: BudgetedPool;
  go(use: Use): void;
}

/**
 * The connections of all workspaces of this process. Each pool opens its own as it needs them; when all are taken, the
 * idle one that was used longest ago is closed for the newcomer, and only when none is idle does it wait. Who wants many
 * while others want some gets its share: short statements one after the other, which keeps the process and the server busy
 * enough; a few long ones beside each other, so that an export does not stop its company.
 */
export class ConnectionBudget {
  readonly #limit: number;
  /** How many milliseconds a pool waits for a connection. */
  readonly waited: number;
  readonly #pools = new Set<BudgetedPool>();
  #waiting: Waiter[] = [];
  #inWork = 0;
  #closing = 0;
  #looking: NodeJS.Timeout | undefined;

  constructor(limit = CONNECTIONS, waited = WAITED_MS) {
    this.#limit = limit;
    this.waited = waited;
  }

  /** Connections that are open, or about to be. */
  get open(): number {
    let open = 0;
    for (const { totalCount, inWork } of this.#pools) open += Math.max(totalCount, inWork);
    return open;
  }

  add(pool: BudgetedPool): void {
    this.#pools.add(pool);
    pool.on('remove', () => this.#wake());
  }

  delete(pool: BudgetedPool): void {
    this.#pools.delete(pool);
  }

  /**
   * Resolves when this pool may use a connection, in the order in which it asked; whoever got it gives it back with `give`.
   * @throws ConnectionsTaken when none came free in time
   */
  take(pool: BudgetedPool): Use | Promise<Use> {
    const use = pool.waits === 0 ? this.#takes(pool) : undefined;
    if (use !== undefined) return use;
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        pool,
        go: (given) => {
          clearTimeout(late);
          resolve(given);
        },
      };
      const late = setTimeout(() => {
        this.#leave(waiter);
        reject(new ConnectionsTaken());
        // Others have their share no more.
        this.#wake();
      }, pool.options.connectionTimeoutMillis ?? this.waited);
      pool.waits += 1;
      this.#waiting.push(waiter);
      this.#makeRoom();
      this.#lookAgain();
    });
  }

  give(pool: BudgetedPool, use: Use): void {
    pool.uses.delete(use);
    this.#inWork -= 1;
    this.#wake();
  }

  #count(pool: BudgetedPool, since: number): Use {
    const use = { since };
    pool.uses.add(use);
    this.#inWork += 1;
    return use;
  }

  /** A company's share grows as what it does lasts. */
  #lookAgain(): void {
    if (this.#waiting.length === 0) return;
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined;
      this.#wake();
      this.#lookAgain();
    }, LONG_MS);
  }

  #leave(waiter: Waiter): void {
    waiter.pool.waits -= 1;
    this.#waiting = this.#waiting.filter((one) => one !== waiter);
  }

  /** Whether others work or wait: then one company has no more than its share. */
  #isWithinShare({ inWork, waits, uses }: BudgetedPool): boolean {
    const others = this.#inWork + this.#waiting.length > inWork + waits;
    if (!others) return inWork < CONNECTIONS_PER_POOL;
    const longSince = performance.now() - LONG_MS;
    let long = 0;
    for (const { since } of uses) if (since <= longSince) long += 1;
    return inWork < Math.min(CONNECTIONS_BESIDE_OTHERS, 1 + long);
  }

  #takes(pool: BudgetedPool): Use | undefined {
    if (!this.#isWithinShare(pool)) return undefined;
    if (pool.inWork >= pool.totalCount && this.open >= this.#limit) return undefined;
    return this.#count(pool, performance.now());
  }

  #wake(): void {
    const refused = new Set<BudgetedPool>();
    for (const waiter of this.#waiting) {
      if (refused.has(waiter.pool)) continue;
      const use = this.#takes(waiter.pool);
      if (use !== undefined) {
        this.#leave(waiter);
        waiter.go(use);
        continue;
      }
      refused.add(waiter.pool);
      // At once where it waits for room, or whoever waits behind would take what is idle.
      if (this.#isWithinShare(waiter.pool)) this.#makeRoom();
    }
    this.#makeRoom();
  }

  /** Closes the idle connection that was used longest ago, where somebody waits for room. */
  #makeRoom(): void {
    if (this.#waiting.filter(({ pool }) => this.#isWithinShare(pool)).length <= this.#closing) return;
    let oldest: BudgetedPool | undefined;
    for (const pool of this.#pools) {
      if (pool.inWork < pool.totalCount && (oldest === undefined || pool.usedAt < oldest.usedAt)) oldest = pool;
    }
    if (oldest === undefined) return;
    // Counted until it is gone, so that nobody relies on it; its company does nothing with it.
    const closed = oldest;
    this.#closing += 1;
    const use = this.#count(closed, Number.NEGATIVE_INFINITY);
    const gone = () => {
      this.#closing -= 1;
      this.give(closed, use);
    };
    closed.closeIdle().then(gone, gone);
  }
}

type Checkout = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/** A pool that waits for a connection as long as `connectionTimeoutMillis` says, and then says `ConnectionsTaken`. */
export class PatientPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super({ connectionTimeoutMillis: WAITED_MS, ...config });
    // Without listeners a connection that PostgreSQL drops would end the process. The query in flight fails by itself.
    this.on('error', () => {});
    this.on('connect', (client) => client.on('error', () => {}));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Checkout): void;
  override connect(callback?: Checkout): Promise<pg.PoolClient> | undefined {
    const client = this.admitted();
    if (callback === undefined) return client;
    client.then(
      (connected) => callback(undefined, connected, connected.release.bind(connected) as (release?: unknown) => void),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }

  protected admitted(): Promise<pg.PoolClient> {
    return this.own();
  }

  /** A connection of this pool's own, asking nobody else. */
  protected async own(): Promise<pg.PoolClient> {
    try {
      return await super.connect();
    } catch (error) {
      // The library has no kind of its own for it.
      throw error instanceof Error && error.message.startsWith('timeout exceeded')
        ? new ConnectionsTaken(error)
        : error;
    }
  }
}

/** A small pool of one database. Its times are ISO 8601 texts in UTC, dates stay texts, int8 is a number where safe. */
export class BudgetedPool extends PatientPool {
  readonly #budget: ConnectionBudget;
  usedAt = 0;
  /** Who has a connection of it or is about to get one; the budget writes them down, and how many wait. */
  readonly uses = new Set<Use>();
  waits = 0;

  constructor(databaseUrl: string, budget: ConnectionBudget) {
    super({
      connectionString: databaseUrl,
      max: CONNECTIONS_PER_POOL,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: budget.waited,
      options: '-c timezone=UTC',
      keepAlive: true,
      types: { getTypeParser },
    });
    this.#budget = budget;
    budget.add(this);
  }

  get inWork(): number {
    return this.uses.size;
  }

  /** Closes one idle connection, if there still is one. */
  async closeIdle(): Promise<void> {
    const client = await this.own();
    client.release(true);
  }

  override async end(): Promise<void> {
    this.#budget.delete(this);
    if (!this.ended) await super.end();
  }

  protected override async admitted(): Promise<pg.PoolClient> {
    this.usedAt = performance.now();
    const use = await this.#budget.take(this);
    try {
      const client = await this.own();
      const release = client.release;
      client.release = (broken) => {
        release(broken);
        this.#budget.give(this, use);
      };
      return client;
    } catch (error) {
      this.#budget.give(this, use);
      throw error;
    }
  }
}

/** Runs one statement on a connection of its own. */
export async function query<T extends object>(pool: pg.Pool, sql: string, params?: readonly unknown[]): Promise<T[]> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await run<T>(client, sql, params);
  } catch (error) {
    broken = isBroken(error);
    if (!isStalePlan(error)) throw error;
    return await run<T>(client, sql, params);
  } finally {
    client.release(broken);
  }
}

/** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
export async function transaction<T>(pool: pg.Pool, work: (q: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await work((sql, params) => run(client, sql, params));
    await client.query('commit');
    return result;
  } catch (error) {
    isStalePlan(error);
    broken = isBroken(error);
    if (!broken) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

const uses = new Map<string, number>();
const PREPARED_AT_MOST = 500;
const PREPARE_FROM_USE = 3;
// Part of the names: raised when a migration has changed what a prepared statement returns.
let generation = 0;

// Parsing and planning is most of a short statement's cost, so what comes again is prepared once per connection.
async function run<T extends object>(client: pg.PoolClient, sql: string, params?: readonly unknown[]): Promise<T[]> {
  if (params === undefined) return (await client.query<T>(sql)).rows;
  const values = params as unknown[];
  const name = preparedName(sql);
  const { rows } = await client.query<T>(name === undefined ? { text: sql, values } : { name, text: sql, values });
  return rows;
}

function preparedName(sql: string): string | undefined {
  const used = (uses.get(sql) ?? 0) + 1;
  if (used === 1 && uses.size >= PREPARED_AT_MOST) return undefined;
  if (used <= PREPARE_FROM_USE) uses.set(sql, used);
  if (used < PREPARE_FROM_USE) return undefined;
  let name = names.get(sql);
  if (name === undefined) {
    name = `${generation}-${createHash('sha1').update(sql).digest('base64url')}`;
    names.set(sql, name);
  }
  return name;
}
const names = new Map<string, string>();

function isStalePlan(error: unknown): boolean {
  // Its message comes in the server's language.
  const { code, routine } = error as { code?: string; routine?: string };
  const stale = code === '0A000' && routine === 'RevalidateCachedQuery';
  if (stale) {
    generation += 1;
    names.clear();
  }
  return stale;
}

// An error of PostgreSQL's own leaves the connection usable, unless it says that the connection ends (57P, 08).
function isBroken(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError))
    return !(error instanceof Error) || /connection|ECONN|EPIPE|timeout/i.test(error.message);
  return /^(08|57P)/.test(error.code ?? '');
}

const { builtins } = pg.types;
const TIMESTAMPTZ_ARRAY = 1185;
const DATE_ARRAY = 1182;
const INT8_ARRAY = 1016;
const textArray = pg.types.getTypeParser(1009 as number) as (text: string) => string[];
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, isoInstant],
  [builtins.TIMESTAMP, (text) => text],
  [builtins.DATE, (text) => text],
  [builtins.INT8, safeInteger],
  [TIMESTAMPTZ_ARRAY, (text) => textArray(text).map(isoInstant)],
  [DATE_ARRAY, textArray],
  [INT8_ARRAY, (text) => textArray(text).map(safeInteger)],
]);

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  const own = format === 'binary' ? undefined : parsers.get(oid);
  return own ?? pg.types.getTypeParser(oid, format as 'text');
}

/** PostgreSQL's `2026-11-23 22:12:56.123456+00` as `2026-11-23T22:12:56.123Z`. */
export function isoInstant(text: string): string {
  if (text.length >= 22 && text[10] === ' ' && text.endsWith('+00')) {
    const fraction = text[19] === '.' ? text.slice(20, -3) : '';
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  }
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? text : instant.toISOString();
}

function safeInteger(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}
