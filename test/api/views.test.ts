import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HolderGroup } from '../../db/queries/desk.ts';
import type { SavedView } from '../../db/queries/saved-views.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
const at = 'one.localhost';
let api: TestApi;
const cookies = { manager: '', carla: '', clara: '' };
const ids = { reporter: '', north: '', south: '', ticket: '' };

type Who = keyof typeof cookies;
const headers = (who: Who) => ({ cookie: cookies[who] });
const views = async (who: Who) =>
  (await api.call<SavedView[]>(at, 'desk.views', undefined, { kind: 'query', headers: headers(who) })).data!;
const save = (who: Who, view: { id: string; name: string; shared?: boolean; view?: object }) =>
  api.call(at, 'desk.saveView', { view: {}, ...view }, { headers: headers(who) });
const ask = async <Data>(who: Who, procedure: string, input: object) =>
  (await api.call<Data>(at, procedure, input, { kind: 'query', headers: headers(who) })).data!;

async function ticket(property: string, waitingOn: string, due: string): Promise<string> {
  const id = randomUUID();
  await api.one.query(
    `insert into ticket (id, number, property_id, place, category, urgency, title, reporter_id, phase, waiting_on, waiting_for,
       waiting_since, due_at, policy_version, command_id, reported_at, changed_at)
     values ($1::uuid, $1::text, $2, 'common', 'water', 'normal', 'T', $3, 'open', $4, 'decide', now() - interval '1 day',
       now() + $5::interval, 1, gen_random_uuid(), now(), now())`,
    [id, property, ids.reporter, waitingOn, due],
  );
  return id;
}

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  ids.reporter = await person(one, { email: 'rita@one.test', resident: true });
  await person(one, { email: 'mara@one.test', employee: 'manager', password });
  const carla = await person(one, { email: 'carla@one.test', employee: 'clerk', password });
  await person(one, { email: 'clara@one.test', employee: 'clerk', password });
  const places = await one.query<{ id: string }>(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ('71', 'Nord', 'weg', 'BW', 'Nordweg 1', '70176', 'Stuttgart', 'nord'),
       ('72', 'Süd', 'weg', 'BW', 'Südweg 2', '70176', 'Stuttgart', 'sued') returning id`,
  );
  [ids.north, ids.south] = places.map(({ id }) => id) as [string, string];
  await one.query('update employee set all_properties = false where person_id = $1', [carla]);
  await one.query('insert into employee_property values ($1, $2)', [carla, ids.north]);
  ids.ticket = await ticket(ids.north, 'management', '1 hour');
  await ticket(ids.north, 'reporter', '-1 hour');
  await ticket(ids.south, 'reporter', '2 days');
  await ticket(ids.south, 'advisoryBoard', '3 days');
  for (const [who, email] of [
    ['manager', 'mara@one.test'],
    ['carla', 'carla@one.test'],
    ['clara', 'clara@one.test'],
  ] as const)
    cookies[who] = (await api.call(at, 'session.signIn', { entrance: 'management', email, password })).cookie ?? '';
});
afterAll(() => api.close());

test('a view is one’s own until it is shared; then all see it, and who sets things for all may change it', async () => {
  const id = randomUUID();
  const view = { tab: 'open', urgency: 'urgent', sort: 'reported', descending: true, columns: ['number', 'due'] };
  expect((await save('carla', { id, name: 'Meins', view })).code).toBeUndefined();
  expect(await views('carla')).toMatchObject([{ id, name: 'Meins', mine: true, shared: false, view }]);
  expect(await views('clara')).toEqual([]);
  expect((await save('clara', { id, name: 'Ihres' })).code).toBe('forbidden');
  expect((await save('manager', { id, name: 'Ihres' })).code).toBe('forbidden');

  await save('carla', { id, name: 'Unseres', shared: true, view });
  expect(await views('clara')).toMatchObject([{ id, name: 'Unseres', mine: false, shared: true }]);
  expect((await save('clara', { id, name: 'Ihres', shared: true })).code).toBe('forbidden');
  const remove = (who: Who) => api.call(at, 'desk.removeView', { id }, { headers: headers(who) });
  expect((await remove('clara')).code).toBe('notFound');
  expect((await save('manager', { id, name: 'Für alle', shared: true, view })).code).toBeUndefined();
  expect(await views('carla')).toMatchObject([{ name: 'Für alle', mine: true, view }]);
  expect((await remove('manager')).code).toBeUndefined();
  expect(await views('carla')).toEqual([]);
});

test('a favourite is the person’s own, and of tickets that they see', async () => {
  const star = (who: Who, starred: boolean) =>
    api.call(at, 'desk.star', { ticketId: ids.ticket, starred }, { headers: headers(who) });
  const kept = (who: Who) =>
    ask<{ rows: { id: string; starred: boolean }[]; counts: { favourites: number } }>(who, 'desk.rows', {
      tab: 'favourites',
    });
  await star('carla', true);
  await star('carla', true);
  expect(await kept('carla')).toMatchObject({ rows: [{ id: ids.ticket, starred: true }], counts: { favourites: 1 } });
  expect(await kept('clara')).toMatchObject({ rows: [], counts: { favourites: 0 } });
  // Who is no longer responsible for the property sees it there no more either.
  await api.one.query('update employee_property set property_id = $1', [ids.south]);
  expect(await kept('carla')).toMatchObject({ rows: [], counts: { favourites: 0 } });
  expect((await star('carla', true)).code).toBe('notFound');
  await api.one.query('update employee_property set property_id = $1', [ids.north]);
  await star('carla', false);
  expect(await kept('carla')).toMatchObject({ rows: [], counts: { favourites: 0 } });
});

test('what is open is grouped by who has the ball, late ones first, and each group leads to its tickets', async () => {
  const groups = await ask<HolderGroup[]>('manager', 'desk.holders', {});
  expect(groups).toMatchObject([
    { role: 'management', id: null, count: 1, late: 0 },
    { role: 'reporter', id: ids.reporter, count: 2, late: 1 },
    { role: 'advisoryBoard', id: ids.south, name: 'Süd', count: 1, late: 0 },
  ]);
  for (const { role, id, count } of groups) {
    const { rows } = await ask<{ rows: unknown[] }>('manager', 'desk.rows', { tab: 'open', holder: { role, id } });
    expect([role, rows.length]).toEqual([role, count]);
  }
  expect(await ask<HolderGroup[]>('carla', 'desk.holders', {})).toMatchObject([{ count: 1 }, { count: 1, late: 1 }]);
  expect(await ask<HolderGroup[]>('carla', 'desk.holders', { property: ids.south })).toEqual([]);
});

test('a firm that works on it and a colleague to whom it was given stand there by name', async () => {
  const { one } = api;
  const firm = await person(one, { email: 'kurt@one.test', contractor: true });
  await one.query(`update person set given_name = '', family_name = 'Elektro Sommer' where id = $1`, [firm]);
  const [contractor] = await one.query<{ id: string }>('select id from contractor where person_id = $1', [firm]);
  const [clerk] = await one.query<{ id: string }>(`select id from person where email = 'clara@one.test'`);
  const [ordered, given, order] = [
    await ticket(ids.south, 'contractor', '1 day'),
    await ticket(ids.south, 'employee', '1 day'),
    randomUUID(),
  ];
  await one.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
       policy_version, command_id, placed_at, changed_at)
     values ($1, 'A-1', $2, $3, '{}', '{}', 'T', 'normal', 'running', 1, gen_random_uuid(), now(), now())`,
    [order, ids.south, contractor!.id],
  );
  await one.query('insert into work_order_ticket values ($1, $2)', [order, ordered]);
  await one.query('update ticket set state = $2 where id = $1', [
    given,
    JSON.stringify({ balls: [{ on: { role: 'employee', id: clerk!.id } }], followers: [] }),
  ]);
  const groups = await ask<HolderGroup[]>('manager', 'desk.holders', { property: ids.south });
  for (const [role, id, ticketId] of [
    ['contractor', contractor!.id, ordered],
    ['employee', clerk!.id, given],
  ] as const) {
    expect(groups.find((group) => group.role === role)).toMatchObject({ id, count: 1 });
    const { rows } = await ask<{ rows: { id: string }[] }>('manager', 'desk.rows', {
      tab: 'open',
      holder: { role, id },
    });
    expect(rows.map((row) => row.id)).toEqual([ticketId]);
  }
  expect(groups.find(({ role }) => role === 'contractor')?.name).toBe('Elektro Sommer');
  await one.query('delete from work_order_ticket');
  await one.query(`update ticket set closed_at = now() where id = any($1::uuid[])`, [[ordered, given]]);
});

test('filters and orders of the desk hold together, page by page, and never show what is not theirs', async () => {
  type Page = { rows: { id: string }[] };
  const all = (await ask<Page>('manager', 'desk.rows', { tab: 'open', sort: 'due' })).rows.map(({ id }) => id);
  const paged: string[] = [];
  for (let offset = 0; offset < 4; offset += 1)
    paged.push(
      ...(await ask<Page>('manager', 'desk.rows', { tab: 'open', sort: 'due', limit: 1, offset })).rows.map(
        ({ id }) => id,
      ),
    );
  expect(paged).toEqual(all);
  expect(
    (await ask<Page>('manager', 'desk.rows', { tab: 'open', sort: 'due', descending: true })).rows.map(({ id }) => id),
  ).toEqual(all.toReversed());
  expect(await ask<string[]>('manager', 'desk.ids', { tab: 'open', sort: 'due' })).toEqual(all);
  expect((await ask<Page>('manager', 'desk.rows', { tab: 'open', person: ids.reporter })).rows).toHaveLength(4);
  expect((await ask<Page>('carla', 'desk.rows', { tab: 'open', person: ids.reporter })).rows).toHaveLength(2);
  expect((await ask<Page>('carla', 'desk.rows', { tab: 'open', property: ids.south })).rows).toEqual([]);
  expect(await ask<string[]>('carla', 'desk.ids', { tab: 'open', property: ids.south })).toEqual([]);
});
