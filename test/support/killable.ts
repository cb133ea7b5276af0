import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type Workspace, Workspaces } from '../../db/workspaces.ts';
import { Wire } from '../../scripts/chaos/wire.ts';
import { argumentsOf } from '../../scripts/services/arguments.ts';
import { takeDataDir } from '../../scripts/services/data-dir.ts';
import { freePort, portIsFree } from '../../scripts/services/ports.ts';
import { Supervisor } from '../../scripts/services/supervisor.ts';
import { startTemporal } from '../../scripts/services/temporal.ts';
import { type Answer, callAt, dropWorkspace, sendTo } from './api.ts';
import { makeTestWorkspace, testDatabase } from './postgres.ts';

const root = join(import.meta.dirname, '..', '..');

/** The parts that a test may kill, in the order in which they are started. */
export type Part = 'temporal' | 'worker' | 'api';
const PARTS = ['temporal', 'worker', 'api'] as const;

/**
 * Asks every 5 ms until something holds, and after a second every 50: asking takes time from what is waited for. Says what
 * it waited for when that takes longer than `seconds`.
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, seconds = 180): Promise<T> {
  const began = Date.now();
  for (let waited = 0; waited < seconds * 1_000; waited = Date.now() - began) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, waited < 1_000 ? 5 : 50));
  }
  throw new Error(`waited ${seconds} s in vain until ${what}`);
}

/** The product as processes of its own, on real data that outlives them: to be killed and started again. */
export class Killable {
  readonly workspace: Workspace;
  readonly host = 'one.localhost';
  private readonly workspaces: Workspaces;
  private readonly end: () => Promise<void>;
  private readonly ports: Record<Part, number>;
  private readonly env: NodeJS.ProcessEnv;
  private readonly folder: string;
  private readonly lives = new Map<Part, Supervisor>();
  private readonly wire: Wire;

  private constructor(made: Pick<Killable, 'workspace'> & Record<string, unknown>) {
    this.workspace = made.workspace;
    this.workspaces = made.workspaces as Workspaces;
    this.end = made.end as () => Promise<void>;
    this.ports = made.ports as Record<Part, number>;
    this.env = made.env as NodeJS.ProcessEnv;
    this.folder = made.folder as string;
    this.wire = made.wire as Wire;
  }

  /** Makes the data, with one empty workspace; starts nothing yet. */
  static async make(env: NodeJS.ProcessEnv = {}): Promise<Killable> {
    const database = await testDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'procsm-killable-'));
    takeDataDir(folder);
    const masterKey = 'a master key that is only for tests, long enough';
    const workspaces = await Workspaces.open({ databaseUrl: database.url, masterKey });
    const { control } = workspaces;
    const hosts = ['one.localhost'];
    const { id } = await control.register({
      slug: 'one',
      name: 'Eins',
      hosts,
      plan: 'standard',
      locale: 'de',
      accent: null,
    });
    await makeTestWorkspace(control, id);
    const workspace = await until('the workspace is there', () => workspaces.byId(id));
    const { database: name, role } = await control.record(id);
    const wire = new Wire();
    const ports = { temporal: 0, worker: await wire.open(), api: await freePort() };
    const childEnv: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      MASTER_KEY: masterKey,
      WEB_URL: `http://one.localhost:${ports.api}`,
      PORT: String(ports.api),
      STORAGE_DIR: join(folder, 'files'),
      WEB_DIR: folder,
      SMTP_URL: 'smtp://127.0.0.1:2',
      MAIL_FROM: 'no-reply@procsm.invalid',
      LOG_LEVEL: 'info',
      ...env,
    };
    const end = async () => {
      await wire.close();
      await workspaces.close();
      await database.drop();
      await dropWorkspace({ database: name, role });
      rmSync(folder, { recursive: true, force: true });
    };
    return new Killable({ workspace, workspaces, end, ports, env: childEnv, folder, wire });
  }

  /** The environment that a second worker or API of the same installation runs with. */
  get environment(): NodeJS.ProcessEnv {
    return { ...this.env, TEMPORAL_ADDRESS: `127.0.0.1:${this.ports.temporal}` };
  }

  /** Where the API listens. */
  get apiPort(): number {
    return this.ports.api;
  }

  /** Starts parts that do not run; without any named, all of them. */
  async start(...parts: Part[]): Promise<void> {
    for (const part of PARTS) {
      if (this.lives.has(part) || (parts.length > 0 && !parts.includes(part))) continue;
      const supervisor = new Supervisor({ dataDir: this.folder });
      this.lives.set(part, supervisor);
      if (part === 'temporal') {
        const { address } = await startTemporal(supervisor, { durable: false });
        this.ports.temporal = Number(address.split(':')[1]);
        this.wire.to = this.ports.temporal;
        continue;
      }
      await supervisor.start({
        name: part,
        command: process.execPath,
        args: argumentsOf(part === 'api' ? 'api/server.ts' : 'activities/worker.ts'),
        cwd: root,
        env: { ...this.env, TEMPORAL_ADDRESS: `127.0.0.1:${this.ports[part === 'api' ? 'temporal' : 'worker']}` },
        ready: 'message',
        readyWithinMs: 60_000,
        stopSignal: 'SIGTERM',
        stopWithinMs: 12_000,
      });
    }
  }

  /** Kills parts with SIGKILL, all in the same instant, and waits until they are gone. */
  async kill(...parts: Part[]): Promise<void> {
    const killed = parts.flatMap((part) => this.lives.get(part) ?? []);
    for (const supervisor of killed) supervisor.killAll();
    for (const part of parts) this.lives.delete(part);
    this.wire.thaw();
    for (const supervisor of killed) await supervisor.stopAll();
    for (const part of ['temporal', 'api'] as const)
      if (parts.includes(part)) await until(`${part} is gone`, () => portIsFree(this.ports[part], '127.0.0.1'));
  }

  /** Stops parts as an update does: told to, they end what they are about. */
  async stop(...parts: Part[]): Promise<void> {
    for (const part of parts) {
      await this.lives.get(part)?.stopAll();
      this.lives.delete(part);
    }
  }

  /** From now on the worker still hears of work and writes rows, but what it tells the engine does not arrive. */
  freezeAnswers(): void {
    this.wire.freeze();
  }

  /** Calls a procedure over HTTP. */
  call<Data = Record<string, unknown>>(procedure: string, input: unknown, headers: Record<string, string>) {
    return callAt<Data>(this.ports.api, this.host, procedure, input, { headers });
  }

  /** Asks a procedure over HTTP. */
  query<Data = Record<string, unknown>>(procedure: string, input: unknown, headers: Record<string, string>) {
    return callAt<Data>(this.ports.api, this.host, procedure, input, { headers, kind: 'query' });
  }

  /** Asks for a page or a file by its path. */
  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return sendTo(this.ports.api, this.host, path, { headers });
  }

  /** What a part has logged in this life. */
  logOf(part: Part): string {
    const path = join(this.folder, 'logs', `${part}.log`);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** Does something with a client of the running engine. */
  async withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: `127.0.0.1:${this.ports.temporal}` });
    return work(new Client({ connection })).finally(() => connection.close());
  }

  async close(): Promise<void> {
    await this.kill(...PARTS);
    await this.end();
  }
}
