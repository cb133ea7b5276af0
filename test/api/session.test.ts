import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '../../db/accounts.ts';
import { signInSecrets } from '../../db/sign-in-links.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
type Entry = { id: string; current: boolean };
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await person(api.one, { email: 'mara@one.test', employee: 'manager', resident: true, password });
  await person(api.one, { email: 'rolf@one.test', resident: true, password });
  await person(api.one, { email: 'kurt@one.test', contractor: true });
});
afterAll(() => api.close());

const signIn = (email: string, given: { entrance?: string; password?: string; host?: string } = {}) =>
  api.call(given.host ?? 'one.localhost', 'session.signIn', {
    entrance: given.entrance ?? 'residents',
    email,
    password: given.password ?? password,
  });
const me = (cookie: string | undefined, host = 'one.localhost') =>
  api.call(host, 'session.me', undefined, { kind: 'query', headers: cookie ? { cookie } : {} });

describe('signing in by password', () => {
  test('each entrance has its own session, and one person may use several', async () => {
    const desk = await signIn('mara@one.test', { entrance: 'management' });
    const home = await signIn('Mara@One.test');
    expect(desk.cookie).toMatch(/^__Host-management=/);
    expect(home.cookie).toMatch(/^__Host-residents=/);
    expect((await me(desk.cookie)).data).toMatchObject({
      entrance: 'management',
      employee: { function: 'manager' },
      resident: false,
      otherEntrances: ['residents'],
    });
    expect((await me(home.cookie)).data).toMatchObject({ entrance: 'residents', employee: null, resident: true });
  });

  test('the cookie is bound to the host, hidden from scripts and not sent from other sites', async () => {
    const answer = await api.send('one.localhost', '/api/trpc/session.signIn', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ entrance: 'residents', email: 'rolf@one.test', password }),
    });
    const header = String(answer.headers['set-cookie']);
    for (const part of ['__Host-residents=', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) {
      expect(header).toContain(part);
    }
    expect(header).not.toContain('Domain');
  });

  test('who has no role for an entrance is refused there', async () => {
    expect(await signIn('rolf@one.test', { entrance: 'management' })).toMatchObject({
      code: 'wrongEntrance',
      status: 403,
    });
    expect(await signIn('rolf@one.test', { entrance: 'contractors' })).toMatchObject({ code: 'wrongEntrance' });
  });

  test('a session of one entrance, or of another workspace, opens nothing elsewhere', async () => {
    const { cookie = '' } = await signIn('mara@one.test');
    const moved = cookie.replace('__Host-residents', '__Host-management');
    expect((await me(moved)).data).toBeNull();
    expect((await me(cookie, 'two.localhost')).data).toBeNull();
    expect((await me(`${cookie.slice(0, -2)}AA`)).data).toBeNull();
    expect(await signIn('rolf@one.test', { host: 'two.localhost' })).toMatchObject({ code: 'wrongCredentials' });
  });

  test('an unknown address costs as much as a wrong password, so that neither is told from the other', async () => {
    // CPU time and not the clock's, and the least of several: what this process does beside it only adds to it.
    const once = async (email: string) => {
      const from = process.cpuUsage();
      expect(await signIn(email, { password: 'not this one' })).toMatchObject({
        code: 'wrongCredentials',
        status: 401,
      });
      const { user, system } = process.cpuUsage(from);
      return user + system;
    };
    const tries = [1, 2, 3, 4];
    for (const n of tries) {
      const email = `known${n}@one.test`;
      // With a hash that costs what the product's do.
      await createAccount(api.one, { personId: await person(api.one, { email, resident: true }), email, password });
    }
    await once('warm-up@one.test');
    const least = async (who: string) => {
      let lowest = Number.POSITIVE_INFINITY;
      for (const n of tries) lowest = Math.min(lowest, await once(`${who}${n}@one.test`));
      return lowest;
    };
    const unknown = await least('nobody');
    const known = await least('known');
    expect(unknown).toBeGreaterThan(known / 3);
    expect(known).toBeGreaterThan(unknown / 3);
  });

  test('tries are counted before they are looked at, and the wait grows for who guesses only', async () => {
    await person(api.one, { email: 'victim@one.test', resident: true, password });
    const results = [];
    for (let n = 0; n < 5; n++) results.push(await signIn('victim@one.test', { password: `guess ${n}` }));
    expect(results.map(({ code }) => code)).toEqual([
      'wrongCredentials',
      'wrongCredentials',
      'wrongCredentials',
      'tooMany',
      'tooMany',
    ]);
    expect(results[4]?.details?.retryAfterSeconds).toBeGreaterThan(0);
    // From elsewhere the owner gets in at once.
    const owner = await api.services.accounts.signIn(api.one, {
      entrance: 'residents',
      email: 'victim@one.test',
      password,
      address: '198.51.100.7',
      userAgent: '',
    });
    expect(owner).toMatchObject({ cookie: expect.stringContaining('__Host-residents=') });
  });
});

describe('sessions', () => {
  test('are listed, and one that is revoked ends at once with its streams', async () => {
    const email = 'list@one.test';
    await person(api.one, { email, employee: 'clerk', password });
    const laptop = await signIn(email, { entrance: 'management' });
    const phone = await signIn(email, { entrance: 'management' });
    const headers = { cookie: laptop.cookie! };
    const { data: list = [] } = await api.call<Entry[]>('one.localhost', 'session.list', undefined, {
      kind: 'query',
      headers,
    });
    expect(list).toHaveLength(2);
    const other = list.find((entry) => !entry.current);

    const session = await api.services.accounts.session(
      api.one,
      'management',
      new Map([phone.cookie!.split('=', 2) as [string, string]]),
    );
    const stream = api.services.live.events(
      { workspaceId: api.one.id, sessionId: session!.id, topics: ['desk'] },
      undefined,
    );
    expect((await stream.next()).value).toMatchObject({ topic: 'all' });
    const ended = stream.next();
    expect((await api.call('one.localhost', 'session.revoke', { id: other?.id }, { headers })).status).toBe(200);
    const from = performance.now();
    expect((await ended).done).toBe(true);
    expect(performance.now() - from).toBeLessThan(1_000);
    expect((await me(phone.cookie)).data).toBeNull();

    await api.call('one.localhost', 'session.signOut', undefined, { headers });
    expect((await me(laptop.cookie)).data).toBeNull();
  });

  test("nobody can revoke another's", async () => {
    const mine = await signIn('rolf@one.test');
    const theirs = await signIn('mara@one.test');
    const { data = [] } = await api.call<Entry[]>('one.localhost', 'session.list', undefined, {
      kind: 'query',
      headers: { cookie: theirs.cookie! },
    });
    const headers = { cookie: mine.cookie! };
    expect(await api.call('one.localhost', 'session.revoke', { id: data[0]?.id }, { headers })).toMatchObject({
      code: 'notFound',
    });
    expect((await me(theirs.cookie)).data).not.toBeNull();
  });
});

describe('mailed sign-in', () => {
  const request = (email: string, entrance = 'contractors') =>
    api.call('one.localhost', 'session.requestMailLink', { entrance, email });
  const newest = async () => {
    const [row] = await api.one.query<{ id: string }>('select id from sign_in_link order by created_at desc limit 1');
    return signInSecrets(api.one.key, row!.id);
  };

  test('answers the same for unknown addresses and mails only known ones', async () => {
    const before = api.woken.length;
    expect((await request('nobody@one.test')).status).toBe(200);
    expect((await request('rolf@one.test')).status).toBe(200);
    expect(api.woken.length).toBe(before);
    expect((await request('kurt@one.test')).status).toBe(200);
    expect(api.woken.length).toBe(before + 1);
    const { token, code } = await newest();
    const dump = JSON.stringify([
      await api.one.query('select * from sign_in_link'),
      await api.one.query('select * from message'),
    ]);
    expect(dump).not.toContain(token);
    expect(dump).not.toContain(code);
  });

  test('of a hundred uses at once exactly one wins', async () => {
    await request('kurt@one.test');
    const { token } = await newest();
    const { redeemToken } = await import('../../db/sign-in-links.ts');
    const won = await Promise.all(Array.from({ length: 100 }, () => redeemToken(api.one, token)));
    expect(won.filter((person) => person !== undefined)).toHaveLength(1);
    expect(await api.call('one.localhost', 'session.redeemCode', { token })).toMatchObject({ code: 'codeWrong' });
  });

  test('GET uses nothing up, POST signs in, by link or by code', async () => {
    await request('kurt@one.test');
    const { token, code } = await newest();
    const input = encodeURIComponent(JSON.stringify({ token }));
    expect((await api.send('one.localhost', `/api/trpc/session.redeemCode?input=${input}`)).status).toBe(405);
    const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
    const signedIn = await api.call('one.localhost', 'session.redeemCode', {
      entrance: 'contractors',
      email: 'kurt@one.test',
      code: typed,
    });
    expect((await me(signedIn.cookie)).data).toMatchObject({ entrance: 'contractors' });
    expect(await api.call('one.localhost', 'session.redeemCode', { token })).toMatchObject({ code: 'codeWrong' });
  });

  test('codes can be tried five times only', async () => {
    await person(api.one, { email: 'codes@one.test', contractor: true });
    await request('codes@one.test');
    const wrong = { entrance: 'contractors', email: 'codes@one.test', code: '00000000' };
    const codes = [];
    for (let n = 0; n < 6; n++) codes.push((await api.call('one.localhost', 'session.redeemCode', wrong)).code);
    expect(codes).toEqual(['codeWrong', 'codeWrong', 'codeWrong', 'codeWrong', 'codeWrong', 'tooMany']);
  });
});
