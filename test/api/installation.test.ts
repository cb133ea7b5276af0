import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installationRouter } from '../../api/installation/router.ts';
import { setOperator } from '../../db/operators.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { given } from '../support/given.ts';
import { shownCode } from '../support/totp.ts';

const HOST = 'installation.localhost';
const operator = { email: 'betrieb@example.de', password: 'Regen auf Dach 7' };
let api: TestApi;
let cookie = '';

beforeAll(async () => {
  api = await startTestApi({ OPERATOR_HOST: HOST });
  await setOperator(api.services.workspaces.control, operator.email, operator.password);
  cookie = (await ask('signIn', operator)).cookie;
});
afterAll(async () => {
  await api.close();
});

async function ask(procedure: string, input?: unknown, { host = HOST, as = '', query = false } = {}) {
  const asked = query && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const answer = await api.send(host, `/api/installation/${procedure}${asked}`, {
    method: query ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...(as && { cookie: as }) },
    ...(!query && { body: JSON.stringify(input ?? {}) }),
  });
  const said = JSON.parse(answer.body.toString() || '{}');
  return {
    status: answer.status,
    data: said.result?.data,
    code: said.error?.data?.domain?.code as string | undefined,
    cookie: String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '',
    setCookie: String(answer.headers['set-cookie'] ?? ''),
  };
}

const overview = async () => (await ask('overview', undefined, { as: cookie, query: true })).data;
const company = async (slug: string) =>
  (await overview()).companies.find((each: { slug: string }) => each.slug === slug);

describe('the installation’s own administration', () => {
  test('is at its own host only, where no company is served', async () => {
    expect((await ask('signIn', operator, { host: 'one.localhost' })).code).toBe('notFound');
    expect((await ask('overview', undefined, { host: 'one.localhost', as: cookie, query: true })).code).toBe(
      'notFound',
    );
    expect((await api.call(HOST, 'workspace.public', undefined, { kind: 'query' })).code).toBe('workspaceUnknown');
    const front = await api.send(HOST, '/');
    expect([front.status, front.headers.location]).toEqual([302, '/installation']);
    expect((await api.send('one.localhost', `/internal/host?domain=${HOST}`)).status).toBe(200);
  });

  test('opens to a signed-in operator only, every procedure but signing in', async () => {
    type Procedure = { _def: { type: string; meta?: { who?: string } } };
    const procedures = Object.entries(installationRouter._def.procedures as unknown as Record<string, Procedure>);
    expect(procedures.filter(([, each]) => each._def.meta?.who === undefined)).toEqual([]);
    const open = procedures.filter(([, each]) => each._def.meta?.who === 'anybody').map(([name]) => name);
    expect(open.sort()).toEqual(['me', 'secondFactor', 'signIn']);
    const manager = { email: 'chefin@example.de', password: operator.password };
    await person(api.one, { ...manager, employee: 'manager' });
    const signedIn = await api.call('one.localhost', 'session.signIn', { entrance: 'management', ...manager });
    for (const as of ['', signedIn.cookie ?? '', '__Host-operator=guessed'])
      for (const [name, each] of procedures) {
        if (open.includes(name)) continue;
        const answer = await ask(name, { id: api.one.id, slug: 'one' }, { as, query: each._def.type === 'query' });
        expect([name, answer.code]).toEqual([name, 'signInNeeded']);
      }
  });

  test('signs in with a cookie that is bound to the host, hidden from scripts and never sent from elsewhere', async () => {
    const { setCookie } = await ask('signIn', operator);
    expect(setCookie).toMatch(/^__Host-operator=[\w-]{43}; Path=\/; Max-Age=36000; HttpOnly; Secure; SameSite=Strict$/);
  });

  test('slows down who guesses, and nobody else; a new password ends what is open', async () => {
    const other = { email: 'andere@example.de', password: 'Sonne auf Dach 8' };
    await setOperator(api.services.workspaces.control, other.email, other.password);
    for (let tries = 0; tries < 3; tries++)
      expect((await ask('signIn', { ...other, password: 'falsch' })).code).toBe('wrongCredentials');
    expect((await ask('signIn', other)).code).toBe('tooMany');
    expect((await ask('signIn', { ...operator, password: 'falsch' })).code).toBe('wrongCredentials');
    expect((await ask('signIn', { email: 'niemand@example.de', password: 'falsch' })).code).toBe('wrongCredentials');
    const mine = await ask('signIn', operator);
    expect((await ask('me', undefined, { as: mine.cookie, query: true })).data).toEqual({ email: operator.email });
    await ask('signOut', undefined, { as: mine.cookie });
    expect((await ask('me', undefined, { as: mine.cookie, query: true })).data).toBeNull();
  });

  test('asks for a second factor once it is set up, takes each code once, and recovery codes in its place', async () => {
    const third = { email: 'dritte@example.de', password: 'Mond auf Dach 9' };
    const { control } = api.services.workspaces;
    await setOperator(control, third.email, third.password);
    const as = (await ask('signIn', third)).cookie;
    const elsewhere = (await ask('signIn', third)).cookie;
    expect((await ask('beginTotp', { password: 'falsch' }, { as })).code).toBe('passwordWrong');
    const { secret, uri } = (await ask('beginTotp', { password: third.password }, { as })).data;
    expect(uri).toContain(`secret=${secret}`);
    expect((await ask('signIn', third)).data).toEqual({ pending: null });
    expect((await ask('confirmTotp', { code: '000000' }, { as })).code).toBe('totpWrong');
    const { recoveryCodes } = (await ask('confirmTotp', { code: await shownCode(secret, -1) }, { as })).data;
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await ask('me', undefined, { as: elsewhere, query: true })).data).toBeNull();
    const stored = JSON.stringify(
      (await control.pool.query('select * from operator_totp, operator_recovery_code')).rows,
    );
    for (const told of [secret, ...recoveryCodes]) expect(stored).not.toContain(told);

    const halfway = await ask('signIn', third);
    expect(halfway.cookie).toBe('');
    const { pending } = halfway.data;
    expect((await ask('secondFactor', { pending: `${pending}x`, code: '123456' })).code).toBe('signInNeeded');
    const code = await shownCode(secret);
    expect((await ask('secondFactor', { pending, code })).cookie).toMatch(/^__Host-operator=/);
    expect((await ask('secondFactor', { pending, code })).code).toBe('totpWrong');
    const spare = { pending, code: recoveryCodes[0] };
    expect((await ask('secondFactor', spare)).cookie).toMatch(/^__Host-operator=/);
    expect((await ask('secondFactor', spare)).code).toBe('totpWrong');
    // Whoever may run the command is the way back.
    await setOperator(control, third.email, third.password);
    expect((await ask('signIn', third)).data).toEqual({ pending: null });
  });

  test('gives new recovery codes and takes the second factor away for who proves it', async () => {
    const fourth = { email: 'vierte@example.de', password: 'Nebel auf Dach 4' };
    await setOperator(api.services.workspaces.control, fourth.email, fourth.password);
    const as = (await ask('signIn', fourth)).cookie;
    const { secret } = (await ask('beginTotp', { password: fourth.password }, { as })).data;
    const { recoveryCodes } = (await ask('confirmTotp', { code: await shownCode(secret, -1) }, { as })).data;
    expect((await ask('renewRecoveryCodes', { code: '000000' }, { as })).code).toBe('totpWrong');
    const renewed = (await ask('renewRecoveryCodes', { code: await shownCode(secret) }, { as })).data.recoveryCodes;
    expect(new Set([...recoveryCodes, ...renewed]).size).toBe(20);
    const { pending } = (await ask('signIn', fourth)).data;
    expect((await ask('secondFactor', { pending, code: recoveryCodes[0] })).code).toBe('totpWrong');
    expect((await ask('secondFactor', { pending, code: renewed[0] })).status).toBe(200);
    expect((await ask('removeTotp', { password: 'falsch' }, { as })).code).toBe('passwordWrong');
    expect((await ask('removeTotp', { password: fourth.password }, { as })).status).toBe(200);
    expect((await ask('signIn', fourth)).data).toEqual({ pending: null });
  });

  test('names the step at which a company failed, while the others are served', async () => {
    const { control } = api.services.workspaces;
    const { id } = await company('two');
    await control.setState(id, 'failed', 'migrateDatabase');
    expect(await company('two')).toMatchObject({ state: 'failed', failure: 'migrateDatabase' });
    const ofCompany = async (slug: string) =>
      (await api.call(`${slug}.localhost`, 'workspace.public', undefined, { kind: 'query' })).code ?? 'served';
    await expect.poll(() => ofCompany('two')).toBe('workspaceUnknown');
    expect(await ofCompany('one')).toBe('served');
    await control.setState(id, 'active');
    await expect.poll(() => ofCompany('two')).toBe('served');
  });

  test('says that many are working when all connections to its database are taken, and changes nothing', async () => {
    const { id } = await company('two');
    const { pool } = api.services.workspaces.control;
    const held = await Promise.all(Array.from({ length: pool.options.max ?? 0 }, () => pool.connect()));
    const { connectionTimeoutMillis: usual } = pool.options;
    pool.options.connectionTimeoutMillis = 200;
    try {
      const asked = await Promise.all([
        ask('suspend', { id }, { as: cookie }),
        ask('signIn', operator),
        ask('overview', undefined, { as: cookie, query: true }),
      ]);
      expect(held).toHaveLength(3);
      expect(asked.map(({ status, code }) => [status, code])).toEqual(asked.map(() => [503, 'busy']));
    } finally {
      for (const client of held) client.release();
      pool.options.connectionTimeoutMillis = usual;
    }
    expect(await company('two')).toMatchObject({ state: 'active' });
  });

  test('suspends a company: nobody gets in; opens it again: all as before', async () => {
    const { id } = await company('two');
    expect((await ask('suspend', { id }, { as: cookie })).status).toBe(200);
    await expect
      .poll(async () => (await api.call('two.localhost', 'workspace.public', undefined, { kind: 'query' })).code)
      .toBe('workspaceUnknown');
    expect((await ask('suspend', { id }, { as: cookie })).code).toBe('notAllowedNow');
    expect((await ask('resume', { id }, { as: cookie })).status).toBe(200);
    await expect
      .poll(async () => (await api.call('two.localhost', 'workspace.public', undefined, { kind: 'query' })).status)
      .toBe(200);
  });

  test('deletes nothing by accident: only a suspended company, its short name written out, and with days to keep it', async () => {
    const { id } = await company('two');
    expect((await ask('planDeletion', { id, slug: 'two' }, { as: cookie })).code).toBe('notAllowedNow');
    await ask('suspend', { id }, { as: cookie });
    expect((await ask('planDeletion', { id, slug: 'one' }, { as: cookie })).code).toBe('nameDiffers');
    expect((await ask('deleteNow', { id, slug: 'two' }, { as: cookie })).code).toBe('notAllowedNow');
    await ask('planDeletion', { id, slug: 'two' }, { as: cookie });
    const { state, deleteAfter } = await company('two');
    expect(state).toBe('deleting');
    expect(Date.parse(deleteAfter) - Date.now()).toBeGreaterThan(29 * 86_400_000);
    expect((await ask('resume', { id }, { as: cookie })).code).toBe('notAllowedNow');
    await ask('keep', { id }, { as: cookie });
    expect(await company('two')).toMatchObject({ state: 'suspended', deleteAfter: null });
    await ask('resume', { id }, { as: cookie });
  });

  test('refuses a host or short name that another company has, and changes nothing', async () => {
    const { id } = await company('two');
    const taken = { id, name: 'Zwei', hosts: ['one.localhost'], plan: 'standard' };
    expect((await ask('describe', taken, { as: cookie })).code).toBe('hostTaken');
    const wanted = { slug: 'one', name: 'Andere', hosts: ['andere.localhost'] };
    expect((await ask('create', wanted, { as: cookie })).code).toBe('slugTaken');
    expect((await ask('create', { ...wanted, slug: 'Gross!' }, { as: cookie })).code).toBe('badInput');
    expect((await company('two')).hosts).toEqual(['two.localhost']);
    expect(
      (await ask('addServer', { name: 'weg', url: 'postgresql://x:y@127.0.0.1:1/postgres' }, { as: cookie })).code,
    ).toBe('serverUnusable');
    expect((await ask('move', { id, server: randomUUID() }, { as: cookie })).code).toBe('notFound');
  });

  test('makes a company and tries it again, describes it anew, and knows its servers; who did it is written down', async () => {
    const made = await ask('create', { slug: 'drei', name: 'Drei', hosts: ['drei.localhost'] }, { as: cookie });
    const { id } = made.data;
    expect(await company('drei')).toMatchObject({ id, state: 'creating' });
    expect((await ask('retry', { id }, { as: cookie })).status).toBe(200);
    expect((await ask('retry', { id: (await company('one')).id }, { as: cookie })).code).toBe('notAllowedNow');
    const described = { id, name: 'Drittens', hosts: ['dritte.localhost'], plan: 'standard' };
    expect((await ask('describe', described, { as: cookie })).status).toBe(200);
    expect(await company('drei')).toMatchObject({ name: 'Drittens', hosts: ['dritte.localhost'] });
    const server = { name: 'Zweiter', url: given('TEST_DATABASE_URL') };
    const added = (await ask('addServer', server, { as: cookie })).data;
    expect((await overview()).servers).toMatchObject([{ id: added.id, name: 'Zweiter' }]);
    const { rows } = await api.services.workspaces.control.pool.query(
      `select a.what, o.email, a.details from operator_audit a join operator o on o.id = a.operator_id
       where a.workspace_id = $1 or a.what = 'addServer' order by a.id`,
      [id],
    );
    expect(rows.map(({ what, email }) => [what, email])).toEqual(
      ['create', 'retry', 'describe', 'addServer'].map((what) => [what, operator.email]),
    );
    expect(rows[2].details).toMatchObject({ before: { name: 'Drei' }, after: { name: 'Drittens' } });
    expect(JSON.stringify(rows)).not.toContain('postgres');
  });

  test('invites nobody while the engine is away: nothing of it is left behind', async () => {
    const { id } = await company('two');
    const first = { id, givenName: 'Eva', familyName: 'Erste', email: 'erste@example.de' };
    expect((await ask('inviteFirst', { ...first, email: 'erste' }, { as: cookie })).code).toBe('badInput');
    expect((await ask('inviteFirst', first, { as: cookie })).code).toBe('unavailable');
    expect(await api.two.query('select 1 from employee')).toEqual([]);
  });

  test('writes down who did what, and shows no company’s people', async () => {
    const { record } = await overview();
    expect(record.map(({ what }: { what: string }) => what)).toEqual(
      expect.arrayContaining(['signIn', 'suspend', 'resume', 'planDeletion', 'keep']),
    );
    expect(JSON.stringify(await overview())).not.toMatch(/sealed|password|rolePassword|d_[0-9a-f]{16}/);
  });

  test('does nothing that it can’t write down: an act without its entry did not happen', async () => {
    const { control } = api.services.workspaces;
    const { id } = await company('two');
    const everything = async () => {
      const { companies, servers } = await overview();
      const { rows } = await control.pool.query('select id from operator_session order by id');
      return { companies, servers, sessions: rows, employees: await api.two.query('select 1 from employee') };
    };
    const fails = async (procedure: string, input: object) => {
      const before = await everything();
      await control.pool.query('alter table operator_audit add constraint shut check (false) not valid');
      const { status, cookie: shown } = await ask(procedure, input, { as: cookie });
      await control.pool.query('alter table operator_audit drop constraint shut');
      expect([procedure, status, shown, await everything()]).toEqual([procedure, 500, '', before]);
    };
    await fails('signIn', operator);
    await fails('suspend', { id });
    await fails('describe', { id, name: 'Zwo', hosts: ['zwo.localhost'], plan: 'standard' });
    await fails('create', { slug: 'vier', name: 'Vier', hosts: ['vier.localhost'] });
    await fails('addServer', { name: 'Vierter', url: given('TEST_DATABASE_URL') });
    await fails('inviteFirst', { id, givenName: 'Eva', familyName: 'Erste', email: 'erste@example.de' });
    await fails('beginTotp', { password: operator.password });
    expect((await control.pool.query('select 1 from operator_totp')).rows).toEqual([]);
    await control.setState(id, 'suspended');
    await fails('resume', { id });
    await fails('planDeletion', { id, slug: 'two' });
    await ask('planDeletion', { id, slug: 'two' }, { as: cookie });
    await fails('keep', { id });
    await ask('keep', { id }, { as: cookie });
    await ask('resume', { id }, { as: cookie });
  });
});

test('a unit counts in a month when somebody who lives there or owns it signed in or acted in it', async () => {
  const [building] = await api.one.query<{ id: string }>(
    `with made as (
       insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
       values ('P-77', 'Zählhaus', 'rental', 'BE', 'Weg 1', '10115', 'Berlin', 'zaehlhaus') returning id
     ) insert into building (property_id, name, street) select id, 'Haus', 'Weg 1' from made returning id`,
  );
  const units = await api.one.query<{ id: string }>(
    `insert into unit (building_id, number) select $1, 'WE ' || n from generate_series(1, 4) n returning id`,
    [building?.id],
  );
  const lives = async (unit: number, from: string, until: string | null) => {
    const [who] = await api.one.query<{ id: string }>(`insert into person (family_name) values ('Zähl') returning id`);
    await api.one.query(
      `insert into tenancy (unit_id, person_id, role, valid_from, valid_until) values ($1, $2, 'renter', $3, $4)`,
      [units[unit]?.id, who?.id, from, until],
    );
    return who?.id;
  };
  const signedIn = (who: string | undefined, month: string) =>
    api.one.query('insert into participation (person_id, month) values ($1, $2)', [who, month]);
  const count = async (month: string) =>
    (await api.one.query<{ participating: number }>('select * from participating_units($1)', [month]))[0]
      ?.participating;
  await signedIn(await lives(0, '2024-01-01', null), '2025-03-01');
  // Two of one flat count once; who moved out the month before does not count, silent ones neither.
  await signedIn(await lives(0, '2024-01-01', null), '2025-03-01');
  await signedIn(await lives(1, '2024-01-01', '2025-02-28'), '2025-03-01');
  await lives(2, '2024-01-01', null);
  expect(await count('2025-03-01')).toBe(1);
  expect(await count('2025-04-01')).toBe(0);
  const acted = await lives(3, '2025-03-31', null);
  await api.one.query(
    `insert into command (id, noun, subject_id, type, actor, at, facts)
     values (gen_random_uuid(), 'ticket', gen_random_uuid(), 'note', $1, '2025-03-31T21:59:00Z', '{}'),
       (gen_random_uuid(), 'ticket', gen_random_uuid(), 'note', $1, '2025-04-30T22:01:00Z', '{}')`,
    [JSON.stringify({ kind: 'person', id: acted })],
  );
  expect(await count('2025-03-01')).toBe(2);
  expect(await count('2025-04-01')).toBe(0);
  expect(await count('2025-05-01')).toBe(1);
});
