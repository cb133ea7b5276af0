import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadRenterContexts } from '../../activities/mail/renter.ts';
import { letterOf } from '../../activities/mail/templates.ts';
import { occupancyOf } from '../../db/queries/occupancy.ts';
import { namelessPerson } from '../../domain/person/person.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { today } from '../support/master-data.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
let api: TestApi;
let office: { cookie: string };
let owner: { cookie: string };
let ownerId: string;
let property: string;

type Flat = {
  id: string;
  revision: number;
  renters: { name: string; from: string; until: string | null }[];
  report: { id: string; state: string; reason: string } | null;
};
const own = async () =>
  (await api.call<Flat[]>(HOST, 'renters.own', undefined, { kind: 'query', headers: owner })).data ?? [];
const flat = async (id: string) => (await own()).find((each) => each.id === id);
const waiting = async () =>
  (
    await api.call<{ id: string; unitId: string; known: { name: string } | null }[]>(
      HOST,
      'renters.waiting',
      undefined,
      {
        kind: 'query',
        headers: office,
      },
    )
  ).data ?? [];
const count = async () => (await api.call(HOST, 'renters.count', undefined, { kind: 'query', headers: office })).data;

/** What the owner is written about the office's decision on this flat, newest first. */
async function lettersAbout(unitId: string) {
  const rows = await api.one.query<{ id: string }>(
    `select m.id from message m join renter_report r on r.id = m.subject_id
     where m.noun = 'renterReport' and m.recipient_id = $2 and r.unit_id = $1 order by m.created_at desc`,
    [unitId, ownerId],
  );
  const contexts = await loadRenterContexts(
    api.one,
    'https://ein.test',
    rows.map(({ id }) => id),
  );
  return rows.map(({ id }) => {
    const context = contexts.get(id);
    if (!context) throw new Error('nothing to tell');
    return { ...letterOf(context), to: context.email, url: context.url };
  });
}

const act = (name: string, input: object, headers: { cookie: string }) =>
  api.call<{ state: string }>(HOST, `renters.${name}`, input, { headers });
const renter = (familyName: string, more = {}) => ({ ...namelessPerson, familyName, ...more });
const report = async (unitId: string, said: object) =>
  act(
    'report',
    {
      id: randomUUID(),
      unitId,
      revision: (await flat(unitId))?.revision ?? 1,
      endsOn: null,
      beginsOn: null,
      renter: null,
      ...said,
    },
    owner,
  );

async function unitOf(number: string, owned = true): Promise<string> {
  const [row] = await api.one.query<{ id: string }>(
    `with b as (insert into building (property_id, name, street) values ($1, 'Haus ' || $2, 'Weg 1') returning id)
     insert into unit (building_id, number) select id, $2 from b returning id`,
    [property, number],
  );
  const id = row?.id ?? '';
  if (owned)
    await api.one.query(`insert into ownership (unit_id, person_id, valid_from) values ($1, $2, '2015-01-01')`, [
      id,
      ownerId,
    ]);
  return id;
}

beforeAll(async () => {
  api = await startTestApi();
  const [home] = await api.one.query<{ id: string }>(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code,
       share_denominator)
     values ('1', 'WEG Weg 1', 'weg', 'BE', 'Weg 1', '10115', 'Berlin', 'weg1', 1000) returning id`,
  );
  property = home?.id ?? '';
  ownerId = await person(api.one, { email: 'eigen@ein.test', password });
  await unitOf('0');
  await person(api.one, { email: 'chef@ein.test', employee: 'manager', password });
  const enter = async (email: string, entrance: string) => {
    const { cookie = '' } = await api.call(HOST, 'session.signIn', { entrance, email, password });
    return { cookie };
  };
  office = await enter('chef@ein.test', 'management');
  owner = await enter('eigen@ein.test', 'residents');
});
afterAll(() => api.close());

test('what an owner says waits for the office; approved it is a hand-over, and the renter lives there', async () => {
  const unit = await unitOf('1');
  const said = await report(unit, { beginsOn: '2026-01-01', renter: renter('Mietmann', { email: 'miet@mann.test' }) });
  expect(said.data).toEqual({ state: 'waiting' });
  expect((await flat(unit))?.renters).toEqual([]);
  // One at a time: the office decides before the next.
  expect((await report(unit, { beginsOn: '2026-02-01', renter: renter('Zweiter') })).code).toBe('notAllowedNow');
  const [one] = await waiting();
  expect(await count()).toBe(1);
  expect((await act('approve', { id: one?.id }, office)).status).toBe(200);
  expect(await waiting()).toEqual([]);
  expect(await count()).toBe(0);
  expect(await flat(unit)).toMatchObject({
    renters: [{ name: 'Mietmann', from: '2026-01-01' }],
    report: { state: 'applied' },
  });
  expect(await lettersAbout(unit)).toMatchObject([
    { headline: 'Ihre Meldung ist eingetragen', to: 'eigen@ein.test', url: 'https://ein.test/meine/wohnungen' },
  ]);
  expect(JSON.stringify(await lettersAbout(unit))).not.toContain('Mietmann');
  expect(api.woken).toContain(api.one.id);
  expect((await act('approve', { id: one?.id }, office)).code).toBe('notFound');
  const what = await api.one.query<{ what: string }>(
    `select what from audit where subject_id = $1 and what like 'renter.%' order by id`,
    [unit],
  );
  expect(what.map((each) => each.what)).toEqual(['renter.report', 'renter.approve']);
  const kept = await api.one.query('select renter from renter_report where unit_id = $1', [unit]);
  expect(kept).toEqual([{ renter: null }]);
});

test('periods that overlap, ends where nobody lives and moves that name nobody are refused as for the office, and nothing waits', async () => {
  const unit = await unitOf('2');
  // Both are shown while the first still lives there.
  const year = Number(today.slice(0, 4));
  const [last, first] = [`${year}-12-31`, `${year + 1}-01-01`];
  await report(unit, { beginsOn: '2026-03-01', renter: renter('Erste') });
  await act('approve', { id: (await waiting())[0]?.id }, office);
  expect((await report(unit, { beginsOn: '2026-05-01', renter: renter('Zweite') })).code).toBe('leasesOverlap');
  expect((await report(unit, { endsOn: '2026-02-01' })).code).toBe('nobodyThere');
  expect((await report(unit, { beginsOn: first })).code).toBe('nobodyNamed');
  expect((await report(unit, {})).code).toBe('fieldRequired');
  expect((await report(unit, { revision: 1, endsOn: last })).code).toBe('changedMeanwhile');
  expect((await report(unit, { beginsOn: first, renter: renter('') })).code).toBe('fieldRequired');
  expect(await waiting()).toEqual([]);
  const change = { endsOn: last, beginsOn: first, renter: renter('Zweite') };
  expect((await report(unit, change)).data).toEqual({ state: 'waiting' });
  await act('approve', { id: (await waiting())[0]?.id }, office);
  expect((await flat(unit))?.renters.map(({ name, until }) => [name, until])).toEqual([
    ['Erste', last],
    ['Zweite', null],
  ]);
});

test('only of flats that are theirs today; rejected they read why, and withdraw what waits themselves', async () => {
  const foreign = await unitOf('3', false);
  const said = { beginsOn: '2026-01-01', renter: renter('Fremd') };
  expect((await report(foreign, said)).code).toBe('notFound');
  const sold = await unitOf('4');
  await api.one.query(`update ownership set valid_until = '2026-01-31' where unit_id = $1`, [sold]);
  expect((await report(sold, said)).code).toBe('notFound');
  const unit = await unitOf('5');
  await report(unit, said);
  expect((await act('reject', { id: (await waiting())[0]?.id, reason: 'Vertrag fehlt' }, office)).status).toBe(200);
  expect((await flat(unit))?.report).toMatchObject({ state: 'rejected', reason: 'Vertrag fehlt' });
  expect((await lettersAbout(unit)).map(({ paragraphs }) => paragraphs?.[1])).toEqual(['Grund: Vertrag fehlt']);
  await report(unit, said);
  const id = (await flat(unit))?.report?.id;
  expect((await act('withdraw', { id }, owner)).status).toBe(200);
  expect((await act('withdraw', { id }, owner)).code).toBe('notFound');
  expect((await flat(unit))?.report).toBeNull();
});

test('where the office does not want to approve it counts at once, except for an address that is somebody’s already', async () => {
  await api.call(
    HOST,
    'invitations.setSettings',
    { reminders: [5], lastNote: 20, approveRenters: false },
    { headers: office },
  );
  const unit = await unitOf('6');
  expect((await report(unit, { beginsOn: '2026-01-01', renter: renter('Direkt') })).data).toEqual({ state: 'applied' });
  expect((await flat(unit))?.renters).toMatchObject([{ name: 'Direkt' }]);
  const other = await unitOf('7');
  const known = await person(api.one, { email: 'schon@da.test' });
  const said = { beginsOn: '2026-01-01', renter: renter('Schon', { email: 'Schon@da.test' }) };
  expect((await report(other, said)).data).toEqual({ state: 'waiting' });
  const [one] = await waiting();
  expect(one?.known?.name).toBe('Test');
  expect((await act('approve', { id: one?.id }, office)).status).toBe(200);
  const { tenancies } = await occupancyOf(api.one.query.bind(api.one), other);
  expect(tenancies.map(({ personId }) => personId)).toEqual([known]);
});
