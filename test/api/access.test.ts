import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderFacts, storedFile, ticketFacts } from '../../db/access.ts';
import { attachFiles } from '../../db/files.ts';
import { orderToken } from '../../db/links.ts';
import { ordersOfContractors } from '../../db/queries/orders.ts';
import { maySeeFile } from '../../domain/rights/file.ts';
import { orderActor, orderAudiences } from '../../domain/rights/order.ts';
import { actorOnTicket, ticketAudiences } from '../../domain/rights/ticket.ts';
import type { Viewer } from '../../domain/rights.ts';
import { presetRights } from '../../domain/roles.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
const ids = {
  ticket: randomUUID(),
  order: randomUUID(),
  contractor: '',
  property: '',
  reporter: '',
  flatmate: '',
  former: '',
  owner: '',
  desk: '',
};
let api: TestApi;

const as = (personId: string): Viewer => ({ kind: 'person', personId, resident: true, owner: true });
const employee = (propertyIds: string[]): Viewer => ({
  kind: 'employee',
  personId: ids.desk,
  rights: presetRights('clerk', propertyIds),
});

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  ids.reporter = await person(one, { email: 'rita@one.test', resident: true, password });
  ids.flatmate = await person(one, { email: 'fritz@one.test' });
  ids.former = await person(one, { email: 'frieda@one.test' });
  ids.owner = await person(one, { email: 'olga@one.test' });
  ids.desk = await person(one, { email: 'mara@one.test', employee: 'manager', password });
  const firm = await person(one, { email: 'kurt@one.test', contractor: true });
  const [place] = await one.query<{ unit: string; property: string }>(
    `select u.id as unit, b.property_id as property from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id where t.person_id = $1`,
    [ids.reporter],
  );
  const [contractor] = await one.query<{ id: string }>('select id from contractor where person_id = $1', [firm]);
  ids.property = place!.property;
  ids.contractor = contractor!.id;
  await one.query(
    `insert into tenancy (unit_id, person_id, role, valid_from, valid_until)
     values ($1, $2, 'resident', '2020-01-01', null), ($1, $3, 'renter', '2010-01-01', berlin_today() - 1)`,
    [place!.unit, ids.flatmate, ids.former],
  );
  await one.query(`insert into ownership (unit_id, person_id, valid_from) values ($1, $2, '2000-01-01')`, [
    place!.unit,
    ids.owner,
  ]);
  await one.query(
    `insert into ticket (id, number, property_id, unit_id, place, reporter_id, category, urgency, title, phase,
                         policy_version, command_id, reported_at, changed_at)
     values ($1, 'T-1', $2, $3, 'unit', $4, 'water', 'normal', 'T', 'new', 1, gen_random_uuid(),
             now() - interval '3 days', now())`,
    [ids.ticket, ids.property, place!.unit, ids.reporter],
  );
  await one.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
                             policy_version, command_id, placed_at, changed_at)
     values ($1, 'A-1', $2, $3, '{}', '{}', 'T', 'normal', 'running', 1, gen_random_uuid(), now(), now())`,
    [ids.order, ids.property, ids.contractor],
  );
  await one.query('insert into work_order_ticket values ($1, $2)', [ids.order, ids.ticket]);
});
afterAll(() => api.close());

describe('a ticket in a flat', () => {
  test('is there for who reported it, lives there, owns it, works on it, and nobody else', async () => {
    const facts = (await ticketFacts(api.one, ids.ticket))!;
    const seen = (viewer: Viewer) => ticketAudiences(viewer, facts);
    expect(seen(as(ids.reporter))).toEqual(['reporter', `person:${ids.reporter}`]);
    expect(seen(as(ids.flatmate))).toEqual([`person:${ids.flatmate}`]);
    expect(seen(as(ids.owner))).toEqual(['owner', `person:${ids.owner}`]);
    expect(seen(as(ids.former))).toEqual([]);
    expect(seen(as(randomUUID()))).toEqual([]);
    expect(seen({ kind: 'nobody' })).toEqual([]);
    expect(seen(employee([ids.property]))).toEqual(['management']);
    expect(seen(employee([randomUUID()]))).toEqual([]);
    const mine = `contractor:${ids.contractor}`;
    expect(seen({ kind: 'contractor', personId: randomUUID(), contractorIds: [ids.contractor] })).toEqual([mine]);
    expect(seen({ kind: 'orderLink', orderId: ids.order, contractorId: ids.contractor })).toEqual([mine]);
    expect(seen({ kind: 'orderLink', orderId: ids.order, contractorId: randomUUID() })).toEqual([]);
    expect(
      seen({ kind: 'ticketLink', ticketId: randomUUID(), recipient: { kind: 'person', id: ids.reporter } }),
    ).toEqual([]);
    expect(await ticketFacts(api.two, ids.ticket)).toBeUndefined();
  });
});

test('an order is there for the management and its contractor only', async () => {
  const facts = (await orderFacts(api.one, ids.order))!;
  expect(orderAudiences(employee([ids.property]), facts)).toEqual(['management']);
  expect(orderAudiences(as(ids.reporter), facts)).toEqual([]);
  expect(orderAudiences({ kind: 'contractor', personId: '', contractorIds: [randomUUID()] }, facts)).toEqual([]);
});

test('who belongs to several firms acts on an order as the one that has it', async () => {
  const facts = (await orderFacts(api.one, ids.order))!;
  const contractorIds = [randomUUID(), ids.contractor];
  expect(orderActor({ kind: 'contractor', personId: '', contractorIds }, facts)).toEqual({
    kind: 'contractor',
    id: ids.contractor,
  });
  const link: Viewer = { kind: 'orderLink', orderId: ids.order, contractorId: contractorIds[0] ?? '' };
  expect(orderActor(link, facts)).toEqual({ kind: 'contractor', id: contractorIds[0] });
  expect(orderActor(employee([ids.property]), facts)).toEqual({ kind: 'employee', id: ids.desk });
});

test('who belongs to several firms acts on a ticket as the one whose order is on it, or that was asked about it', async () => {
  const facts = (await ticketFacts(api.one, ids.ticket))!;
  const other = randomUUID();
  const viewer: Viewer = { kind: 'contractor', personId: '', contractorIds: [other, ids.contractor] };
  const firm = (id: string) => ({ kind: 'contractor', id });
  expect(actorOnTicket(viewer, facts)).toEqual(firm(ids.contractor));
  expect(actorOnTicket(viewer, { ...facts, orders: [], addressedContractorIds: [ids.contractor] })).toEqual(
    firm(ids.contractor),
  );
  const both = [ids.contractor, other].map((contractorId) => ({ id: randomUUID(), contractorId }));
  expect(actorOnTicket(viewer, { ...facts, orders: both })).toEqual(firm(ids.contractor));
  // A link is one firm's, whatever else its holder belongs to.
  const link: Viewer = { kind: 'ticketLink', ticketId: ids.ticket, recipient: { kind: 'contractor', id: other } };
  expect(actorOnTicket(link, facts)).toEqual(firm(other));
});

test('a firm’s list names the houses of its orders, and the flat once it has accepted', async () => {
  const { one } = api;
  const [beside] = await one.query<{ id: string }>(
    `insert into building (property_id, name, street) values ($1, 'Hinterhaus', 'Hinterhaus 7a') returning id`,
    [ids.property],
  );
  const [flat] = await one.query<{ id: string }>(
    `insert into unit (building_id, number, floor, position) values ($1, 'WE 31', 3, 'links') returning id`,
    [beside?.id],
  );
  const [order, inside, yard] = [randomUUID(), randomUUID(), randomUUID()];
  for (const [id, building, unit, number] of [
    [inside, beside?.id, flat?.id, 'T-31'],
    [yard, null, null, 'T-32'],
  ])
    await one.query(
      `insert into ticket (id, number, property_id, building_id, unit_id, place, category, urgency, title, phase,
                           policy_version, command_id, reported_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, 'water', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now())`,
      [id, number, ids.property, building, unit, unit ? 'unit' : 'common'],
    );
  await one.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
                             policy_version, command_id, placed_at, changed_at)
     values ($1, 'A-31', $2, $3, '{}', '{}', 'T', 'normal', 'offered', 1, gen_random_uuid(), now(), now())`,
    [order, ids.property, ids.contractor],
  );
  const [house] = await one.query<{ street: string; postalCode: string; city: string }>(
    'select street, postal_code as "postalCode", city from property where id = $1',
    [ids.property],
  );
  const where = async (state: object | null) => {
    await one.query('update work_order set state = $2 where id = $1', [order, state && JSON.stringify(state)]);
    const rows = await ordersOfContractors(one, [ids.contractor]);
    const { streets, postalCode, city, flat: only } = rows.find(({ id }) => id === order) ?? {};
    expect({ postalCode, city }).toEqual({ postalCode: house?.postalCode, city: house?.city });
    return { streets, flat: only };
  };
  const joined = (accepted: boolean, answer = 'joined') => ({
    accepted,
    tickets: [
      { id: inside, answer: 'joined' },
      { id: yard, answer },
    ],
  });
  expect(await where(null)).toEqual({ streets: [house?.street], flat: null });
  await one.query('insert into work_order_ticket values ($1, $2)', [order, inside]);
  expect(await where(joined(false))).toEqual({ streets: ['Hinterhaus 7a'], flat: null });
  const only = { number: 'WE 31', floor: 3, position: 'links' };
  expect(await where(joined(true))).toEqual({ streets: ['Hinterhaus 7a'], flat: only });
  await one.query('insert into work_order_ticket values ($1, $2)', [order, yard]);
  const both = ['Hinterhaus 7a', house?.street ?? ''].sort();
  expect(await where(joined(true))).toEqual({ streets: both, flat: null });
  // What has left the order is none of the firm's business any more.
  expect(await where(joined(true, 'left'))).toEqual({ streets: ['Hinterhaus 7a'], flat: only });
});

test('an attached file follows the audience of the act that brought it', async () => {
  const { one } = api;
  const command = randomUUID();
  const uploadedBy = { kind: 'employee', id: ids.desk } as const;
  const [row] = await one.query<{ id: string }>(
    `insert into stored_file (sha256, media_type, bytes, name, uploaded_by) values ('a', 'image/png', 1, 'a', $1)
     returning id`,
    [JSON.stringify(uploadedBy)],
  );
  const act = { fileIds: [row!.id], uploadedBy, noun: 'ticket', subjectId: ids.ticket, commandId: command } as const;
  const other = { ...act, uploadedBy: { kind: 'person', id: ids.reporter } } as const;
  await expect(one.transaction((q) => attachFiles(q, other))).rejects.toMatchObject({ code: 'notFound' });
  await one.transaction((q) => attachFiles(q, act));
  await expect(one.transaction((q) => attachFiles(q, act))).rejects.toMatchObject({ code: 'notFound' });

  const facts = (await ticketFacts(one, ids.ticket))!;
  const sees = async (viewer: Viewer) =>
    maySeeFile(viewer, undefined, (await storedFile(one, row!.id))!, ticketAudiences(viewer, facts));
  expect(await sees(employee([ids.property]))).toBe(true);
  expect(await sees(as(ids.reporter))).toBe(false);
  await one.query('insert into file_head (file_id) values ($1)', [ids.ticket]);
  await one.query(
    `insert into timeline (file_id, seq, at, kind, noun, subject_id, revision, command_id, actor, audience, salt,
                           body_hash, prev_hash, hash)
     values ($1, 1, now(), 'noted', 'ticket', $1, 1, $2, '{}', '{management,reporter}', '', '', '', '')`,
    [ids.ticket, command],
  );
  expect(await sees(as(ids.reporter))).toBe(true);
  expect(await sees(as(ids.owner))).toBe(false);
  expect(await sees(as(ids.former))).toBe(false);
});

test('photos of a report are for a firm that the ticket was handed to, not for one that was only asked', async () => {
  const { one } = api;
  const command = randomUUID();
  const [firm, asked] = [randomUUID(), randomUUID()];
  await one.query(
    `insert into command (id, noun, subject_id, type, actor, at, facts) values ($1, 'ticket', $2, 'report', $3, now(), '{}')`,
    [command, ids.ticket, JSON.stringify({ kind: 'person', id: ids.reporter })],
  );
  const [file] = await one.query<{ id: string }>(
    `insert into stored_file (sha256, media_type, bytes, name, uploaded_by, noun, subject_id, command_id)
     values ('b', 'image/jpeg', 1, 'b.jpg', $1, 'ticket', $2, $3) returning id`,
    [JSON.stringify({ kind: 'person', id: ids.reporter }), ids.ticket, command],
  );
  for (const [seq, kind, id] of [
    [90, 'forwarded', firm],
    [91, 'asked', asked],
  ] as const)
    await one.query(
      `insert into timeline (file_id, seq, at, kind, noun, subject_id, revision, actor, audience, salt, body_hash, prev_hash,
                             hash)
       values ($1, $2, now(), $3, 'ticket', $1, $2, '{}', array['management', 'contractor:' || $4::text], '', '', '', '')`,
      [ids.ticket, seq, kind, id],
    );
  const facts = (await ticketFacts(one, ids.ticket))!;
  const sees = async (id: string) => {
    const viewer: Viewer = { kind: 'ticketLink', ticketId: ids.ticket, recipient: { kind: 'contractor', id } };
    expect(ticketAudiences(viewer, facts)).toEqual([`contractor:${id}`]);
    return maySeeFile(viewer, undefined, (await storedFile(one, file!.id))!, ticketAudiences(viewer, facts));
  };
  expect([await sees(firm), await sees(asked)]).toEqual([true, false]);
});

describe('a stream', () => {
  const open = (topics: string[], headers: Record<string, string>) =>
    new Promise<{ status: number; next: (part: string) => Promise<void>; ended: Promise<void>; close(): void }>(
      (resolve, reject) => {
        const input = encodeURIComponent(JSON.stringify({ topics }));
        const sent = request(
          {
            host: '127.0.0.1',
            port: api.port,
            path: `/api/trpc/live.changes?input=${input}`,
            headers: { host: `one.localhost:${api.port}`, accept: 'text/event-stream', ...headers },
            agent: false,
          },
          (response) => {
            let text = '';
            response.on('data', (chunk) => {
              text += String(chunk);
            });
            response.on('error', () => {});
            const next = async (part: string) => {
              while (!text.includes(part)) await new Promise((again) => setTimeout(again, 10));
            };
            const ended = new Promise<void>((done) => response.on('close', () => done()));
            resolve({ status: response.statusCode ?? 0, next, ended, close: () => sent.destroy() });
          },
        );
        sent.on('error', reject);
        sent.end();
      },
    );
  const cookieOf = async (email: string, entrance: string) =>
    (await api.call('one.localhost', 'session.signIn', { entrance, email, password })).cookie!;

  test('tells what changed, without data, to who may know of it', async () => {
    const desk = await open(['desk'], { cookie: await cookieOf('mara@one.test', 'management') });
    const home = await open([`ticket:${ids.ticket}`], { cookie: await cookieOf('rita@one.test', 'residents') });
    await Promise.all([desk.next('"all"'), home.next('"all"')]);
    const notice = { workspaceId: api.one.id, topic: 'ticket', id: ids.ticket, revision: 7 };
    await api.services.workspaces.notify(notice);
    await Promise.all([desk.next('"desk"'), home.next('"revision":7')]);
    desk.close();
    home.close();
  });

  test('is refused for what is not theirs', async () => {
    const cookie = await cookieOf('rita@one.test', 'residents');
    for (const topics of [['desk'], [`ticket:${randomUUID()}`], [`workOrder:${ids.order}`]]) {
      const stream = await open(topics, { cookie });
      await stream.next('"forbidden"');
      stream.close();
    }
    const token = orderToken(api.one.key, {
      orderId: ids.order,
      contractorId: ids.contractor,
      orderGeneration: 1,
      contractorGeneration: 1,
    });
    const folder = await open([`workOrder:${ids.order}`], { 'x-link': token });
    await folder.next('"all"');
    folder.close();
  });

  test('ends within a second of its session', async () => {
    const cookie = await cookieOf('mara@one.test', 'management');
    const stream = await open(['desk'], { cookie });
    await stream.next('"all"');
    await api.call('one.localhost', 'session.signOut', undefined, { headers: { cookie } });
    const from = performance.now();
    await stream.ended;
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});
