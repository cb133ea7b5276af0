import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
let api: TestApi;
let headers: { cookie: string };
let place: { property: string; building: string; unit: string };
let renter: string;

type List = {
  count: number;
  reporters: {
    ids: string[];
    name: string;
    tickets: { id: string; number: string }[];
    suggestions: { id: string; why: string[] }[];
  }[];
  decisions: { id: string; kind: string }[];
};
const list = async () => (await api.call<List>(HOST, 'reporters.list', {}, { kind: 'query', headers })).data as List;
const decide = (input: object) => api.call(HOST, 'reporters.decide', { id: randomUUID(), ...input }, { headers });
const undo = (id: string) => api.call(HOST, 'reporters.undo', { id }, { headers });

/** A report by the house's link; each makes a reporter of its own, as the form does. */
async function reported(name: string, email: string, said = '', phone = ''): Promise<string> {
  const [row] = await api.one.query<{ id: string }>(
    `with x as (insert into unconfirmed_reporter (name, email, place, phone) values ($1, $2, $3, $4) returning id)
     insert into ticket (id, number, property_id, building_id, place, unconfirmed_id, category, urgency, title, phase,
       policy_version, command_id, reported_at, changed_at)
     select gen_random_uuid(), 'O-' || x.id, $5, $6, 'unit', x.id, 'water', 'normal', 'Tropft', 'new', 1,
       gen_random_uuid(), clock_timestamp(), now() from x returning id`,
    [name, email, said, phone, place.property, place.building],
  );
  return row?.id ?? '';
}
const ticket = async (id: string) =>
  (
    await api.one.query<{ reporter: string | null; unit: string | null }>(
      'select reporter_id as reporter, unit_id as unit from ticket where id = $1',
      [id],
    )
  )[0];

beforeAll(async () => {
  api = await startTestApi();
  renter = await person(api.one, { email: 'berta@ein.test', resident: true });
  await api.one.query(
    `update person set given_name = 'Berta', family_name = 'Schulze-Wesemann', phone = '030 1234567' where id = $1`,
    [renter],
  );
  const [home] = await api.one.query<typeof place>(
    `update unit u set position = '2. OG links' from tenancy t join building b on true
     where t.person_id = $1 and u.id = t.unit_id and b.id = u.building_id
     returning b.property_id as property, b.id as building, u.id as unit`,
    [renter],
  );
  place = home as typeof place;
  await person(api.one, { email: 'buero@ein.test', employee: 'clerk', password });
  const { cookie = '' } = await api.call(HOST, 'session.signIn', {
    entrance: 'management',
    email: 'buero@ein.test',
    password,
  });
  headers = { cookie };
});
afterAll(() => api.close());

test('each says why it could be whom: address, number, name, a slip in it, the flat; else nobody', async () => {
  await reported('B. Sch.', 'BERTA@ein.test');
  await reported('Jemand', 'zwei@aus.test', '', '+49 30 1234567');
  await reported('Frau Schulze-Wesemann', 'drei@aus.test');
  await reported('Berta Schulze Wesman', 'vier@aus.test');
  await reported('Untermieter', 'fuenf@aus.test', '2. OG links');
  await reported('Fremd', 'sechs@aus.test');
  const { count, reporters } = await list();
  expect(count).toBe(6);
  const why = Object.fromEntries(reporters.map(({ name, suggestions }) => [name, suggestions.map((each) => each.why)]));
  expect(why).toEqual({
    'B. Sch.': [['email']],
    Jemand: [['phone']],
    'Frau Schulze-Wesemann': [['name']],
    'Berta Schulze Wesman': [['similarName']],
    Untermieter: [['unit']],
    Fremd: [],
  });
});

test('all reports of one address become a person’s at once, in their flat, and are nobody’s again when it is taken back', async () => {
  const tickets = [await reported('Oft', 'oft@aus.test'), await reported('Oft', 'Oft@aus.test')];
  const found = (await list()).reporters.find(({ name }) => name === 'Oft');
  expect(found?.tickets.map(({ id }) => id).sort()).toEqual([...tickets].sort());
  expect((await decide({ reporterIds: found?.ids, personId: randomUUID() })).code).toBe('notFound');
  expect((await decide({ reporterIds: found?.ids, personId: renter })).status).toBe(200);
  for (const id of tickets) expect(await ticket(id)).toEqual({ reporter: renter, unit: place.unit });
  expect((await decide({ reporterIds: found?.ids, personId: renter })).code).toBe('notFound');
  const [decision] = (await list()).decisions;
  expect((await undo(decision?.id ?? '')).status).toBe(200);
  for (const id of tickets) expect(await ticket(id)).toEqual({ reporter: null, unit: null });
  expect((await undo(decision?.id ?? '')).code).toBe('notFound');
  expect((await list()).reporters.some(({ name }) => name === 'Oft')).toBe(true);
  const audited = await api.one.query<{ what: string }>(
    `select what from audit where what in ('ticket.bind', 'reporter.undo') order by id`,
  );
  expect(audited.map(({ what }) => what)).toEqual(['ticket.bind', 'ticket.bind', 'reporter.undo']);
});

test('nobody of the house leaves the list and comes back; what went to another person since is not torn away', async () => {
  const found = (await list()).reporters.find(({ name }) => name === 'Fremd');
  expect((await decide({ reporterIds: found?.ids, personId: null })).status).toBe(200);
  expect((await list()).reporters.some(({ name }) => name === 'Fremd')).toBe(false);
  const [gone] = (await list()).decisions;
  expect((await undo(gone?.id ?? '')).status).toBe(200);
  expect((await list()).reporters.some(({ name }) => name === 'Fremd')).toBe(true);

  const other = await person(api.one, { email: 'andere@ein.test' });
  expect((await decide({ reporterIds: found?.ids, personId: renter })).status).toBe(200);
  await api.one.query('update ticket set reporter_id = $2 where id = $1', [found?.tickets[0]?.id, other]);
  const [bound] = (await list()).decisions;
  expect((await undo(bound?.id ?? '')).code).toBe('tooLateToUndo');
  expect(await ticket(found?.tickets[0]?.id ?? '')).toMatchObject({ reporter: other });
});
