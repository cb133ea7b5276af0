import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPost, type Post } from '../../activities/mailroom/post.ts';
import { Control } from '../../db/control.ts';
import { type Workspace, Workspaces } from '../../db/workspaces.ts';
import type { Facts, Noun, Template } from '../../domain/lifecycle/outcome.ts';
import { twilioSignature } from '../../scripts/services/sms.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { makeTestWorkspace, testDatabase } from './postgres.ts';

/** A played provider of texts. */
export interface SmsServer {
  url: string;
  taken: { to: string; text: string; statusCallback: string; sid: string }[];
  /** What it answers with: a status, or 'silence' for a connection that breaks after the text was taken. */
  answer: number | 'silence';
  stop(): Promise<void>;
}

export const smsAccount = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'a token for tests' };

/** Starts it. */
export async function startSmsServer(): Promise<SmsServer> {
  const sms: SmsServer = { url: '', taken: [], answer: 201, stop: async () => {} };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const sid = `SM${randomUUID().replaceAll('-', '')}`;
    const taken = {
      to: form.get('To') ?? '',
      text: form.get('Body') ?? '',
      statusCallback: form.get('StatusCallback') ?? '',
      sid,
    };
    if (sms.answer === 'silence' || sms.answer < 300) sms.taken.push(taken);
    if (sms.answer === 'silence') {
      request.socket.destroy();
      return;
    }
    response.writeHead(sms.answer, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(sms.answer < 300 ? { sid, status: 'queued' } : { code: 21211, message: 'no', status: sms.answer }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sms.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sms.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return sms;
}

/** The provider's signature of a status report. */
export function signedStatus(url: string, fields: Record<string, string>): string {
  return twilioSignature(smsAccount.authToken, url, fields);
}

/** Ids of the people and matters that tests write messages about. */
export interface Company {
  property: string;
  resident: string;
  clerk: string;
  contractorPerson: string;
  contractor: string;
  stranger: string;
  ticket: string;
  order: string;
  appointment: string;
}

/** A message to be put into the outbox. */
export interface Wanted {
  template: Template;
  noun?: Noun;
  to?: 'resident' | 'clerk' | 'contractor' | 'stranger';
  about?: string;
  facts?: Facts;
  revision?: number;
  /** SQL of an instant. */
  due?: string;
  priority?: number;
  command?: string | null;
}

/** A workspace with an outbox, a mail server and a provider of texts. */
export interface TestMailroom {
  workspace: Workspace;
  workspaces: Workspaces;
  ids: Company;
  mail: MailServer;
  sms: SmsServer;
  /** A mail-to-fax gateway. */
  fax: MailServer;
  post: Post;
  faults: unknown[];
  write(wanted: Wanted): Promise<string>;
  /** A channel that has no memory of the last failure, as a new process has. */
  newPost(): Promise<Post>;
  close(): Promise<void>;
}

/** Starts it over a real database. `words` replaces every name, title and text that people could have typed. */
export async function startMailroom(words = ''): Promise<TestMailroom> {
  const database = await testDatabase();
  const masterKey = 'a master key that is only for tests, long enough';
  const control = new Control({ databaseUrl: database.url, masterKey });
  const { id } = await control.register({
    slug: 'one',
    name: words || 'Hausverwaltung Nord',
    hosts: ['one.localhost'],
  });
  await makeTestWorkspace(control, id);
  await control.close();
  const workspaces = await Workspaces.open({ databaseUrl: database.url, masterKey });
  const workspace = await workspaces.byId(id);
  if (workspace === undefined) throw new Error('the workspace was not made');
  const ids = await settle(workspace, words);
  // Tests run at night too.
  await workspace.query(`insert into setting (key, value) values ('quietHours', 'null')`);
  const mail = await startMailServer();
  const sms = await startSmsServer();
  const fax = await startMailServer();
  const faults: unknown[] = [];
  const opened: { close(): void }[] = [];
  const newPost = async () => {
    const post = await openPost(
      {
        SMTP_URL: mail.url,
        MAIL_FROM: 'ProCSM <no-reply@procsm.invalid>',
        TWILIO_ACCOUNT_SID: smsAccount.accountSid,
        TWILIO_AUTH_TOKEN: smsAccount.authToken,
        TWILIO_BASE_URL: sms.url,
        SMS_FROM: '+4930000000',
        FAX_ADDRESS: '{number}@fax.test',
        FAX_SMTP_URL: fax.url,
      },
      (error) => faults.push(error),
    );
    opened.push(post);
    return post;
  };
  let revision = 0;
  return {
    workspace,
    workspaces,
    ids,
    mail,
    sms,
    fax,
    post: await newPost(),
    faults,
    newPost,
    async write({
      template,
      noun = 'ticket',
      to = 'resident',
      about,
      facts = {},
      due = 'now()',
      priority = 5,
      command = null,
      ...more
    }) {
      revision += 1;
      const number = more.revision ?? revision;
      const [row] = await workspace.query<{ id: string }>(
        `insert into message (noun, subject_id, file_id, event, revision, command_id, recipient_kind, recipient_id, role,
           template, data, priority, due_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, ${due}, clock_timestamp()) returning id`,
        [
          noun,
          noun === 'ticket' ? ids.ticket : ids.order,
          ids.ticket,
          `${template}:${number}${about ? `:${about}` : ''}`,
          number,
          command,
          to === 'contractor' ? 'contractor' : to === 'stranger' ? 'unconfirmed' : 'person',
          ids[to],
          to === 'clerk' ? 'management' : to === 'contractor' ? 'contractor' : 'reporter',
          template,
          JSON.stringify(facts),
          priority,
        ],
      );
      return row?.id ?? '';
    },
    async close() {
      for (const post of opened) post.close();
      await mail.stop();
      await sms.stop();
      await fax.stop();
      await workspaces.close();
      await database.drop();
    },
  };
}

async function settle(workspace: Workspace, words: string): Promise<Company> {
  const ids: Company = {
    property: randomUUID(),
    resident: randomUUID(),
    clerk: randomUUID(),
    contractorPerson: randomUUID(),
    contractor: randomUUID(),
    stranger: randomUUID(),
    ticket: randomUUID(),
    order: randomUUID(),
    appointment: randomUUID(),
  };
  const said = (text: string) => words || text;
  const building = randomUUID();
  const unit = randomUUID();
  await workspace.query(
    `insert into person (id, family_name, email, mobile) values
       ($1, $4, 'anna.berger@example.de', null), ($2, $5, 'clerk@example.de', null),
       ($3, $6, 'firma@example.de', '0170 1234567')`,
    [
      ids.resident,
      ids.clerk,
      ids.contractorPerson,
      said('Anna Berger'),
      said('Clara Clerk'),
      said('Rohr & Söhne GmbH'),
    ],
  );
  await workspace.query(`insert into employee (person_id, function) values ($1, 'clerk')`, [ids.clerk]);
  await workspace.query(`insert into contractor (id, person_id, trades) values ($1, $2, '{plumbing}')`, [
    ids.contractor,
    ids.contractorPerson,
  ]);
  await workspace.query(
    `insert into property (id, number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ($1, '100', $2, 'rental', 'BE', $2, '10115', 'Berlin', 'abc')`,
    [ids.property, said('Lindenstraße 12')],
  );
  await workspace.query(`insert into building (id, property_id, name, street) values ($1, $2, $3, $3)`, [
    building,
    ids.property,
    said('Lindenstraße 12'),
  ]);
  await workspace.query(`insert into unit (id, building_id, number, floor, position) values ($1, $2, $3, 2, $4)`, [
    unit,
    building,
    said('WE 07'),
    said('links'),
  ]);
  await workspace.query(`insert into unconfirmed_reporter (id, name, email) values ($1, $2, 'fremd@example.de')`, [
    ids.stranger,
    said('Fritz Fremd'),
  ]);
  const balls = JSON.stringify([
    {
      key: 'confirm',
      stage: 'confirm',
      on: { role: 'reporter' },
      since: '2026-11-20T08:00:00.000Z',
      until: '2026-11-27T11:00:00.000Z',
      steps: [],
    },
  ]);
  await workspace.query(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
       description, access_wishes, phase, policy_version, state, revision, command_id, reported_at, changed_at)
     values ($1, '2026-00012', $2, $3, $4, 'unit', $5, 'water', 'normal', $6, $8, $9, 'open', 1,
       jsonb_build_object('balls', $7::jsonb), 1, $1, now(), now())`,
    [
      ids.ticket,
      ids.property,
      building,
      unit,
      ids.resident,
      said('Wasserhahn in der Küche tropft'),
      balls,
      said('Er tropft seit Montag, auch zugedreht.'),
      said('Nachmittags ab 14 Uhr'),
    ],
  );
  const orderBalls = JSON.stringify([
    {
      key: 'offer',
      stage: 'offer',
      on: { role: 'contractor', id: ids.contractor },
      since: '2026-11-20T08:00:00.000Z',
      until: '2026-11-25T11:00:00.000Z',
      steps: [],
    },
    {
      key: ids.appointment,
      stage: 'pick',
      on: { role: 'reporter' },
      since: '2026-11-20T08:00:00.000Z',
      until: '2026-11-26T11:00:00.000Z',
      steps: [],
    },
  ]);
  await workspace.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, instructions,
       limit_cents, urgency, phase, policy_version, state, revision, command_id, placed_at, changed_at)
     values ($1, 'A-2026-00007', $2, $3, $7, $7, $4, $5, 184000, 'normal', 'offered', 1,
       jsonb_build_object('balls', $6::jsonb), 1, $1, now(), now())`,
    [
      ids.order,
      ids.property,
      ids.contractor,
      said('Wasserhahn tauschen'),
      said('Bitte Dichtung und Kartusche mitbringen.'),
      orderBalls,
      JSON.stringify({
        kind: 'ownersAssociation',
        name: said('WEG Lindenstraße 12'),
        address: said('Lindenstraße 12, 10115 Berlin'),
      }),
    ],
  );
  await workspace.query('insert into work_order_ticket (order_id, ticket_id) values ($1, $2)', [ids.order, ids.ticket]);
  const slots = JSON.stringify([
    { id: randomUUID(), starts: '2026-11-30T13:00:00.000Z', ends: '2026-11-30T15:00:00.000Z' },
    { id: randomUUID(), starts: '2026-12-01T08:00:00.000Z', ends: '2026-12-01T10:00:00.000Z' },
  ]);
  await workspace.query(
    `insert into appointment (id, order_id, ticket_id, status, sequence, slots, revision)
     values ($1, $2, $3, 'proposed', 0, $4, 1)`,
    [ids.appointment, ids.order, ids.ticket, slots],
  );
  return ids;
}
