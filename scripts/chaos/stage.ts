import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Control, migrateControl } from '../../db/control.ts';
import { makeDatabase, migrateDatabase } from '../../db/provisioning.ts';
import { type Workspace, Workspaces } from '../../db/workspaces.ts';
import { argumentsOf } from '../services/arguments.ts';
import { secretsOf, takeDataDir } from '../services/data-dir.ts';
import { freePort, portIsFree } from '../services/ports.ts';
import { databaseUrl, ensureDatabase, startPostgres } from '../services/postgres.ts';
import { Supervisor } from '../services/supervisor.ts';
import { startTemporal } from '../services/temporal.ts';
import { type Outside, startOutside } from './outside.ts';
import { Wire } from './wire.ts';

const root = join(import.meta.dirname, '..', '..');

/** What can be killed, in the order in which it is started. */
export const parts = ['postgres', 'temporal', 'worker', 'api'] as const;
export type Part = (typeof parts)[number];

/** The product as plain processes over real servers, each to be killed and started again on its own. */
export class ChaosStage {
  readonly outside: Outside;
  readonly wire = new Wire();
  workspace!: Workspace;
  private readonly folder: string;
  private readonly giveBack: () => void;
  private readonly lives = new Map<Part, Supervisor>();
  private readonly ports = { postgres: 0, temporal: 0, api: 0 };
  private env: NodeJS.ProcessEnv = {};
  private wirePort = 0;
  private workspaces: Workspaces | undefined;

  private constructor(outside: Outside) {
    this.outside = outside;
    this.folder = mkdtempSync(join(tmpdir(), 'procsm-chaos-'));
    this.giveBack = takeDataDir(this.folder);
  }

  /** Starts everything, with one empty company. */
  static async open(): Promise<ChaosStage> {
    const stage = new ChaosStage(await startOutside());
    try {
      stage.wirePort = await stage.wire.open();
      stage.ports.api = await freePort();
      await stage.start('postgres');
      await stage.makeCompany();
      for (const part of parts) if (part !== 'postgres') await stage.start(part);
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  /** Where people reach it. */
  get webUrl(): string {
    return `http://127.0.0.1:${this.ports.api}`;
  }

  /** Kills parts with SIGKILL, all in the same instant, and waits until they are gone. */
  async kill(...killed: Part[]): Promise<void> {
    const supervisors = killed.flatMap((part) => this.lives.get(part) ?? []);
    for (const supervisor of supervisors) supervisor.killAll();
    for (const part of killed) this.lives.delete(part);
    this.wire.thaw();
    for (const supervisor of supervisors) await supervisor.stopAll();
    for (const part of killed)
      if (part !== 'worker') while (!(await portIsFree(this.ports[part], '127.0.0.1'))) await sleep(20);
  }

  /** Starts a part that does not run; it keeps its port and its data. */
  async start(part: Part): Promise<void> {
    // PostgreSQL refuses to start while processes of its last life are still ending.
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.launch(part);
      } catch (error) {
        await this.lives.get(part)?.stopAll();
        if (tries === 20) throw error;
        await sleep(250);
      }
    }
  }

  /** Does something with a client of the running engine. */
  async withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: `127.0.0.1:${this.ports.temporal}` });
    return work(new Client({ connection })).finally(() => connection.close());
  }

  async close(): Promise<void> {
    await this.kill(...[...this.lives.keys()].filter((part) => part !== 'postgres'));
    await this.workspaces?.close();
    await this.lives.get('postgres')?.stopAll();
    await this.wire.close();
    await this.outside.close();
    this.giveBack();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async launch(part: Part): Promise<void> {
    const supervisor = new Supervisor({ dataDir: this.folder });
    this.lives.set(part, supervisor);
    if (part === 'postgres') {
      const { url } = await startPostgres(supervisor, { durable: 'kills' });
      this.ports.postgres = Number(new URL(url).port);
      this.env.DATABASE_URL = databaseUrl(url, 'control');
      return;
    }
    if (part === 'temporal') {
      const { address } = await startTemporal(supervisor, { durable: false });
      this.ports.temporal = Number(address.split(':')[1]);
      this.wire.to = this.ports.temporal;
      return;
    }
    const engine = part === 'worker' ? this.wirePort : this.ports.temporal;
    await supervisor.start({
      name: part,
      command: process.execPath,
      args: argumentsOf(part === 'api' ? 'api/server.ts' : 'activities/worker.ts'),
      cwd: root,
      env: { ...this.env, TEMPORAL_ADDRESS: `127.0.0.1:${engine}` },
      ready: 'message',
      readyWithinMs: 60_000,
      stopSignal: 'SIGTERM',
      stopWithinMs: 3_000,
    });
  }

  private async makeCompany(): Promise<void> {
    const { masterKey, smsAccount, smsToken } = secretsOf(this.folder);
    const url = this.env.DATABASE_URL ?? '';
    const server = databaseUrl(url, 'postgres');
    await ensureDatabase(server, 'control');
    await migrateControl(url);
    const control = new Control({ databaseUrl: url, masterKey });
    const { id } = await control.register({
      slug: 'chaos',
      name: 'Hausverwaltung Messner',
      hosts: ['chaos.localhost'],
      plan: 'standard',
      locale: 'de',
      accent: null,
    });
    await makeDatabase(control, id);
    await migrateDatabase(control, id);
    await control.setState(id, 'active');
    await control.close();
    this.workspaces = await Workspaces.open({ databaseUrl: url, masterKey });
    const workspace = await this.workspaces.byId(id);
    if (!workspace) throw new Error('the company was not made');
    // A run at night is judged like one by day.
    await workspace.query(`insert into setting (key, value) values ('quietHours', 'null')`);
    this.workspace = workspace;
    this.env = {
      ...this.env,
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      MASTER_KEY: masterKey,
      WEB_URL: this.webUrl,
      HOST: '127.0.0.1',
      PORT: String(this.ports.api),
      STORAGE_DIR: join(this.folder, 'files'),
      WEB_DIR: this.folder,
      SMTP_URL: this.outside.smtpUrl,
      MAIL_FROM: 'chaos@procsm.invalid',
      TWILIO_BASE_URL: this.outside.smsUrl,
      TWILIO_ACCOUNT_SID: smsAccount,
      TWILIO_AUTH_TOKEN: smsToken,
      SMS_FROM: '+4930000000',
    };
  }
}
