import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Insight } from '../../api/views/insight.ts';
import { addDays, berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
let api: TestApi;
const ids = { boss: '', clerk: '', other: '', property: '', elsewhere: '', renter: '', ticket: randomUUID(), firm: '' };
const cookies: Record<string, string> = {};

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  ids.boss = await person(one, { email: 'mara@one.test', employee: 'manager', password });
  ids.clerk = await person(one, { email: 'karin@one.test', employee: 'clerk', password });
  ids.other = await person(one, { email: 'otto@one.test', employee: 'caretaker', password });
  ids.renter = await person(one, { email: 'rita@one.test', resident: true, password });
  await person(one, { email: 'nora@one.test', resident: true });
  const kurt = await person(one, { email: 'kurt@one.test', contractor: true, password });
  const [home] = await one.query<{ id: string; unit: string }>(
    `select b.property_id as id, u.id as unit from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id where t.person_id = $1`,
    [ids.renter],
  );
  ids.property = home?.id ?? '';
  const [far] = await one.query<{ id: string }>(`select id from property where number = 'nora@one.test'`);
  ids.elsewhere = far?.id ?? '';
  const [firm] = await one.query<{ id: string }>('select id from contractor where person_id = $1', [kurt]);
  ids.firm = firm?.id ?? '';
  await one.query(
    `insert into ticket (id, number, property_id, unit_id, place, reporter_id, category, urgency, title, phase,
       policy_version, command_id, reported_at, changed_at)
     values ($1, 'V-1', $2, $3, 'unit', $4, 'water', 'normal', 'Es tropft', 'accepted', 1, gen_random_uuid(), now(), now())`,
    [ids.ticket, ids.property, home?.unit, ids.renter],
  );
  for (const [email, entrance] of [
    ['mara', 'management'],
    ['karin', 'management'],
    ['otto', 'management'],
    ['rita', 'residents'],
    ['kurt', 'contractors'],
  ] as const) {
    const given = { entrance, email: `${email}@one.test`, password };
    cookies[email] = (await api.call(HOST, 'session.signIn', given)).cookie ?? '';
  }
});
afterAll(() => api.close());

const act = (who: string, name: string, input: unknown) =>
  api.call(HOST, name, input, { headers: { cookie: cookies[who] ?? '' } });
const ask = <Data = unknown>(who: string, name: string, input?: unknown) =>
  api.call<Data>(HOST, name, input, { kind: 'query', headers: { cookie: cookies[who] ?? '' } });

const role = (key: string, more: object = {}) => ({ role: key, allProperties: true, ...more });
const setRoles = (personId: string, roles: object[], more: object = {}, who = 'mara') =>
  act(who, 'team.setRoles', { personId, active: true, onCall: false, roles, ...more });
/** So many days from today, which is Berlin's. */
const day = (offset: number) => addDays(berlinClock(toInstant(Date.now())).day, offset);
const audited = async (what: string) => (await api.one.query('select 1 from audit where what = $1', [what])).length;
const place = (who: string, limitCents: number | null, more: object = {}) =>
  act(who, 'orders.place', {
    orderId: randomUUID(),
    commandId: randomUUID(),
    tickets: [ids.ticket],
    contractors: [ids.firm],
    needsAppointment: false,
    title: 'Reparatur',
    limitCents,
    ...more,
  });

describe('roles', () => {
  test('are given by administrators alone, hold from that moment, and are written down', async () => {
    expect((await setRoles(ids.other, [role('manager')], {}, 'karin')).code).toBe('forbidden');
    expect((await ask('otto', 'inbox.count')).code).toBe('forbidden');
    const given = [role('caretaker'), role('clerk', { allProperties: false, propertyIds: [ids.property] })];
    expect((await setRoles(ids.other, given)).status).toBe(200);
    expect((await ask('otto', 'inbox.count')).status).toBe(200);
    const { data } = await ask<{ people: { id: string; roles: unknown[] }[] }>('mara', 'team.list');
    expect(data?.people.find(({ id }) => id === ids.other)?.roles).toMatchObject(given);
    expect((await setRoles(ids.other, [role('caretaker')])).status).toBe(200);
    expect((await ask('otto', 'inbox.count')).code).toBe('forbidden');
    expect(await audited('employee.roles')).toBe(2);
  });

  test.each([
    ['a role nobody has made', [role(randomUUID())], 'notFound'],
    [
      'a property that is not there',
      [role('clerk', { allProperties: false, propertyIds: [randomUUID()] })],
      'notFound',
    ],
    ['no property at all', [role('clerk', { allProperties: false })], 'badInput'],
    ['a first role for a time', [role('clerk', { validUntil: '2030-01-01' })], 'badInput'],
    [
      'an end before the beginning',
      [role('clerk'), role('clerk', { validFrom: '2030-02-01', validUntil: '2030-01-01' })],
      'badInput',
    ],
    ['no role', [], 'badInput'],
  ])('with %s are refused and change nothing', async (_, roles, code) => {
    const before = await audited('employee.roles');
    expect((await setRoles(ids.clerk, roles)).code).toBe(code);
    expect(await audited('employee.roles')).toBe(before);
  });

  test('are never taken from the last one who gives them', async () => {
    expect((await setRoles(ids.boss, [role('clerk')])).code).toBe('lastAdministrator');
    expect((await setRoles(ids.boss, [role('manager')], { active: false })).code).toBe('lastAdministrator');
    const elsewhere = { allProperties: false, propertyIds: [ids.property] };
    expect((await setRoles(ids.boss, [role('manager', elsewhere)])).code).toBe('lastAdministrator');
  });

  test('of the company’s own are made, changed for all who hold them, and deleted when nobody does', async () => {
    const own = { name: 'Empfang', functions: ['triage'], told: null };
    const made = await act('mara', 'team.saveRole', { key: null, role: own });
    const { key } = made.data as { key: string };
    await setRoles(ids.other, [role(key)]);
    expect((await ask('otto', 'inbox.count')).status).toBe(200);
    expect((await act('mara', 'team.removeRole', { key })).code).toBe('roleHeld');
    await act('mara', 'team.saveRole', { key, role: { ...own, functions: [] } });
    expect((await ask('otto', 'inbox.count')).code).toBe('forbidden');
    await setRoles(ids.other, [role('caretaker')]);
    expect((await act('mara', 'team.removeRole', { key })).status).toBe(200);
    expect((await act('mara', 'team.removeRole', { key: 'clerk' })).code).toBe('forbidden');
  });
});

test('an order above one’s limit is refused with the amount, and who may is named', async () => {
  await setRoles(ids.clerk, [role('clerk', { limitCents: 50_000 })]);
  const over = { code: 'overLimit', status: 403, details: { limitCents: 50_000 } };
  expect(await place('karin', 50_001)).toMatchObject(over);
  expect(await place('karin', null)).toMatchObject(over);
  expect((await place('karin', 50_000)).code).not.toBe('overLimit');
  const { data } = await ask('karin', 'team.approvers', { ticketId: ids.ticket, act: 'order', amountCents: 50_001 });
  expect(data).toMatchObject([{ id: ids.boss }]);
  await setRoles(ids.clerk, [role('clerk')]);
});

test('who orders is told up to what amount the client at this property need not be asked', async () => {
  const clients = async () =>
    (
      await ask<{ kind: string; freeUpToCents: number | null }[]>('karin', 'tickets.clients', { ticketId: ids.ticket })
    ).data?.map(({ kind, freeUpToCents }) => [kind, freeUpToCents]);
  const set = (landlordId: string | null, cents: number) =>
    api.one.query('update property set landlord_id = $2, approval_limit_cents = $3 where id = $1', [
      ids.property,
      landlordId,
      cents,
    ]);
  await set(ids.renter, 100_000);
  expect(await clients()).toEqual([['landlord', 100_000]]);
  await set(ids.renter, 0);
  expect(await clients()).toEqual([['landlord', null]]);
  // Nobody but the company itself is there to be asked.
  await set(null, 100_000);
  expect(await clients()).toEqual([['workspace', null]]);
  await set(null, 0);
});

describe('absences', () => {
  const save = (who: string, whoId: string, absence: object, id: string = randomUUID(), kind = 'employee') =>
    act(who, 'absences.save', { id, kind, whoId, absence });

  test('are entered by everybody for themselves and lend their rights; those of others by who gives roles', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    const today = { firstDay: day(0), lastDay: day(1), substituteId: ids.other };
    expect((await save('otto', ids.boss, { ...today, substituteId: ids.other })).code).toBe('notFound');
    expect((await ask('otto', 'inbox.count')).code).toBe('forbidden');
    expect((await save('karin', ids.clerk, today, mine)).status).toBe(200);
    expect((await ask('otto', 'inbox.count')).status).toBe(200);
    expect((await ask('otto', 'session.me')).data).toMatchObject({ employee: { standsInFor: [ids.clerk] } });
    expect((await save('karin', ids.clerk, { firstDay: day(1), lastDay: day(3) })).code).toBe('absenceOverlaps');
    expect((await save('mara', ids.other, { firstDay: day(20), lastDay: day(21) }, theirs)).status).toBe(200);
    expect((await act('karin', 'absences.remove', { id: theirs })).code).toBe('notFound');
    expect((await act('karin', 'absences.remove', { id: mine })).status).toBe(200);
    expect((await ask('otto', 'inbox.count')).code).toBe('forbidden');
  });

  test.each([
    ['that end before they begin', { firstDay: '2030-02-01', lastDay: '2030-01-01' }],
    ['on no day', { firstDay: '2030-02-30', lastDay: '2030-03-01' }],
    ['of many years', { firstDay: '2030-01-01', lastDay: '2040-01-01' }],
  ])('%s are refused', async (_, absence) => {
    expect((await save('karin', ids.clerk, absence)).code).toBe('badInput');
  });

  test('in which somebody stands in for themselves are refused', async () => {
    const absence = { firstDay: day(50), lastDay: day(51), substituteId: ids.clerk };
    expect((await save('karin', ids.clerk, absence)).code).toBe('badInput');
  });

  test('of a firm are entered by itself, and it is asked meanwhile only by who knows', async () => {
    const id = randomUUID();
    expect((await save('kurt', ids.clerk, { firstDay: day(0), lastDay: day(5) })).code).toBe('notFound');
    expect((await save('kurt', ids.firm, { firstDay: day(0), lastDay: day(5) }, id, 'contractor')).status).toBe(200);
    const known = await ask<{ id: string; away: object | null }[]>('karin', 'directory.contractors');
    expect(known.data?.find((one) => one.id === ids.firm)?.away).toMatchObject({ until: day(5), now: true });
    expect(await place('karin', null)).toMatchObject({ code: 'contractorAway', details: { until: day(5) } });
    const orderId = randomUUID();
    expect((await place('karin', null, { orderId, despiteAway: true })).code).not.toBe('contractorAway');
    const [command] = await api.one.query<{ facts: object }>('select facts from command where subject_id = $1', [
      orderId,
    ]);
    expect(command?.facts).toMatchObject({ away: [{ contractor: ids.firm, from: day(0), until: day(5) }] });
    expect((await act('kurt', 'absences.remove', { id })).status).toBe(200);
  });

  test('are told at the ticket to the management, not to its reporter', async () => {
    const id = randomUUID();
    await save('karin', ids.clerk, { firstDay: day(0), lastDay: day(1), substituteId: ids.other }, id);
    await api.one.query('update ticket set assignee_id = $1 where id = $2', [ids.clerk, ids.ticket]);
    const seen = async (who: string) => JSON.stringify((await ask(who, 'tickets.get', { id: ids.ticket })).data);
    expect(await seen('mara')).toContain(`"away":{"until":"${day(1)}","standIn":"Test"}`);
    expect(await seen('rita')).not.toContain('"away"');
    await act('karin', 'absences.remove', { id });
  });
});

describe('the page that says what somebody may see, and why', () => {
  const of = (who: string, personId: string, ticket?: string) =>
    ask<Insight>(who, 'insight.of', { personId, ticket: ticket ?? null });

  test('is about colleagues for who gives roles, about oneself, and about residents for who keeps their data', async () => {
    expect((await of('karin', ids.boss)).code).toBe('notFound');
    expect((await of('karin', ids.clerk)).status).toBe(200);
    expect((await of('mara', ids.clerk)).status).toBe(200);
    expect((await of('karin', ids.renter)).status).toBe(200);
    expect((await of('otto', ids.renter)).code).toBe('notFound');
    await setRoles(ids.clerk, [role('clerk', { allProperties: false, propertyIds: [ids.elsewhere] })]);
    expect((await of('karin', ids.renter)).code).toBe('notFound');
    await setRoles(ids.clerk, [role('clerk')]);
  });

  test('names each act with the role that allows it, and a colleague’s with whose it is', async () => {
    await setRoles(ids.other, [role('caretaker', { allProperties: false, propertyIds: [ids.elsewhere] })]);
    const id = randomUUID();
    const absence = { firstDay: day(0), lastDay: day(0), substituteId: ids.other };
    await act('karin', 'absences.save', { id, kind: 'employee', whoId: ids.clerk, absence });
    const { data } = await of('mara', ids.other, 'v-1');
    expect(data?.employee?.roles).toMatchObject([
      { role: 'caretaker', properties: ['Haus'], standsInFor: null },
      { role: 'clerk', properties: null, standsInFor: 'Test' },
    ]);
    expect(data?.employee?.acts.find((one) => one.act === 'triage')?.by).toEqual([1]);
    expect(data?.ticket).toMatchObject({ reasons: ['works'] });
    await act('karin', 'absences.remove', { id });
    expect((await of('mara', ids.other, 'V-1')).data?.ticket).toMatchObject({ reasons: [], acts: [] });
    await setRoles(ids.other, [role('caretaker')]);
  });

  test('tells a resident’s tickets with the reason for each, until their time is over', async () => {
    expect((await of('mara', ids.renter)).data).toMatchObject({
      residents: true,
      periods: [{ kind: 'renter', state: 'now' }],
      tickets: [{ id: ids.ticket, reasons: ['reporter', 'resident'] }],
    });
    await api.one.query('update tenancy set valid_until = berlin_today() - 1 where person_id = $1', [ids.renter]);
    expect((await of('mara', ids.renter)).data).toMatchObject({
      periods: [{ kind: 'renter', state: 'after' }],
      tickets: [{ id: ids.ticket, reasons: ['reporter'] }],
    });
    await api.one.query('update tenancy set valid_until = null where person_id = $1', [ids.renter]);
  });
});

test('somebody new is written down with their roles once, and invited like everybody; nobody else may', async () => {
  const id = randomUUID();
  const colleague = { givenName: 'Nina', familyName: 'Neu', email: 'nina@one.test' };
  const hired = { id, colleague, onCall: false, roles: [role('caretaker')] };
  expect((await act('karin', 'team.hire', hired)).code).toBe('forbidden');
  expect((await act('mara', 'team.hire', { ...hired, colleague: { ...colleague, email: 'nina' } })).code).toBe(
    'emailInvalid',
  );
  expect((await act('mara', 'team.hire', { ...hired, roles: [role('astronaut')] })).code).toBe('notFound');
  expect(
    (await act('mara', 'team.hire', { ...hired, colleague: { ...colleague, email: 'karin@one.test' } })).code,
  ).toBe('emailTaken');
  expect(await api.one.query('select 1 from person where id = $1', [id])).toEqual([]);
  for (let time = 0; time < 2; time += 1) expect((await act('mara', 'team.hire', hired)).status).toBe(200);
  const told = `select before from audit where what = 'employee.roles' and subject_id = $1`;
  expect(await api.one.query(told, [id])).toEqual([{ before: null }]);
  const team = await ask<{ people: { id: string; hasAccount: boolean; roles: { role: string }[] }[] }>(
    'mara',
    'team.list',
  );
  expect(team.data?.people.filter((one) => one.id === id)).toMatchObject([
    { hasAccount: false, roles: [{ role: 'caretaker' }] },
  ]);
  const plan = await ask<{ people: { way: string; entrance: string }[] }>('mara', 'invitations.preview', {
    scope: { kind: 'people', ids: [id] },
    choice: 'best',
  });
  expect(plan.data?.people).toMatchObject([{ way: 'mail', entrance: 'management' }]);
});

test('a second factor is demanded by who has one, and given back to who has lost theirs', async () => {
  expect((await act('mara', 'team.setTotpRequired', { required: true })).code).toBe('totpNeeded');
  expect((await act('mara', 'team.resetTotp', { personId: ids.clerk })).code).toBe('notFound');
  await api.one.query(
    `insert into account_totp (account_id, secret, confirmed_at) select id, '', now() from account where person_id = $1`,
    [ids.clerk],
  );
  expect((await act('mara', 'team.resetTotp', { personId: ids.clerk })).status).toBe(200);
  expect((await ask('karin', 'session.me')).data).toBeNull();
  expect(await audited('account.resetTotp')).toBe(1);
  await api.one.query(
    `insert into account_totp (account_id, secret, confirmed_at) select id, '', now() from account where person_id = $1`,
    [ids.boss],
  );
  const isDemanded = async () => (await ask<{ totpRequired: boolean }>('mara', 'team.list')).data?.totpRequired;
  for (const required of [true, false]) {
    expect((await act('mara', 'team.setTotpRequired', { required })).status).toBe(200);
    expect(await isDemanded()).toBe(required);
    expect((await ask('otto', 'session.me')).data).toMatchObject({ mustEnrol: required });
  }
});
