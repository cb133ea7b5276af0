import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInSecrets } from '../../db/sign-in-links.ts';
import { takeTotp } from '../../db/totp.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { shownCode as shown } from '../support/totp.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
const other = 'Wind im Garten 9';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

type SignedIn = { pending: string | null; personId: string | null };
const signIn = (email: string, given = password, entrance = 'management') =>
  api.call<SignedIn>(HOST, 'session.signIn', { entrance, email, password: given });
const act = <Data = unknown>(name: string, input: unknown, cookie?: string) =>
  api.call<Data>(HOST, name, input, { headers: cookie ? { cookie } : {} });
const ask = (name: string, cookie = '') => api.call(HOST, name, undefined, { kind: 'query', headers: { cookie } });

/** Forgets the tries so far: the wait between them is not what the other tests are about. */
const forgetTries = () => api.one.query('delete from sign_in_failure');

/** An employee who has set a second factor up. */
async function enrolled(email: string): Promise<{ id: string; secret: string; codes: string[]; cookie: string }> {
  const id = await person(api.one, { email, employee: 'clerk', password });
  const { cookie = '' } = await signIn(email);
  const { data } = await act<{ secret: string; uri: string }>('account.beginTotp', { password }, cookie);
  const secret = data?.secret ?? '';
  const confirmed = await act<{ recoveryCodes: string[] }>(
    'account.confirmTotp',
    { code: await shown(secret, -1) },
    cookie,
  );
  return { id, secret, codes: confirmed.data?.recoveryCodes ?? [], cookie };
}

describe('a second factor', () => {
  test('counts from its first right code, and the password alone opens the desk no more', async () => {
    const email = 'eva@one.test';
    await person(api.one, { email, employee: 'clerk', password });
    const { cookie = '' } = await signIn(email);
    expect((await act('account.beginTotp', { password: 'wrong' }, cookie)).code).toBe('passwordWrong');
    const begun = await act<{ secret: string; uri: string }>('account.beginTotp', { password }, cookie);
    expect(begun.data?.uri).toMatch(/^otpauth:\/\/totp\/Verwaltung%20one:eva%40one\.test\?secret=[A-Z2-7]{32}&/);
    // Not confirmed yet: it is not asked for.
    expect((await signIn(email)).data?.pending).toBeNull();
    expect((await act('account.confirmTotp', { code: '000000' }, cookie)).code).toBe('totpWrong');
    const secret = begun.data?.secret ?? '';
    const confirmed = await act<{ recoveryCodes: string[] }>(
      'account.confirmTotp',
      { code: await shown(secret) },
      cookie,
    );
    expect(new Set(confirmed.data?.recoveryCodes).size).toBe(10);

    const halfway = await signIn(email);
    expect(halfway).toMatchObject({ status: 200, cookie: undefined, data: { personId: null } });
    const pending = halfway.data?.pending;
    expect(await act('session.secondFactor', { pending, code: await shown(secret, 1) })).toMatchObject({ status: 200 });
    const stored = JSON.stringify(await api.one.query('select * from account_totp, account_recovery_code'));
    for (const told of [secret, ...(confirmed.data?.recoveryCodes ?? [])]) expect(stored).not.toContain(told);
  });

  test('takes each code once, and none that is long past', async () => {
    const { secret, id } = await enrolled('fred@one.test');
    const [account] = await api.one.query<{ id: string }>('select id from account where person_id = $1', [id]);
    const code = await shown(secret);
    const uses = await Promise.all(Array.from({ length: 20 }, () => takeTotp(api.one, account?.id ?? '', code)));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await takeTotp(api.one, account?.id ?? '', await shown(secret, -3))).toBe(false);
    expect(await takeTotp(api.one, account?.id ?? '', await shown(secret, 3))).toBe(false);
  });

  test('gives way to a recovery code, each of which counts once', async () => {
    const { codes, id } = await enrolled('gabi@one.test');
    const [code = ''] = codes;
    const typed = code.toLowerCase().replace('-', ' ');
    const enter = async () => {
      const { data } = await signIn('gabi@one.test');
      return act('session.secondFactor', { pending: data?.pending, code: typed });
    };
    expect((await enter()).cookie).toMatch(/^__Host-management=/);
    expect((await enter()).code).toBe('totpWrong');
    expect(
      await api.one.query(`select 1 from audit where what = 'account.recoveryCode' and subject_id = $1`, [id]),
    ).toHaveLength(1);
  });

  test('gets new recovery codes from who proves it; the old ones open nothing any more', async () => {
    const { secret, codes, cookie } = await enrolled('nele@one.test');
    const renew = (code: string) => act<{ recoveryCodes: string[] }>('account.renewRecoveryCodes', { code }, cookie);
    expect((await renew('000000')).code).toBe('totpWrong');
    const renewed = (await renew(await shown(secret))).data?.recoveryCodes ?? [];
    expect(new Set([...codes, ...renewed]).size).toBe(20);
    const { data } = await signIn('nele@one.test');
    const enter = (code = '') => act('session.secondFactor', { pending: data?.pending, code });
    expect((await enter(codes[0])).code).toBe('totpWrong');
    expect((await enter(renewed[0])).status).toBe(200);
    await forgetTries();
  });

  test('is guessed ever more slowly, and what the password proved cannot be forged or kept', async () => {
    await enrolled('hugo@one.test');
    const { data } = await signIn('hugo@one.test');
    const guesses = [];
    for (let n = 0; n < 5; n++)
      guesses.push((await act('session.secondFactor', { pending: data?.pending, code: `00000${n}` })).code);
    expect(guesses).toEqual(['totpWrong', 'totpWrong', 'totpWrong', 'tooMany', 'tooMany']);
    const [account, who, , signature] = (data?.pending ?? '').split('.');
    const later = [account, who, '9999999999', signature].join('.');
    expect((await act('session.secondFactor', { pending: later, code: '123456' })).code).toBe('signInNeeded');
    await forgetTries();
  });

  test('is not asked for at the other entrances', async () => {
    await person(api.one, { email: 'ines@one.test', employee: 'clerk', resident: true, password });
    const { cookie = '' } = await signIn('ines@one.test');
    const { data } = await act<{ secret: string }>('account.beginTotp', { password }, cookie);
    await act('account.confirmTotp', { code: await shown(data?.secret ?? '') }, cookie);
    expect((await signIn('ines@one.test', password, 'residents')).data?.pending).toBeNull();
    expect((await signIn('ines@one.test')).data?.pending).not.toBeNull();
  });

  test('that the company demands leaves nothing else open until it is set up', async () => {
    await person(api.one, { email: 'jana@one.test', employee: 'manager', password });
    const { cookie = '' } = await signIn('jana@one.test');
    expect((await ask('directory.employees', cookie)).status).toBe(200);
    await api.one.query(`insert into setting (key, value) values ('totpRequired', 'true')`);
    expect(await ask('directory.employees', cookie)).toMatchObject({ code: 'totpNeeded' });
    expect((await ask('session.me', cookie)).data).toMatchObject({ mustEnrol: true, employee: null });
    const { data } = await act<{ secret: string }>('account.beginTotp', { password }, cookie);
    await act('account.confirmTotp', { code: await shown(data?.secret ?? '') }, cookie);
    expect((await ask('directory.employees', cookie)).status).toBe(200);
    expect((await act('account.removeTotp', { password }, cookie)).code).toBe('forbidden');
    await api.one.query(`delete from setting where key = 'totpRequired'`);
    expect((await act('account.removeTotp', { password }, cookie)).status).toBe(200);
  });
});

describe('another password', () => {
  test('needs the old one, and ends the other sessions with their streams within a second', async () => {
    const email = 'karl@one.test';
    await person(api.one, { email, employee: 'clerk', password });
    const here = (await signIn(email)).cookie ?? '';
    const there = (await signIn(email)).cookie ?? '';
    const session = await api.services.accounts.session(
      api.one,
      'management',
      new Map([there.split('=', 2) as [string, string]]),
    );
    const stream = api.services.live.events(
      { workspaceId: api.one.id, sessionId: session?.id, topics: ['desk'] },
      undefined,
    );
    await stream.next();
    const ended = stream.next();
    expect((await act('account.changePassword', { current: 'wrong', password: other }, here)).code).toBe(
      'passwordWrong',
    );
    expect((await act('account.changePassword', { current: password, password: 'passwort1' }, here)).code).toBe(
      'passwordCommon',
    );
    expect((await act('account.changePassword', { current: password, password: other }, here)).status).toBe(200);
    const from = performance.now();
    expect((await ended).done).toBe(true);
    expect(performance.now() - from).toBeLessThan(1_000);
    expect((await ask('session.me', there)).data).toBeNull();
    expect((await ask('session.me', here)).data).not.toBeNull();
    expect((await signIn(email)).code).toBe('wrongCredentials');
    expect((await signIn(email, other)).status).toBe(200);
  });

  test('comes by mail, once and within ten minutes, and whoever is unknown gets the same answer', async () => {
    const email = 'lena@one.test';
    await person(api.one, { email, employee: 'clerk', password });
    const old = (await signIn(email)).cookie ?? '';
    const request = (address: string) => act('session.requestNewPassword', { entrance: 'management', email: address });
    const before = await request('nobody@one.test');
    expect(await request(email)).toEqual(before);
    const mails = await api.one.query<{ id: string; template: string }>(
      `select subject_id as id, template from message where template = 'newPassword'`,
    );
    expect(mails).toHaveLength(1);
    const { token, code } = signInSecrets(api.one.key, mails[0]?.id ?? '');
    // It is for a new password alone: it signs nobody in.
    expect((await act('session.redeemCode', { token })).code).toBe('codeWrong');
    expect((await act('session.setNewPassword', { token, password: 'kurz' })).code).toBe('passwordLength');
    const won = await Promise.all(
      Array.from({ length: 5 }, () => act('session.setNewPassword', { token, password: other })),
    );
    expect(won.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await act('session.setNewPassword', { entrance: 'management', email, code, password })).code).toBe(
      'codeWrong',
    );
    expect((await ask('session.me', old)).data).toBeNull();
    expect((await signIn(email, other)).status).toBe(200);

    await request(email);
    await api.one.query(`update sign_in_link set expires_at = now() - interval '1 second' where used_at is null`);
    const [late] = await api.one.query<{ id: string }>('select id from sign_in_link where used_at is null');
    const expired = signInSecrets(api.one.key, late?.id ?? '');
    expect((await act('session.setNewPassword', { token: expired.token, password })).code).toBe('codeWrong');
  });

  test('leaves the second factor in place', async () => {
    await enrolled('mona@one.test');
    await act('session.requestNewPassword', { entrance: 'management', email: 'mona@one.test' });
    const [mail] = await api.one.query<{ id: string }>(
      `select id from sign_in_link where used_at is null and expires_at > now() order by created_at desc limit 1`,
    );
    const { code } = signInSecrets(api.one.key, mail?.id ?? '');
    const proof = { entrance: 'management', email: 'mona@one.test', code };
    expect((await act('session.setNewPassword', { ...proof, password: other })).status).toBe(200);
    expect((await signIn('mona@one.test', other)).data?.pending).not.toBeNull();
  });
});
