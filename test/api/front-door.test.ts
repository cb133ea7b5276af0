import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answers } from '../../web/api.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

// Temporal is away for this API: what can be done then, and what wrong acts leave behind.

const host = 'one.localhost';
const password = 'Regen auf Dach 7';
let api: TestApi;
let resident: Record<string, string>;
let manager: Record<string, string>;
let home: { building: string; unit: string };

async function signedIn(email: string, entrance: 'residents' | 'management'): Promise<Record<string, string>> {
  const { cookie = '' } = await api.call(host, 'session.signIn', { entrance, email, password });
  return { cookie };
}

beforeAll(async () => {
  api = await startTestApi();
  await person(api.one, { email: 'rita@one.test', resident: true, password });
  await person(api.one, { email: 'mara@one.test', employee: 'manager', password });
  resident = await signedIn('rita@one.test', 'residents');
  manager = await signedIn('mara@one.test', 'management');
  const [place] = await api.one.query<typeof home>('select building_id as building, id as unit from unit');
  home = place!;
});
afterAll(() => api.close());

const report = (given: Record<string, unknown> = {}) =>
  api.call<Answers['tickets']['report']>(
    host,
    'tickets.report',
    {
      ticketId: randomUUID(),
      commandId: randomUUID(),
      buildingId: home.building,
      unitId: home.unit,
      place: 'unit',
      category: 'water',
      answers: { what: 'drips' },
      title: 'Hahn tropft',
      ...given,
    },
    { headers: resident },
  );
const rows = async (headers = manager) =>
  (
    await api.call<Answers['desk']['rows']>(host, 'desk.rows', { tab: 'open' }, { kind: 'query', headers })
  ).data?.rows.map(({ number, title, phase }) => ({ number, title, phase }));
const counts = () =>
  api.one.query(
    `select (select count(*)::int from ticket) as tickets, (select count(*)::int from command) as commands`,
  );

test('without the engine a report is taken, numbered and at the desk; what is done about it is kept, and says so', async () => {
  const taken = await report();
  expect(taken.data?.number).toMatch(/^V-\d{4}-\d{4}$/);
  expect(await rows()).toEqual([{ number: taken.data?.number, title: 'Hahn tropft', phase: 'received' }]);
  const note = { type: 'note', visibility: 'visible' };
  const said = {
    ticketId: taken.data?.ticketId,
    commandId: randomUUID(),
    command: note,
    text: 'Am besten vormittags.',
  };
  const first = await api.call(host, 'tickets.act', said, { headers: resident });
  expect(first.data).toEqual({ state: 'kept', revision: null });
  // Pressed twice it is one act, with the same answer.
  expect((await api.call(host, 'tickets.act', said, { headers: resident })).data).toEqual(first.data);
  const open = await api.one.query(`select type, words, state from command order by created_seq`);
  expect(open).toEqual([
    expect.objectContaining({ type: 'report', state: 'open' }),
    { type: 'note', words: { text: 'Am besten vormittags.' }, state: 'open' },
  ]);
});

test('a report of what is not there, of another’s flat, or with a text without end is refused and leaves nothing', async () => {
  const before = await counts();
  const { one } = api;
  const [other] = await one.query<{ id: string; building: string }>(
    `with b as (insert into building (property_id, name, street) select id, 'B', 'Weg 2' from property limit 1 returning id)
     insert into unit (building_id, number) select id, '2' from b returning id, building_id as building`,
  );
  const answers = [
    await report({ category: 'spaceships' }),
    await report({ answers: { what: 'flies' } }),
    await report({ unitId: other?.id, buildingId: other?.building }),
    await report({ buildingId: randomUUID(), unitId: null }),
    await report({ title: 'x'.repeat(1_000_000) }),
    await report({ description: 'x'.repeat(5_001) }),
    await report({ files: [randomUUID()] }),
  ];
  expect(answers.map(({ data, code }) => data ?? code)).toEqual([
    'badInput',
    'badInput',
    'forbidden',
    'forbidden',
    'requestTooLarge',
    'textTooLong',
    'notFound',
  ]);
  expect(await counts()).toEqual(before);
});

test('reports of the same moment are all taken under numbers of their own; a doubled one once, a wrong one alone is refused', async () => {
  const before = await counts();
  const twice = { ticketId: randomUUID(), commandId: randomUUID() };
  const [known] = await api.one.query<{ id: string }>('select id from ticket limit 1');
  const answers = await Promise.all([
    ...Array.from({ length: 8 }, () => report()),
    report(twice),
    report(twice),
    report({ files: [randomUUID()] }),
    report({ ticketId: known?.id }),
    ...Array.from({ length: 8 }, () => report()),
  ]);
  const numbers = answers.flatMap(({ data }) => (data ? [data.number] : []));
  expect(answers.flatMap(({ code }) => (code ? [code] : [])).sort()).toEqual(['conflictingChange', 'notFound']);
  expect(numbers).toHaveLength(18);
  expect(new Set(numbers).size).toBe(17);
  expect((await report({ ...twice, ticketId: randomUUID() })).code).toBe('conflictingChange');
  const [{ tickets = 0, commands = 0 } = {}] = before as { tickets: number; commands: number }[];
  expect(await counts()).toEqual([{ tickets: tickets + 17, commands: commands + 17 }]);
});

test('a report that has to wait for what somebody changes keeps no other one waiting', async () => {
  const elsewhere = () => report({ unitId: null, place: 'common' });
  const waiting = await api.one.transaction(async (q) => {
    await q('select from unit where id = $1 for update', [home.unit]);
    const held = report();
    held.catch(() => {});
    const others = await Promise.all([elsewhere(), elsewhere(), elsewhere()]);
    expect(others.map(({ data, code }) => code ?? data?.state)).not.toContain('unexpected');
    expect(new Set(others.map(({ data }) => data?.number)).size).toBe(3);
    return { held };
  });
  expect((await waiting.held).data?.number).toMatch(/^V-/);
});

test('when all connections are taken it says that many are working, and leaves nothing; then the same goes through', async () => {
  const before = await counts();
  const { pool } = api.one;
  const held = await Promise.all(Array.from({ length: pool.options.max ?? 0 }, () => pool.connect()));
  const { connectionTimeoutMillis: usual } = pool.options;
  pool.options.connectionTimeoutMillis = 200;
  const same = { ticketId: randomUUID(), commandId: randomUUID() };
  const asked = await Promise.all([
    report(same),
    api.call(host, 'desk.rows', { tab: 'open' }, { kind: 'query', headers: manager }),
  ]);
  const file = await api.send(host, `/api/files/${randomUUID()}`, { headers: manager });
  for (const client of held) client.release();
  pool.options.connectionTimeoutMillis = usual;
  expect(asked.map(({ status, code }) => [status, code])).toEqual([
    [503, 'busy'],
    [503, 'busy'],
  ]);
  expect([file.status, JSON.parse(file.body.toString()).error.data.domain.code]).toEqual([503, 'busy']);
  expect(await counts()).toEqual(before);
  expect((await report(same)).data?.number).toMatch(/^V-/);
});
