import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LimitName, Limits } from '../../api/limits.ts';
import { reportCode } from '../../db/report-codes.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let buildingId: string;
const host = 'one.localhost';
const code = 'resident@one.test';

beforeAll(async () => {
  api = await startTestApi();
  // The property's report code is the address that the helper was given.
  await person(api.one, { email: code, resident: true });
  const [row] = await api.one.query<{ id: string }>('select id from building');
  buildingId = row!.id;
});
afterAll(() => api.close());

const request = (email: string, name = 'Karla Meier') =>
  api.call(host, 'portal.requestCode', { reportCode: code, email, name });
const mailed = async (email: string) => {
  const [row] = await api.one.query<{ id: string }>(
    'select id from report_code where email = $1 order by created_at desc limit 1',
    [email],
  );
  return reportCode(api.one.key, row!.id);
};
const report = (email: string, given: Record<string, unknown> = {}) =>
  api.call<{ number: string; path: string; ticketId: string }>(host, 'portal.report', {
    ticketId: crypto.randomUUID(),
    commandId: crypto.randomUUID(),
    buildingId,
    place: 'unit',
    category: 'water',
    answers: { what: 'drips' },
    title: 'Hahn tropft',
    reportCode: code,
    email,
    code: '000000',
    name: 'Karla Meier',
    flat: '2. OG links',
    ...given,
  });

test('a report with the mailed code is taken, marked as unconfirmed, and its link shows it', async () => {
  await request('karla@post.test');
  const taken = await report('Karla@post.test', { code: await mailed('karla@post.test') });
  expect(taken.data?.number).toMatch(/^V-\d{4}-\d{4}$/);
  const [row] = await api.one.query('select reporter_id, unconfirmed_id is not null as unconfirmed from ticket');
  expect(row).toMatchObject({ reporter_id: null, unconfirmed: true });
  const link = taken.data!.path.replace('/m/', '');
  const seen = await api.call(host, 'tickets.get', { id: null }, { kind: 'query', headers: { 'x-link': link } });
  expect(seen.data).toMatchObject({ number: taken.data!.number, reporter: { statedPlace: '2. OG links' } });
});

test('the same report sent again gets the same number, and a code works once', async () => {
  await request('twice@post.test');
  const right = await mailed('twice@post.test');
  const ids = { ticketId: crypto.randomUUID(), commandId: crypto.randomUUID() };
  const first = await report('twice@post.test', { ...ids, code: right });
  const again = await report('twice@post.test', { ...ids, code: right });
  expect(again.data?.number).toBe(first.data?.number);
  expect(await report('twice@post.test', { code: right })).toMatchObject({ code: 'codeWrong' });
});

test('five tries are counted before they are looked at: then even the right code is refused', async () => {
  await request('guess@post.test');
  const right = await mailed('guess@post.test');
  const wrong = right === '000000' ? '000001' : '000000';
  for (let n = 0; n < 5; n++) {
    expect(await report('guess@post.test', { code: wrong })).toMatchObject({ code: 'codeWrong', status: 401 });
  }
  expect(await report('guess@post.test', { code: right })).toMatchObject({ code: 'codeWrong' });
});

test('a refused report does not use the code up', async () => {
  await request('refused@post.test');
  const right = await mailed('refused@post.test');
  expect(await report('refused@post.test', { code: right, category: 'lift' })).toMatchObject({ code: 'badInput' });
  expect((await report('refused@post.test', { code: right })).data?.number).toBeDefined();
});

test('a code of another building, of another workspace or of nobody opens nothing', async () => {
  expect(await api.call(host, 'portal.places', { code: 'nope' }, { kind: 'query' })).toMatchObject({
    code: 'linkUnknown',
  });
  expect(await api.call('two.localhost', 'portal.places', { code }, { kind: 'query' })).toMatchObject({
    code: 'linkUnknown',
  });
  expect(await report('nobody@post.test')).toMatchObject({ code: 'codeWrong' });
});

test('who stands before the notice is offered what is reported of the house, in no words of the neighbours, and joins with a proven address', async () => {
  const [property] = await api.one.query<{ id: string }>('select property_id as id from building where id = $1', [
    buildingId,
  ]);
  const ticket = async (place: 'unit' | 'common', title: string) => {
    const id = crypto.randomUUID();
    await api.one.query(
      `insert into ticket (id, number, property_id, building_id, place, category, urgency, title, answers, phase,
         policy_version, command_id, reported_at, changed_at, state)
       values ($1, $2, $3, $4, $5, 'lift', 'urgent', $6, '[{"question": "what", "answer": "stands"}]', 'open', 1,
         gen_random_uuid(), now(), now(), '{"followers": [], "orders": [], "asked": [], "balls": []}')`,
      [id, `V-${title.length}`, property!.id, buildingId, place, title],
    );
    return id;
  };
  const shared = await ticket('common', 'Frau Kunze kam nicht nach oben');
  await ticket('unit', 'In meiner Wohnung');
  const look = { reportCode: code, buildingId, category: 'lift', words: 'Aufzug: Er fährt nicht' };
  const offered = await api.call(host, 'portal.known', look, { kind: 'query' });
  expect(offered.data).toEqual([
    expect.objectContaining({ id: shared, title: { de: 'Aufzug: Er fährt nicht', en: 'Lift: It does not run' } }),
  ]);
  expect(JSON.stringify(offered.data)).not.toContain('Kunze');
  expect((await api.call('two.localhost', 'portal.known', look, { kind: 'query' })).code, 'another company').toBe(
    'linkUnknown',
  );

  await request('join@post.test');
  const right = await mailed('join@post.test');
  const join = (given: Record<string, unknown> = {}) =>
    api.call<{ number: string; path: string }>(host, 'portal.join', {
      reportCode: code,
      ticketId: shared,
      commandId: crypto.randomUUID(),
      email: 'join@post.test',
      code: right,
      name: 'Jo Nachbar',
      ...given,
    });
  expect((await join({ code: right === '000000' ? '000001' : '000000' })).code).toBe('codeWrong');
  const commandId = crypto.randomUUID();
  const joined = await join({ commandId });
  expect(joined.data?.path).toMatch(/^\/m\//);
  expect((await join({ commandId })).data?.number).toBe(joined.data?.number);
  expect((await join()).code, 'the code works once').toBe('codeWrong');
  const stored = await api.one.query(
    `select type, actor ->> 'kind' as kind from command where subject_id = $1 and type = 'follow'`,
    [shared],
  );
  expect(stored).toEqual([{ type: 'follow', kind: 'unconfirmed' }]);
  // Who joined is not forgotten with those who asked for a code and never wrote.
  await api.one.query(`update report_code set created_at = now() - interval '2 days'`);
  await request('later@post.test');
  const [kept] = await api.one.query(`select name from unconfirmed_reporter where email = 'join@post.test'`);
  expect(kept).toEqual({ name: 'Jo Nachbar' });
});

describe('what hangs in a house is limited, counted before anything is looked at', () => {
  const counters = () =>
    api.one.query<{ key: string; points: number }>('select key, points from rate_limit order by key');
  /** As if so many had come before. */
  const came = (name: LimitName, key: string, points: number) =>
    api.one.query(
      `insert into rate_limit (key, points, expire) values ($1, $2, extract(epoch from now()) * 1000 + 600000)
       on conflict (key) do update set points = excluded.points, expire = excluded.expire`,
      [`${name}:${key}`, points],
    );

  test('twenty an hour from one address, right or wrong; an API that starts anew has forgotten nothing', async () => {
    await api.one.query('delete from rate_limit');
    for (let n = 0; n < 20; n += 1) expect((await report('many@post.test')).code).toBe('codeWrong');
    await request('many@post.test');
    const refused = await report('many@post.test', { code: await mailed('many@post.test') });
    expect(refused).toMatchObject({ code: 'tooMany', status: 429 });
    expect(refused.details?.retryAfterSeconds).toBeGreaterThan(3_000);
    const key = (await counters()).find((each) => each.key.startsWith('reportPerHour:'))?.key.split(':')[1] ?? '';
    await expect(new Limits().countReport(api.one, key)).rejects.toMatchObject({ code: 'tooMany' });
    await expect(new Limits().countReport(api.two, key)).resolves.toBeUndefined();
    await expect(new Limits().countReport(api.one, '203.0.113.9')).resolves.toBeUndefined();
  });

  test.each<[string, LimitName, () => string, number]>([
    ['240 a day from one address', 'reportPerDay', () => '203.0.113.7', 240],
    ['5,000 a day in one company', 'reportPerWorkspace', () => api.one.id, 5_000],
  ])('%s', async (_what, name, key, most) => {
    await api.one.query('delete from rate_limit');
    await came(name, key(), most - 1);
    await expect(new Limits().countReport(api.one, '203.0.113.7')).resolves.toBeUndefined();
    await expect(new Limits().countReport(api.one, '203.0.113.7')).rejects.toMatchObject({ code: 'tooMany' });
  });
});
