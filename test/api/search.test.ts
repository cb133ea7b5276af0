import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Found, makeFindable } from '../../db/queries/search.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
const at = 'one.localhost';
let api: TestApi;
let manager: Record<string, string>;
let clerk: Record<string, string>;

const place = { property: '', unit: '', elsewhere: '' };

async function ticket(words: { title: string; description?: string; property?: string; reporter?: string | null }) {
  const id = randomUUID();
  await api.one.query(
    `insert into ticket (id, number, property_id, unit_id, place, reporter_id, category, urgency, title, description,
       phase, policy_version, command_id, reported_at, changed_at)
     values ($1, 'V-2026-' || lpad((select count(*) + 100 from ticket)::text, 4, '0'), $2, $3, 'unit', $4, 'water', 'normal',
       $5, $6, 'new', 1, gen_random_uuid(), now(), now())`,
    [
      id,
      words.property ?? place.property,
      words.property ? null : place.unit,
      words.reporter ?? null,
      words.title,
      words.description ?? '',
    ],
  );
  return id;
}

async function find(text: string, who = manager): Promise<Found> {
  const { data } = await api.call<Found>(at, 'desk.search', { text }, { kind: 'query', headers: who });
  return data!;
}
const titles = async (text: string, who = manager) => (await find(text, who)).tickets.map(({ title }) => title).sort();

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  const mueller = await person(one, { email: 'm@one.test', resident: true });
  await one.query(
    `update person set given_name = 'Jürgen', family_name = 'Müller', phone = '0711 12 34 56' where id = $1`,
    [mueller],
  );
  const [home] = await one.query<{ unit: string; property: string }>(
    `select u.id as unit, b.property_id as property from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id where t.person_id = $1`,
    [mueller],
  );
  const other = await person(one, { email: 'w@one.test', resident: true });
  await one.query(`update person set family_name = 'Weiß' where id = $1`, [other]);
  await one.query(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ('77', 'Wohnpark Süd', 'weg', 'BW', 'Gänseweg 3', '70176', 'Stuttgart', 'sued')`,
  );
  const [south] = await one.query<{ id: string }>(`select id from property where report_code = 'sued'`);
  Object.assign(place, { ...home, elsewhere: south!.id });
  await ticket({ title: 'Wasserschaden im Bad', reporter: mueller });
  await ticket({ title: 'Aufzug steht', description: 'Die Tür schließt nicht, 100%_sicher' });
  await ticket({ title: 'Licht flackert', property: place.elsewhere });
  await person(one, { email: 'mara@one.test', employee: 'manager', password });
  const carla = await person(one, { email: 'carla@one.test', employee: 'clerk', password });
  await one.query('update employee set all_properties = false where person_id = $1', [carla]);
  await one.query('insert into employee_property values ($1, $2)', [carla, place.elsewhere]);
  const signIn = async (email: string) => ({
    cookie: (await api.call(at, 'session.signIn', { entrance: 'management', email, password })).cookie ?? '',
  });
  [manager, clerk] = [await signIn('mara@one.test'), await signIn('carla@one.test')];
});
afterAll(() => api.close());

describe('a search finds', () => {
  test('the part of a longer word', async () => expect(await titles('schaden')).toEqual(['Wasserschaden im Bad']));

  test('umlauts in either spelling, and without their dots', async () => {
    for (const name of ['Müller', 'Mueller', 'MÜLLER', 'muller'])
      expect([name, await titles(name)]).toEqual([name, ['Wasserschaden im Bad']]);
    expect(await titles('schliesst')).toEqual(['Aufzug steht']);
    expect((await find('weiss')).people).toEqual((await find('Weiß')).people);
    expect((await find('weiss')).people).toHaveLength(1);
    expect((await find('Gaenseweg')).properties).toMatchObject([{ name: 'Wohnpark Süd' }]);
  });

  test('all words wherever they stand: a name and a damage, a number’s end, an address', async () => {
    expect(await titles('müller bad')).toEqual(['Wasserschaden im Bad']);
    expect(await titles('müller aufzug')).toEqual([]);
    expect(await titles('gänsew. 3')).toEqual(['Licht flackert']);
    const [first] = (await find('schaden')).tickets;
    expect((await find(first!.number)).tickets[0]).toMatchObject({ id: first!.id });
    expect((await find(first!.number.slice(-4))).tickets[0]).toMatchObject({ id: first!.id });
  });

  test('people by a phone number with or without gaps', async () => {
    for (const number of ['0711123456', '0711 12'])
      expect((await find(number)).people).toMatchObject([{ name: 'Jürgen Müller', role: 'resident' }]);
  });

  test('signs of the pattern language only as themselves', async () => {
    expect(await titles('100%_s')).toEqual(['Aufzug steht']);
    expect(await titles('1__%s')).toEqual([]);
  });

  test('nothing of properties that an employee does not work on', async () => {
    expect(await titles('flackert', clerk)).toEqual(['Licht flackert']);
    expect(await titles('schaden', clerk)).toEqual([]);
    expect((await find('Müller', clerk)).people).toEqual([]);
  });
});

test('the desk is narrowed by the same words', async () => {
  const { data } = await api.call<{ rows: { title: string }[]; counts: unknown }>(
    at,
    'desk.rows',
    { tab: 'open', text: 'mueller SCHADEN' },
    { kind: 'query', headers: manager },
  );
  expect(data?.rows.map(({ title }) => title)).toEqual(['Wasserschaden im Bad']);
  expect(data?.counts).toEqual({ ours: 0, today: 0, others: 0, open: 3, favourites: 0 });
});

test('a flat for a new ticket is found by its address as it is said on the phone, by who may see it', async () => {
  const [house] = await api.one.query<{ id: string }>(
    `insert into building (property_id, name, street) values ($1, 'Vorderhaus', 'Tübinger Straße 51') returning id`,
    [place.elsewhere],
  );
  await api.one.query(
    `insert into unit (building_id, number) select $1, 'WE ' || lpad(n::text, 2, '0') from generate_series(1, 12) n`,
    [house?.id],
  );
  const numbers = async (text: string, who = manager) => {
    const { data } = await api.call<{ unit: string }[]>(
      at,
      'directory.places',
      { text },
      { kind: 'query', headers: who },
    );
    return data?.map(({ unit }) => unit);
  };
  for (const said of [
    'Tübinger Str. 51 WE 07',
    'tuebinger strasse 51, 07',
    'Tubinger 07',
    'wohnpark sued vorderhaus 07',
  ])
    expect(await numbers(said), said).toEqual(['WE 07']);
  expect(await numbers('', clerk)).toHaveLength(12);
  expect((await numbers(''))?.length).toBeGreaterThan(12);
  expect(await numbers('Tübinger 7000%_')).toEqual([]);
});

test('a changed name is found at once, the old one no more; a contractor by the order', async () => {
  const { one } = api;
  await one.query(`update person set family_name = 'Çelik' where email = 'm@one.test'`);
  expect(await titles('müller')).toEqual([]);
  expect(await titles('celik')).toEqual(['Wasserschaden im Bad']);
  const firm = await person(one, { email: 'kurt@one.test', contractor: true });
  await one.query(`update person set family_name = 'Elektro Sommer' where id = $1`, [firm]);
  const order = randomUUID();
  await one.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
       policy_version, command_id, placed_at, changed_at)
     values ($1, 'A-1', $2, (select id from contractor where person_id = $3), '{}', '{}', 'T', 'normal', 'running', 1,
       gen_random_uuid(), now(), now())`,
    [order, place.property, firm],
  );
  await one.query(`insert into work_order_ticket select $1, id from ticket where title = 'Aufzug steht'`, [order]);
  expect(await titles('sommer')).toEqual(['Aufzug steht']);
  await one.query('update work_order set contractor_id = null where id = $1', [order]);
  expect(await titles('sommer')).toEqual([]);
});

test('a report is found soon after it is taken, and one that a lost process has taken is found after the next sweep', async () => {
  const [home] = await api.one.query<{ building: string; unit: string }>(
    'select building_id as building, id as unit from unit where id = $1',
    [place.unit],
  );
  const report = (title: string) =>
    api.call(
      at,
      'tickets.create',
      {
        ticketId: randomUUID(),
        commandId: randomUUID(),
        buildingId: home?.building,
        unitId: home?.unit,
        place: 'unit',
        category: 'water',
        title,
      },
      { headers: manager },
    );
  expect(await report('Siphon undicht')).toMatchObject({ status: 200 });
  for (const ends = Date.now() + 10_000; (await titles('siphon')).length === 0; )
    if (Date.now() > ends) expect.fail('the report was never found');
  expect(await titles('siphon')).toEqual(['Siphon undicht']);

  await api.one.query(
    `insert into ticket (id, number, property_id, place, category, urgency, title, phase, policy_version, command_id,
       reported_at, changed_at)
     values (gen_random_uuid(), 'V-LOST', $1, 'common', 'water', 'normal', 'Dachrinne voll', 'received', 1,
       gen_random_uuid(), now(), now())`,
    [place.property],
  );
  expect(await titles('dachrinne')).toEqual([]);
  await Promise.all([makeFindable(api.one), makeFindable(api.one)]);
  expect(await titles('dachrinne')).toEqual(['Dachrinne voll']);
});
