import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { Control } from '../../db/control.ts';
import { type Workspace, Workspaces } from '../../db/workspaces.ts';
import { cheapAccount } from './accounts.ts';
import { type CommonProduct, OPERATOR_HOST } from './common-product.ts';
import { given } from './given.ts';
import { makeTestWorkspace } from './postgres.ts';

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
  /** Where browsers reach the company. */
  readonly url: string;
  /** Where the product's operators administer it. */
  readonly installation: string;
  /** The company; its name begins as the cast says. */
  readonly workspace: Workspace;
  readonly control: Control;
  /** The password of everybody who has an account. */
  readonly password: string;
  /** All mails of the company to an address so far, in the order in which they came. */
  mailsTo(address: string): Promise<ParsedMail[]>;
  /** The next mail to an address for which `wanted` holds, beginning with the `after`th; waits two minutes at most. */
  mailTo(address: string, wanted: (mail: ParsedMail) => boolean, after?: number): Promise<ParsedMail>;
  /** What a program that is no browser gets. */
  ask(method: 'GET' | 'HEAD', address: string): Promise<number>;
  /** Closes the company; the product runs on for others. */
  stop(): Promise<void>;
};

/** A company of its own in the run's common product, with the cast as its people: nobody else acts in it. */
export async function startTestProduct(): Promise<TestProduct> {
  const { port, databaseUrl, masterKey, mails } = await common<CommonProduct>('/product');
  const workspaces = await Workspaces.open({ databaseUrl, masterKey });
  const { control } = workspaces;
  const slug = `v${randomBytes(5).toString('hex')}`;
  const host = `${slug}.localhost`;
  const { id } = await control.register({
    slug,
    name: `${cast.company} ${slug}`,
    hosts: [host],
    plan: 'standard',
    locale: 'de',
    accent: null,
  });
  const stop = async () => {
    await control.setState(id, 'suspended');
    await workspaces.close();
  };
  try {
    await makeTestWorkspace(control, id);
    await workspaces.all();
    const workspace = (await workspaces.byId(id))!;
    const password = randomBytes(12).toString('base64url');
    await fill(workspace, password);
    await serves(port, host);
    let read = mails;
    const ours: ParsedMail[] = [];
    const mailsTo = async (address: string) => {
      const raw = await common<string[]>(`/mails?after=${read}`);
      read += raw.length;
      // Each mail says in whose name it comes.
      const mine = raw.map((mail) => Buffer.from(mail, 'base64')).filter((mail) => mail.includes(workspace.name));
      ours.push(...(await Promise.all(mine.map((mail) => simpleParser(mail)))));
      return ours.filter(({ to }) => [to ?? []].flat().some(({ text }) => text.includes(address)));
    };
    return {
      url: `http://${host}:${port}`,
      installation: `http://${OPERATOR_HOST}:${port}`,
      workspace,
      control,
      password,
      mailsTo,
      async mailTo(address, wanted, after = 0) {
        for (const end = Date.now() + 120_000; Date.now() < end; await sleep(100)) {
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

/** Asks the run, which offers the product, see `offerCommonProduct`. */
async function common<T>(path: string): Promise<T> {
  const answer = await fetch(`${given('TEST_PRODUCT')}${path}`);
  if (!answer.ok) throw new Error(`the common product could not be started: ${await answer.text()}`);
  return (await answer.json()) as T;
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
  await cheapAccount(workspace, { personId: manager, email: cast.manager.email, password });
  await cheapAccount(workspace, { personId: resident, email: cast.resident.email, password });
}

/** Waits until the product knows the company: it looks for hosts that it does not know once a second. */
async function serves(port: number, host: string): Promise<void> {
  const page = `http://${host}:${port}/api/trpc/session.me`;
  for (const end = Date.now() + 60_000; (await ask(port, 'GET', page)) !== 200; await sleep(100))
    if (Date.now() > end) throw new Error(`the common product never served ${host}`);
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
