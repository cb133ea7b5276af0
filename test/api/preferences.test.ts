import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { preferencesToken } from '../../db/links.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
let api: TestApi;
let resident = '';
let manager: Record<string, string>;
let clerk: Record<string, string>;
let rita: Record<string, string>;
let kurt: Record<string, string>;
let firm = '';

async function enter(email: string, entrance: string): Promise<Record<string, string>> {
  const { cookie = '' } = await api.call(HOST, 'session.signIn', { entrance, email, password });
  return { cookie, 'x-entrance': entrance };
}

beforeAll(async () => {
  api = await startTestApi();
  resident = await person(api.one, { email: 'rita@one.test', resident: true, password });
  firm = await person(api.one, { email: 'kurt@one.test', contractor: true, password });
  await person(api.one, { email: 'mara@one.test', employee: 'manager', password });
  await person(api.one, { email: 'karin@one.test', employee: 'clerk', password });
  rita = await enter('rita@one.test', 'residents');
  kurt = await enter('kurt@one.test', 'contractors');
  manager = await enter('mara@one.test', 'management');
  clerk = await enter('karin@one.test', 'management');
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.one.query('delete from message_preference');
});

const preferences = {
  kinds: { report: { way: null, timing: 'digest' } },
  quiet: null,
  digestAt: 480,
  deskDigest: false,
};
const set = (headers: Record<string, string>, input: object = { way: 'mail', preferences }) =>
  api.call(HOST, 'preferences.set', input, { headers });
const get = (headers: Record<string, string>) =>
  api.call<Record<string, unknown>>(HOST, 'preferences.get', undefined, { kind: 'query', headers });
const kept = async (personId: string) => {
  const [row] = await api.one.query<{ body: { kinds: object; deskDigest: boolean } }>(
    'select body from message_preference where person_id = $1',
    [personId],
  );
  return row?.body;
};
const audited = () =>
  api.one.query(`select actor, link, after from audit where what = 'person.preferences' order by id`);
const link = (kind: Parameters<typeof preferencesToken>[1]['kind'], generation = 1) =>
  preferencesToken(api.one.key, { personId: resident, generation, kind });

test('everybody sets their own, through their own entrance, and is offered what they can get', async () => {
  const offered = async (headers: Record<string, string>) => (await get(headers)).data?.offered;
  expect(await offered(rita)).toEqual(['report', 'following', 'documents', 'appointments', 'reminders']);
  expect(await offered(kurt)).toEqual(['orders', 'appointments', 'reminders']);
  expect(await offered(clerk)).toEqual(['desk', 'appointments', 'reminders']);
  const woken = api.woken.length;
  expect((await set(rita)).status).toBe(200);
  expect(api.woken.length).toBe(woken + 1);
  expect(await kept(resident)).toEqual(preferences);
  expect(await kept(firm)).toBeUndefined();
  expect((await get(rita)).data).toMatchObject({ ...preferences, reach: { mail: 'rita@one.test' } });
});

test('what makes no sense is refused and changes nothing', async () => {
  for (const wrong of [
    { way: 'pigeon', preferences },
    { way: 'mail', preferences: { ...preferences, digestAt: 1_440 } },
    { way: 'mail', preferences: { ...preferences, quiet: { from: 60, until: 60, mails: true } } },
    { way: 'mail', preferences: { ...preferences, kinds: { report: { timing: 'sometimes' } } } },
    { way: 'mail', preferences: { ...preferences, kinds: { secrets: { timing: 'now' } } } },
  ])
    expect((await set(rita, wrong)).code).toBe('badInput');
  expect(await kept(resident)).toBeUndefined();
});

test('the office sees and sets them for somebody, with who did it; colleagues are set by who gives accounts', async () => {
  const before = (await audited()).length;
  const wanted = { personId: resident, way: 'letter', preferences };
  expect((await api.call(HOST, 'preferences.setForPerson', wanted, { headers: clerk })).status).toBe(200);
  expect((await audited()).slice(before)).toMatchObject([{ actor: { kind: 'employee' }, after: { way: 'letter' } }]);
  const seen = await api.call(HOST, 'preferences.ofPerson', { personId: resident }, { kind: 'query', headers: clerk });
  expect(seen.data).toMatchObject({ way: 'letter', digestAt: 480 });
  const [colleague] = await api.one.query<{ id: string }>(`select id from person where email = 'mara@one.test'`);
  const ofColleague = { personId: colleague?.id ?? '', way: 'mail', preferences };
  expect((await api.call(HOST, 'preferences.setForPerson', ofColleague, { headers: clerk })).code).toBe('notFound');
  expect((await api.call(HOST, 'preferences.setForPerson', ofColleague, { headers: manager })).status).toBe(200);
  const nobody = { ...wanted, personId: randomUUID() };
  expect((await api.call(HOST, 'preferences.setForPerson', nobody, { headers: manager })).code).toBe('notFound');
});

test('the company’s quiet hours are set by who leads it, and shown to all', async () => {
  const quiet = { from: 1_320, until: 360, mails: true };
  expect((await api.call(HOST, 'preferences.setQuiet', { quiet }, { headers: clerk })).code).toBe('forbidden');
  expect((await api.call(HOST, 'preferences.setQuiet', { quiet }, { headers: manager })).status).toBe(200);
  expect((await get(rita)).data?.companyQuiet).toEqual(quiet);
  expect(await api.one.query(`select before, after from audit where what = 'settings.quietHours'`)).toMatchObject([
    { before: { from: 1_260 }, after: quiet },
  ]);
});

describe('the link at the foot of a mail', () => {
  test('opens these settings and nothing else, without an address that its holder does not know', async () => {
    const headers = { 'x-link': link(null) };
    const { data } = await get(headers);
    expect(data).toMatchObject({ reach: { mail: 'r…a@one.test' } });
    expect(JSON.stringify(data)).not.toContain('rita@one.test');
    expect((await set(headers)).status).toBe(200);
    expect((await audited()).at(-1)).toMatchObject({
      actor: { kind: 'person', id: resident },
      link: 'preferencesLink',
    });
    expect((await api.call(HOST, 'tickets.mine', undefined, { kind: 'query', headers })).code).toBe('forbidden');
    expect((await api.call(HOST, 'preferences.ofPerson', { personId: firm }, { kind: 'query', headers })).code).toBe(
      'forbidden',
    );
  });

  test('ends with a new generation, and is nobody else’s with a sign changed', async () => {
    expect((await get({ 'x-link': link(null, 2) })).code).toBe('linkRevoked');
    const token = link(null);
    expect((await get({ 'x-link': `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` })).code).toBe(
      'linkUnknown',
    );
  });
});

describe('one click in a mail program (RFC 8058)', () => {
  const ask = (token: string, sent: Parameters<TestApi['send']>[2]) =>
    api.send(HOST, `/api/unsubscribe/${token}`, sent);
  const oneClick = (token: string, headers: Record<string, string> = {}) =>
    ask(token, {
      method: 'POST',
      noBrowser: true,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: 'List-Unsubscribe=One-Click',
    });

  test('switches off that kind of message, however often it comes', async () => {
    await set(rita, {
      way: 'mail',
      preferences: { ...preferences, kinds: { appointments: { way: 'sms', timing: 'now' } } },
    });
    for (let time = 0; time < 2; time += 1) expect((await oneClick(link('appointments'))).status).toBe(200);
    expect(await kept(resident)).toMatchObject({ kinds: { appointments: { way: 'sms', timing: 'never' } } });
    expect((await audited()).filter(({ link: by }) => by === 'oneClick')).toHaveLength(1);
  });

  test('in the mail of the day, all that it collects', async () => {
    await set(rita, { way: 'mail', preferences: { ...preferences, deskDigest: true } });
    expect((await oneClick(link('digest'))).status).toBe(200);
    expect(await kept(resident)).toMatchObject({ kinds: { report: { timing: 'never' } }, deskDigest: false });
  });

  test('who only looks changes nothing: GET leads to the page, other bodies and other sites are refused', async () => {
    const token = link('report');
    for (const method of ['GET', 'HEAD']) {
      const looked = await ask(token, { method });
      expect([looked.status, looked.headers.location]).toEqual([303, `/b/${token}`]);
    }
    const empty = await ask(token, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '' });
    expect(empty.status).toBe(400);
    expect((await oneClick(token, { origin: 'https://evil.example' })).status).toBe(403);
    // The link of the foot names no kind, and no token of another sort is one.
    expect((await oneClick(link(null))).status).toBe(400);
    expect((await oneClick('forged')).status).toBe(404);
    expect(await kept(resident)).toBeUndefined();
  });
});
