import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode } from '@temporalio/worker';
import { SMTPServer } from 'smtp-server';
import { createAccount } from '../../db/accounts.ts';
import { Control, migrateControl } from '../../db/control.ts';
import { makeDatabase, migrateDatabase } from '../../db/provisioning.ts';
import { type Workspace, Workspaces } from '../../db/workspaces.ts';
import { build } from '../build.ts';
import { argumentsOf } from '../services/arguments.ts';
import { secretsOf, takeDataDir } from '../services/data-dir.ts';
import { freePort } from '../services/ports.ts';
import { databaseUrl, ensureDatabase, startPostgres, withClient } from '../services/postgres.ts';
import { type Service, Supervisor } from '../services/supervisor.ts';
import { startTemporal } from '../services/temporal.ts';
import { Visitor } from './visitor.ts';

const root = join(import.meta.dirname, '..', '..');

/** Everything that is measured, on one server: the product's processes and the floors' beside them. */
export type Stage = {
  folder: string;
  workspace: Workspace;
  client: Client;
  /** Whose CPU an act costs: those that both sides use, the product's own, the floor's own. */
  pids: { shared(): number[]; product(): number[]; floor(): number[] };
  worker: Service;
  api: Service;
  webUrl: string;
  /** The mail server that takes everything. */
  mailUrl: string;
  /** How many bytes of mails it has taken. */
  mailBytes(): number;
  floorWorker: Service;
  temporal: Service;
  manager: Visitor;
  resident: Visitor;
  contractor: Visitor;
  given: { property: string; building: string; unit: string; contractorId: string; residentId: string };
  floorUrl: string;
  /** Tells whoever waits how far it is. */
  say(text: string): void;
  /** So many at the scale of this run: fewer where somebody only tries the bench itself. */
  scaled(many: number): number;
  /** Asks the floor's own database. */
  askFloor(sql: string, params?: unknown[]): Promise<{ n: number }[]>;
  floorServer: Service | undefined;
  /** Starts another process of the product or a floor. */
  start(name: string, entry: string, env?: NodeJS.ProcessEnv): Promise<Service>;
  /** The address that the floor's own server will have. */
  floorPort: number;
  /** The workspace's database as the operator reaches it. */
  deskUrl: string;
  /** Resolves when every lifecycle has heard what was said to it, no message waits any more and the mailroom sleeps again. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts PostgreSQL, Temporal, a mail server, worker, API and the floor's worker, and makes a company with people. */
export async function startStage(say: (text: string) => void, scale = 1): Promise<Stage> {
  const folder = join(tmpdir(), `procsm-bench-${process.pid}`);
  const giveBack = takeDataDir(folder);
  const supervisor = new Supervisor({ dataDir: folder, say });
  const { masterKey } = secretsOf(folder);
  await build();
  say('Starting PostgreSQL and Temporal …');
  const postgres = await startPostgres(supervisor);
  const temporal = await startTemporal(supervisor, { say });
  await ensureDatabase(postgres.url, 'control');
  await ensureDatabase(postgres.url, 'floor');
  const controlUrl = databaseUrl(postgres.url, 'control');
  const floorUrl = databaseUrl(postgres.url, 'floor');
  await withClient(floorUrl, (client) =>
    client.query(
      `create table floor_row (id uuid primary key, step integer not null, at timestamptz not null);
       create table floor_report (id uuid primary key, title text not null, description text not null,
         at timestamptz not null)`,
    ),
  );
  await migrateControl(controlUrl);
  const deskUrl = await makeCompany(controlUrl, masterKey, postgres.url);
  const mails = await swallowMails();
  const port = await freePort();
  const webUrl = `http://127.0.0.1:${port}`;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    DATABASE_URL: controlUrl,
    TEMPORAL_ADDRESS: temporal.address,
    MASTER_KEY: masterKey,
    WEB_URL: webUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    STORAGE_DIR: join(folder, 'files'),
    WEB_DIR: join(root, '.build', 'web'),
    SMTP_URL: mails.url,
    FAX_ADDRESS: '{number}@fax.bench.invalid',
    MAIL_FROM: 'bench@procsm.invalid',
    FLOOR_DATABASE_URL: floorUrl,
    FLOOR_BUNDLE: join(folder, 'floor', 'workflow.js'),
  };
  await bundleFloor(folder);
  const start = (name: string, entry: string, more: NodeJS.ProcessEnv = {}) =>
    supervisor.start({
      name,
      command: process.execPath,
      args: argumentsOf(entry),
      cwd: root,
      env: { ...env, ...more },
      ready: 'message',
      readyWithinMs: 60_000,
      stopSignal: 'SIGTERM',
      stopWithinMs: 8_000,
    });
  say('Starting worker, API and floor …');
  const worker = await start('worker', 'activities/worker.ts');
  const api = await start('api', 'api/server.ts');
  const floorWorker = await start('floor-worker', 'scripts/bench/floor-worker.ts');
  const workspaces = await Workspaces.open({ databaseUrl: controlUrl, masterKey });
  const [workspace] = await workspaces.all();
  if (!workspace) throw new Error('the company was not made');
  const connection = await Connection.connect({ address: temporal.address });
  const { people, given } = await makePeople(workspace);
  const visit = (entrance: string, email: string) => Visitor.signIn(webUrl, entrance, email, PASSWORD);
  const pidsOf = (...services: Service[]) => services.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  return {
    folder,
    workspace,
    client: new Client({ connection }),
    pids: {
      shared: () => pidsOf(postgres.service, temporal.service),
      product: () => pidsOf(worker, api),
      floor: () => [...pidsOf(floorWorker), process.pid],
    },
    worker,
    api,
    webUrl,
    mailUrl: mails.url,
    mailBytes: mails.bytes,
    floorServer: undefined,
    say,
    scaled: (many) => Math.max(1, Math.round(many * scale)),
    askFloor: (sql, params) =>
      withClient(floorUrl, async (client) => (await client.query<{ n: number }>(sql, params)).rows),
    floorWorker,
    temporal: temporal.service,
    manager: await visit('management', people.manager),
    resident: await visit('residents', people.resident),
    contractor: await visit('contractors', people.contractor),
    given,
    floorUrl,
    start,
    floorPort: await freePort(),
    deskUrl,
    async quiet() {
      for (;;) {
        const [waiting] = await workspace.query<{ n: number }>(
          `select (select count(*) from message where state in ('open', 'claimed') and due_at <= now())::int
             + (select count(*) from command where state = 'open')::int as n`,
        );
        if (waiting?.n === 0) break;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    },
    async stop() {
      await Promise.allSettled([workspaces.close(), connection.close()]);
      await supervisor.stopAll();
      await mails.close();
      giveBack();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PASSWORD = 'only for the bench, nine words are long enough';

/** Resolves to the address of the company's database. */
async function makeCompany(controlUrl: string, masterKey: string, serverUrl: string): Promise<string> {
  const control = new Control({ databaseUrl: controlUrl, masterKey });
  try {
    const { id } = await control.register({
      slug: 'bench',
      name: 'Hausverwaltung Messner',
      hosts: ['bench.localhost'],
      plan: 'standard',
      locale: 'de',
      accent: null,
    });
    await makeDatabase(control, id);
    await migrateDatabase(control, id);
    await control.setState(id, 'active');
    return databaseUrl(serverUrl, (await control.record(id)).database);
  } finally {
    await control.close();
  }
}

async function makePeople(workspace: Workspace) {
  // Measured at night it sends what it sends by day.
  await workspace.query(`insert into setting (key, value) values ('quietHours', 'null')`);
  const people = { manager: 'm@bench.invalid', resident: 'r@bench.invalid', contractor: 'c@bench.invalid' };
  const one = async (sql: string, params: unknown[]): Promise<string> => {
    const [row] = await workspace.query<{ id: string }>(sql, params);
    if (!row) throw new Error('nothing was inserted');
    return row.id;
  };
  const person = async (name: string, email: string) => {
    const id = await one('insert into person (family_name, email) values ($1, $2) returning id', [name, email]);
    await createAccount(workspace, { personId: id, email, password: PASSWORD });
    return id;
  };
  const managerId = await person('Berger', people.manager);
  await workspace.query(`insert into employee (person_id, function) values ($1, 'manager')`, [managerId]);
  const residentId = await person('Demir', people.resident);
  const contractorId = await one(`insert into contractor (person_id, trades) values ($1, '{plumbing}') returning id`, [
    await person('Huber', people.contractor),
  ]);
  const property = await one(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ('001', 'Lindenhof', 'weg', 'BW', 'Lindenhof 4', '70176', 'Stuttgart', 'lindenhof') returning id`,
    [],
  );
  const building = await one(
    `insert into building (property_id, name, street) values ($1, '4', 'Lindenhof 4') returning id`,
    [property],
  );
  const unit = await one(`insert into unit (building_id, number) values ($1, '1') returning id`, [building]);
  await workspace.query(
    `insert into tenancy (unit_id, person_id, role, valid_from) values ($1, $2, 'renter', '2020-01-01')`,
    [unit, residentId],
  );
  return { people, given: { property, building, unit, contractorId, residentId } };
}

async function bundleFloor(folder: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(import.meta.dirname, 'floor-workflow.ts'),
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error: console.error, log() {} },
  });
  mkdirSync(join(folder, 'floor'), { recursive: true });
  writeFileSync(join(folder, 'floor', 'workflow.js'), code);
}

/** A mail server that takes everything and keeps nothing. */
async function swallowMails(): Promise<{ url: string; bytes(): number; close(): Promise<void> }> {
  let bytes = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData(stream, _session, done) {
      stream.on('data', (piece: Buffer) => {
        bytes += piece.length;
      });
      stream.on('end', () => done());
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    bytes: () => bytes,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
