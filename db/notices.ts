import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Says that something behind a topic has changed. Never data: who hears it asks again with their own rights. */
export type Notice = {
  readonly workspaceId: string;
  readonly topic: string;
  readonly id: string;
  readonly revision: number;
};

const CHANNEL = 'live';
/** PostgreSQL sends 8,000 bytes at most; ours are small. */
const SHORTEST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/**
 * Notices between this installation's processes, through the control database. A notice can be lost with a connection;
 * whoever listens is told when that may have happened.
 */
export class Notices {
  readonly #databaseUrl: string;
  readonly #pool: pg.Pool;
  readonly #listeners = new Set<(notice: Notice) => void>();
  readonly #onGap = new Set<() => void>();
  #client: pg.Client | undefined;
  #listening: Promise<void> | undefined;
  #closed = false;
  #unsent: string[] = [];
  #sending: Promise<void> | undefined;

  constructor(databaseUrl: string, pool: pg.Pool) {
    this.#databaseUrl = databaseUrl;
    this.#pool = pool;
  }

  /** Hears all notices from now on; `onGap` is called when some may have been missed. Returns how to stop. */
  async listen(onNotice: (notice: Notice) => void, onGap: () => void): Promise<() => Promise<void>> {
    this.#listeners.add(onNotice);
    this.#onGap.add(onGap);
    this.#listening ??= this.#connect();
    await this.#listening;
    return async () => {
      this.#listeners.delete(onNotice);
      this.#onGap.delete(onGap);
      if (this.#listeners.size === 0) await this.#disconnect();
    };
  }

  /** Sends notices, those of the same moment in one statement. Never rejects: a view also asks again by itself. */
  send(notices: readonly Notice[]): Promise<void> {
    for (const { workspaceId, topic, id, revision } of notices) {
      this.#unsent.push(JSON.stringify({ workspaceId, topic, id, revision }));
    }
    this.#sending ??= this.#flush();
    return this.#sending;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sending;
    await this.#disconnect();
  }

  async #flush(): Promise<void> {
    // What else this tick has to say goes with it.
    await Promise.resolve();
    while (this.#unsent.length > 0) {
      const payloads = [...new Set(this.#unsent)];
      this.#unsent = [];
      try {
        await this.#pool.query({
          name: 'notices',
          text: `select pg_notify('${CHANNEL}', payload) from unnest($1::text[]) as payload`,
          values: [payloads],
        });
      } catch {
        // Lost like any other notice; what it was about is committed.
      }
    }
    this.#sending = undefined;
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      application_name: 'procsm notices',
    });
    let over = false;
    const lost = () => {
      if (over) return;
      over = true;
      if (this.#client !== client) return;
      this.#client = undefined;
      if (!this.#closed && this.#listeners.size > 0) void this.#reconnect();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => this.#pass(payload));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      this.#listening = undefined;
      over = true;
      await client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
  }

  async #reconnect(): Promise<void> {
    for (let wait = SHORTEST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await sleep(wait, undefined, { ref: false });
      if (this.#closed || this.#listeners.size === 0) return;
      try {
        this.#listening = this.#connect();
        await this.#listening;
        break;
      } catch {
        // PostgreSQL is still away; once more, later.
      }
    }
    for (const tell of this.#onGap) tell();
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#listening = undefined;
    await client?.end().catch(() => {});
  }

  #pass(payload: string | undefined): void {
    if (payload === undefined) return;
    let notice: Notice;
    try {
      notice = JSON.parse(payload) as Notice;
    } catch {
      return;
    }
    for (const listener of this.#listeners) listener(notice);
  }
}
