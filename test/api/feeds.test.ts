import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
const at = 'one.localhost';
let api: TestApi;
const ids = { manager: '', clerk: '', home: '', south: '', firm: '' };
const cookies = { manager: '', clerk: '' };

type Made = { id: string; path: string };

async function make(cookie: string, kind: string, subjectId: string | null = null): Promise<Made> {
  const { data, code } = await api.call<Made>(
    at,
    'appointments.makeFeed',
    { kind, subjectId },
    { headers: { cookie } },
  );
  expect(code).toBeUndefined();
  return data!;
}

/** What a calendar program gets: it has no cookie. */
async function fetchFeed(path: string, host = at): Promise<{ status: number; text: string; summaries: string[] }> {
  const { status, body } = await api.send(host, path);
  const text = body.toString().replace(/\r\n[ \t]/g, '');
  return { status, text, summaries: [...text.matchAll(/^SUMMARY:(.*)$/gm)].map(([, words]) => words!.trim()).sort() };
}

async function appointment(property: string, { title, assignee = null }: { title: string; assignee?: string | null }) {
  const [ticket, order, id] = [randomUUID(), randomUUID(), randomUUID()];
  const { one } = api;
  await one.query(
    `insert into ticket (id, number, property_id, place, category, urgency, title, description, reporter_id, assignee_id,
       phase, policy_version, command_id, reported_at, changed_at)
     values ($1::uuid, left($1::text, 8), $2, 'common', 'water', 'normal', $3, 'Frau Geheim, Tel. 0711 1', $4, $5, 'ordered', 1,
       gen_random_uuid(), now(), now())`,
    [ticket, property, title, ids.manager, assignee],
  );
  await one.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
       policy_version, command_id, placed_at, changed_at)
     values ($1::uuid, left($1::text, 8), $2, $3, '{}', '{}', 'T', 'normal', 'running', 1, gen_random_uuid(), now(), now())`,
    [order, property, ids.firm],
  );
  await one.query(
    `insert into appointment (id, order_id, ticket_id, status, starts_at, ends_at, revision)
     values ($1, $2, $3, 'agreed', now() + interval '2 days', now() + interval '2 days 2 hours', 1)`,
    [id, order, ticket],
  );
  return id;
}

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  await person(one, { email: 'rita@one.test', resident: true });
  ids.manager = await person(one, { email: 'mara@one.test', employee: 'manager', password });
  ids.clerk = await person(one, { email: 'carla@one.test', employee: 'clerk', password });
  const firm = await person(one, { email: 'kurt@one.test', contractor: true });
  await one.query(`update person set given_name = '', family_name = 'Elektro Sommer' where id = $1`, [firm]);
  const [contractor] = await one.query<{ id: string }>('select id from contractor where person_id = $1', [firm]);
  ids.firm = contractor!.id;
  const places = await one.query<{ id: string }>(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ('71', 'Nord', 'weg', 'BW', 'Nordweg 1', '70176', 'Stuttgart', 'nord'),
       ('72', 'Süd', 'weg', 'BW', 'Südweg 2', '70176', 'Stuttgart', 'sued') returning id`,
  );
  [ids.home, ids.south] = places.map(({ id }) => id) as [string, string];
  await one.query('update employee set all_properties = false where person_id = $1', [ids.clerk]);
  await one.query('insert into employee_property values ($1, $2), ($1, $3)', [ids.clerk, ids.home, ids.south]);
  await appointment(ids.home, { title: 'Geheimes Leck bei Frau Berger' });
  await appointment(ids.south, { title: 'Licht', assignee: ids.clerk });
  for (const [name, email] of [
    ['manager', 'mara@one.test'],
    ['clerk', 'carla@one.test'],
  ] as const)
    cookies[name] = (await api.call(at, 'session.signIn', { entrance: 'management', email, password })).cookie ?? '';
});
afterAll(() => api.close());

test('a feed tells the appointments of all, of a property, of a contractor, of an employee', async () => {
  const both = ['Elektro Sommer: Nordweg 1', 'Elektro Sommer: Südweg 2'];
  expect((await fetchFeed((await make(cookies.manager, 'all')).path)).summaries).toEqual(both);
  expect((await fetchFeed((await make(cookies.manager, 'contractor', ids.firm)).path)).summaries).toEqual(both);
  expect((await fetchFeed((await make(cookies.manager, 'property', ids.south)).path)).summaries).toEqual([both[1]]);
  expect((await fetchFeed((await make(cookies.manager, 'assignee', ids.clerk)).path)).summaries).toEqual([both[1]]);
});

test('nothing stands in it that residents wrote, nor who they are', async () => {
  const { text } = await fetchFeed((await make(cookies.manager, 'all')).path);
  expect(text).toContain('BEGIN:VEVENT');
  for (const secret of ['Geheim', 'Berger', 'Tel.', '0711', 'mara@']) expect(text).not.toContain(secret);
});

test('each fetch has the rights of its moment', async () => {
  const { path } = await make(cookies.clerk, 'all');
  expect((await fetchFeed(path)).summaries).toHaveLength(2);
  await api.one.query('delete from employee_property where person_id = $1 and property_id = $2', [ids.clerk, ids.home]);
  expect((await fetchFeed(path)).summaries).toEqual(['Elektro Sommer: Südweg 2']);
  await api.one.query('update employee set active = false where person_id = $1', [ids.clerk]);
  expect((await fetchFeed(path)).status).toBeGreaterThanOrEqual(403);
  await api.one.query('update employee set active = true where person_id = $1', [ids.clerk]);
});

test('an address that was changed, ended, forged, or is another company’s gives nothing', async () => {
  const feed = await make(cookies.manager, 'all');
  const refused = async (path: string, host?: string) => {
    const { status, text } = await fetchFeed(path, host);
    expect([status >= 400 && status < 500, text.includes('VEVENT')]).toEqual([true, false]);
  };
  await refused(feed.path, 'two.localhost');
  await refused(feed.path.replace(/.\.ics$/, (end) => (end.startsWith('A') ? 'E.ics' : 'A.ics')));
  await refused('/api/calendar/x.ics');
  const headers = { cookie: cookies.manager };
  const renewed = (await api.call<Made>(at, 'appointments.renewFeed', { id: feed.id }, { headers })).data!;
  await refused(feed.path);
  expect((await fetchFeed(renewed.path)).status).toBe(200);
  await api.call(at, 'appointments.removeFeed', { id: feed.id }, { headers });
  await refused(renewed.path);
});

test('the calendar shows what the employee may see, narrowed as asked, two months at most', async () => {
  const ask = (cookie: string, input: object) =>
    api.call<{ title: string }[]>(at, 'appointments.calendar', input, { kind: 'query', headers: { cookie } });
  const from = new Date(Date.now() - 86_400_000).toISOString();
  const to = new Date(Date.now() + 7 * 86_400_000).toISOString();
  expect((await ask(cookies.manager, { from, to })).data).toHaveLength(2);
  expect((await ask(cookies.manager, { from, to, property: ids.south })).data).toMatchObject([{ title: 'Licht' }]);
  expect((await ask(cookies.clerk, { from, to })).data).toMatchObject([{ title: 'Licht' }]);
  const late = new Date(Date.now() + 100 * 86_400_000).toISOString();
  expect((await ask(cookies.manager, { from, to: late })).code).toBe('badInput');
});
