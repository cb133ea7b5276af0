import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParsedMail } from 'mailparser';
import { createAccount } from '../../db/accounts.ts';
import { Control, migrateControl } from '../../db/control.ts';
import { makeDatabase, migrateDatabase } from '../../db/provisioning.ts';
import { type Workspace, Workspaces } from '../../db/workspaces.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { databaseUrl, withClient } from '../../scripts/services/postgres.ts';
import { type Service, Supervisor } from '../../scripts/services/supervisor.ts';
import { startTemporal } from '../../scripts/services/temporal.ts';
import { given } from './given.ts';
import { HOOK_SECRET, REPLY_DOMAIN } from './inbound.ts';
import { startMailServer } from './mailroom.ts';
import { testDatabase } from './postgres.ts';

const root = join(import.meta.dirname, '..', '..');
const HOST = 'verwaltung.localhost';
const OPERATOR_HOST = 'installation.localhost';

/** Who plays; all passwords are theirs alone and only in this run. */
export const cast = {
  company: 'Hausverwaltung Neckartal',
  manager: { name: 'Miriam Vogt', email: 'miriam.vogt@verwaltung.example' },
  resident: { name: 'Anna Berger', email: 'anna.berger@example.de' },
  contractor: { name: 'Haase Sanitär GmbH', email: 'auftrag@haase-sanitaer.example' },
  otherContractor: { name: 'Elektro Kunz', email: 'post@elektro-kunz.example' },
  reportCode: 'linde-12',
} as const;

export type TestProduct = {
  /** Where browsers reach it. */
  readonly url: string;
  /** Where its operators administer it. */
  readonly installation: string;
  readonly workspace: Workspace;
  readonly control: Control;
  /** The password of everybody who has an account. */
  readonly password: string;
  readonly worker: Service;
  readonly api: Service;
  /** All mails to an address so far, in the order in which they came. */
  mailsTo(address: string): Promise<ParsedMail[]>;
  /** The next mail to an address for which `wanted` holds, beginning with the `after`th; waits 40 s at most. */
  mailTo(address: string, wanted: (mail: ParsedMail) => boolean, after?: number): Promise<ParsedMail>;
  /** What a program that is no browser gets. */
  ask(method: 'GET' | 'HEAD', address: string): Promise<number>;
  stop(): Promise<void>;
};

/**
 * The product as it runs in production: worker and API as processes of their own, on a database and a Temporal server
 * that nobody else uses, with a mail server whose mails can be read.
 */
export async function startTestProduct(): Promise<TestProduct> {
  const dataDir = mkdtempSync(join(tmpdir(), 'procsm-product-'));
  const supervisor = new Supervisor({ dataDir });
  const mail = await startMailServer();
  const database = await testDatabase();
  const masterKey = randomBytes(32).toString('base64url');
  const made: { database: string; role: string }[] = [];
  let workspaces: Workspaces | undefined;
  const stop = async () => {
    await supervisor.stopAll();
    await mail.stop();
    // An operator may have made further ones.
    const all = await workspaces?.control.records();
    await workspaces?.close();
    await database.drop();
    await dropWorkspaces(all ?? made);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    // The product's task queue has one name, so its workers need a server to themselves.
    const temporal = await startTemporal(supervisor);
    await migrateControl(database.url);
    const control = new Control({ databaseUrl: database.url, masterKey });
    const { id } = await control.register({
      slug: 'verwaltung',
      name: cast.company,
      hosts: [HOST],
      plan: 'standard',
      locale: 'de',
      accent: null,
    });
    made.push(await control.record(id));
    await makeDatabase(control, id);
    await migrateDatabase(control, id);
    await control.setState(id, 'active');
    await control.close();
    workspaces = await Workspaces.open({ databaseUrl: database.url, masterKey });
    const workspace = (await workspaces.byId(id))!;
    const password = randomBytes(12).toString('base64url');
    await fill(workspace, password);

    // A copy: somebody who builds meanwhile must not change the pages under way.
    const webDir = join(dataDir, 'web');
    cpSync(join(root, '.build', 'web'), webDir, { recursive: true });
    const port = await freePort();
    const env: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      MASTER_KEY: masterKey,
      WEB_URL: `http://localhost:${port}`,
      HOST: '127.0.0.1',
      PORT: String(port),
      STORAGE_DIR: join(dataDir, 'files'),
      WEB_DIR: webDir,
      OPERATOR_HOST,
      SMTP_URL: mail.url,
      MAIL_FROM: `${cast.company} <post@verwaltung.example>`,
      REPLY_DOMAIN,
      MAIL_HOOK_SECRET: HOOK_SECRET,
      LOG_LEVEL: 'warn',
    };
    const start = (name: string, entry: string) =>
      supervisor.start({
        name,
        command: process.execPath,
        args: ['--disable-warning=ExperimentalWarning', join(root, entry)],
        cwd: root,
        env,
        ready: 'message',
        readyWithinMs: 60_000,
        stopSignal: 'SIGTERM',
        stopWithinMs: 5_000,
      });
    const worker = await start('worker', 'activities/worker.ts');
    const api = await start('api', 'api/server.ts');
    const mailsTo = async (address: string) =>
      (await mail.parsed()).filter(({ to }) => [to ?? []].flat().some(({ text }) => text.includes(address)));
    return {
      url: `http://${HOST}:${port}`,
      installation: `http://${OPERATOR_HOST}:${port}`,
      workspace,
      control: workspaces.control,
      password,
      worker,
      api,
      mailsTo,
      async mailTo(address, wanted, after = 0) {
        for (const end = Date.now() + 40_000; Date.now() < end; await sleep(100)) {
          const found = (await mailsTo(address)).slice(after).find(wanted);
          if (found) return found;
        }
        const subjects = (await mailsTo(address)).map(({ subject }) => subject);
        throw new Error(`that mail never came; ${address} has: ${subjects.join(' | ') || 'nothing'}`);
      },
      ask: (method, address) => ask(port, method, address),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A manager, a resident in a flat, two contractors without an account: enough for a story. */
async function fill(workspace: Workspace, password: string): Promise<void> {
  const person = async ({ name, email }: { name: string; email: string }, kind = 'natural') => {
    const [given = '', ...family] = kind === 'natural' ? name.split(' ') : ['', name];
    const [row] = await workspace.query<{ id: string }>(
      'insert into person (kind, given_name, family_name, email) values ($1, $2, $3, $4) returning id',
      [kind, given, family.join(' '), email],
    );
    return row!.id;
  };
  const manager = await person(cast.manager);
  await workspace.query(`insert into employee (person_id, function) values ($1, 'manager')`, [manager]);
  const resident = await person(cast.resident);
  for (const [contractor, trade] of [
    [cast.contractor, 'plumbing'],
    [cast.otherContractor, 'electrics'],
  ] as const) {
    const id = await person(contractor, 'company');
    await workspace.query('insert into contractor (person_id, trades) values ($1, $2)', [id, [trade]]);
  }
  await workspace.query(
    `with p as (
       insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
       values ('012', 'Lindenstraße 12', 'rental', 'BW', 'Lindenstraße 12', '70173', 'Stuttgart', $2) returning id
     ), b as (
       insert into building (property_id, name, street) select id, 'Vorderhaus', 'Lindenstraße 12' from p returning id
     ), u as (
       insert into unit (building_id, number, floor, position) select id, '07', 2, 'links' from b returning id
     )
     insert into tenancy (unit_id, person_id, role, valid_from) select id, $1, 'renter', '2020-01-01' from u`,
    [resident, cast.reportCode],
  );
  await createAccount(workspace, { personId: manager, email: cast.manager.email, password });
  await createAccount(workspace, { personId: resident, email: cast.resident.email, password });
}

function ask(port: number, method: string, address: string): Promise<number> {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path: url.pathname + url.search,
        headers: { host: url.host, 'user-agent': 'LinkScanner/1.0' },
        agent: false,
      },
      (response) => {
        response.resume();
        response.on('error', reject);
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', reject);
    request.end();
  });
}

async function dropWorkspaces(made: readonly { database: string; role: string }[]): Promise<void> {
  await withClient(databaseUrl(given('TEST_DATABASE_URL'), 'postgres'), async (client) => {
    for (const { database, role } of made) {
      await client.query(`drop database if exists "${database}" with (force)`);
      await client.query(`drop role if exists "${role}"`);
    }
  });
}
