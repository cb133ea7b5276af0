import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '../../api/accounts.ts';
import { buildApp } from '../../api/app.ts';
import { stopLooking } from '../../api/campaigns/closing.ts';
import { stopBeginning } from '../../api/commands/begin.ts';
import { readConfig } from '../../api/config.ts';
import { stopSending } from '../../api/inbound/take.ts';
import { Limits } from '../../api/limits.ts';
import { Live } from '../../api/live.ts';
import { lazyTemporal } from '../../api/temporal.ts';
import type { Services } from '../../api/trpc.ts';
import { Control, databaseUrlOf } from '../../db/control.ts';
import { folderStorage } from '../../db/storage.ts';
import { type Workspace, Workspaces } from '../../db/workspaces.ts';
import { cheapAccount } from './accounts.ts';
import { keepChanges } from './changes.ts';
import { assertEvidence, watchMutations } from './evidence.ts';
import { makeTestWorkspace, testDatabase } from './postgres.ts';

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };
export type Sent = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** A program that names no Origin. */
  noBrowser?: boolean;
};

/** A procedure's answer: data, or the refusal's code. */
export type Called<Data> = {
  status: number;
  data?: Data;
  code?: string;
  details?: Record<string, string | number | boolean>;
  field?: string;
  cookie?: string;
};

/** The API on a port of its own, over real databases with two workspaces, `one.localhost` and `two.localhost`. */
export type TestApi = {
  readonly one: Workspace;
  readonly two: Workspace;
  readonly services: Services;
  readonly port: number;
  /** How often the mailroom was woken. */
  readonly woken: string[];
  /** Sends a request as a browser on one of the hosts would: with the right Origin, unless told otherwise. */
  send(host: string, path: string, sent?: Sent): Promise<Answer>;
  /** Calls a procedure; resolves to its result's data or its error's domain code. */
  call<Data = Record<string, unknown>>(
    host: string,
    procedure: string,
    input?: unknown,
    how?: { kind?: 'query'; headers?: Record<string, string> },
  ): Promise<Called<Data>>;
  close(): Promise<void>;
};

/** Starts it, with more settings if given (they may name the database); Temporal is away, as far as this API knows. */
export async function startTestApi(
  settings: Record<string, string> | ((databaseUrl: string) => Record<string, string>) = {},
): Promise<TestApi> {
  watchMutations();
  const database = await testDatabase();
  const env = typeof settings === 'function' ? settings(database.url) : settings;
  const folder = mkdtempSync(join(tmpdir(), 'procsm-api-'));
  const config = readConfig({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    MASTER_KEY: 'a master key that is only for tests, long enough',
    WEB_URL: 'http://one.localhost:3000',
    PORT: '0',
    STORAGE_DIR: join(folder, 'files'),
    WEB_DIR: join(folder, 'web'),
    LOG_LEVEL: 'silent',
    ...env,
  });
  const control = new Control({ databaseUrl: database.url, masterKey: config.MASTER_KEY });
  for (const slug of ['one', 'two']) {
    const { id } = await control.register({
      slug,
      name: `Verwaltung ${slug}`,
      hosts: [`${slug}.localhost`],
      plan: 'standard',
      locale: 'de',
      accent: null,
    });
    await makeTestWorkspace(control, id);
    const record = await control.record(id);
    await keepChanges(databaseUrlOf(control.databaseUrl, record, 'operator'), record.role);
  }
  const databases = (await control.records()).map((record) => ({ database: record.database, role: record.role }));
  await control.close();

  const workspaces = await Workspaces.open({ databaseUrl: config.DATABASE_URL, masterKey: config.MASTER_KEY });
  const woken: string[] = [];
  const services: Services = {
    config,
    workspaces,
    temporal: lazyTemporal(config),
    live: new Live(),
    accounts: new Accounts(workspaces, config.WEB_URL),
    limits: new Limits(),
    files: folderStorage(config.STORAGE_DIR),
    wakeMailroom: (workspace) => woken.push(workspace.id),
  };
  await services.live.start(workspaces);
  const app = await buildApp(services);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const send = (host: string, path: string, sent: Sent = {}) => sendTo(port, host, path, sent);
  const one = (await workspaces.byHost('one.localhost'))!;
  const two = (await workspaces.byHost('two.localhost'))!;
  return {
    one,
    two,
    services,
    port,
    woken,
    send,
    call: (host, procedure, input, how) => callAt(port, host, procedure, input, how),
    async close() {
      const faults = await assertEvidence([one, two]).catch((error: unknown) => error);
      await services.live.stop();
      await app.close();
      await Promise.all([stopBeginning(), stopSending(), stopLooking()]);
      await services.temporal.close();
      await workspaces.close();
      // Each drop waits for a checkpoint, which they share.
      await Promise.all([database.drop(), ...databases.map(dropWorkspace)]);
      rmSync(folder, { recursive: true, force: true });
      if (faults !== undefined) throw faults;
    },
  };
}

/** Calls a procedure of the API that listens on a port; resolves to its result's data or its error's domain code. */
export async function callAt<Data = Record<string, unknown>>(
  port: number,
  host: string,
  procedure: string,
  input?: unknown,
  how: { kind?: 'query'; headers?: Record<string, string> } = {},
): Promise<Called<Data>> {
  const text = input === undefined ? undefined : JSON.stringify(input);
  const answer =
    how.kind === 'query'
      ? await sendTo(port, host, `/api/trpc/${procedure}${text ? `?input=${encodeURIComponent(text)}` : ''}`, {
          headers: how.headers,
        })
      : await sendTo(port, host, `/api/trpc/${procedure}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...how.headers },
          body: text ?? '',
        });
  const { result, error } = JSON.parse(answer.body.toString());
  const cookie = [answer.headers['set-cookie']].flat()[0]?.split(';')[0];
  return { status: answer.status, data: result?.data, cookie, ...error?.data?.domain };
}

/** Drops a workspace's database and role. */
export async function dropWorkspace(made: { database: string; role: string }): Promise<void> {
  const { given } = await import('./given.ts');
  const { databaseUrl, withClient } = await import('../../scripts/services/postgres.ts');
  await withClient(databaseUrl(given('TEST_DATABASE_URL'), 'postgres'), async (client) => {
    await client.query(`drop database if exists "${made.database}" with (force)`);
    await client.query(`drop role if exists "${made.role}"`);
  });
}

/** Sends a request as a browser on that host would. */
export function sendTo(port: number, host: string, path: string, sent: Sent): Promise<Answer> {
  const method = sent.method ?? 'GET';
  const own = method === 'GET' || method === 'HEAD' || sent.noBrowser ? {} : { origin: `http://${host}:${port}` };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { host: `${host}:${port}`, ...own, ...sent.headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    request.on('error', reject);
    request.end(sent.body);
  });
}

/** A person with a role and, if a password is given, an account; returns the id. */
export async function person(
  workspace: Workspace,
  given: { email: string; employee?: string; resident?: boolean; contractor?: boolean; password?: string },
): Promise<string> {
  const [row] = await workspace.query<{ id: string }>(
    `insert into person (family_name, email) values ('Test', $1) returning id`,
    [given.email],
  );
  const id = row!.id;
  if (given.employee) {
    await workspace.query('insert into employee (person_id, function) values ($1, $2)', [id, given.employee]);
  }
  if (given.contractor) {
    await workspace.query(`insert into contractor (person_id, trades) values ($1, '{plumbing}')`, [id]);
  }
  if (given.resident) {
    await workspace.query(
      `with p as (
         insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
         values ($2, 'Haus', 'rental', 'BE', 'Weg 1', '10115', 'Berlin', $2) returning id
       ), b as (insert into building (property_id, name, street) select id, 'A', 'Weg 1' from p returning id),
       u as (insert into unit (building_id, number) select id, '1' from b returning id)
       insert into tenancy (unit_id, person_id, role, valid_from) select id, $1, 'renter', '2020-01-01' from u`,
      [id, given.email],
    );
  }
  if (given.password) await cheapAccount(workspace, { personId: id, email: given.email, password: given.password });
  return id;
}
