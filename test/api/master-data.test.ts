import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ticketFacts } from '../../db/access.ts';
import { createAccount } from '../../db/accounts.ts';
import { occupancyOf } from '../../db/queries/occupancy.ts';
import { namelessPerson, type Person } from '../../domain/person/person.ts';
import { actorOnTicket, ticketAudiences } from '../../domain/rights/ticket.ts';
import { addDays, berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
const today = berlinClock(toInstant(Date.now())).day;
let api: TestApi;
let clerk: Record<string, string>;
let other: Record<string, string>;

const act = <Data = Record<string, unknown>>(name: string, input: unknown, headers = clerk) =>
  api.call<Data>(HOST, name, input, { headers });
const ask = <Data = Record<string, never>>(name: string, input: unknown, headers = clerk) =>
  api.call<Data>(HOST, name, input, { kind: 'query', headers });
const audited = (what: string, subject?: string) =>
  api.one.query<{ before: Record<string, unknown> | null; after: Record<string, unknown> | null; actor: object }>(
    'select before, after, actor from audit where what = $1 and ($2::uuid is null or subject_id = $2) order by id',
    [what, subject ?? null],
  );

const association = (number: string, more: object = {}) => ({
  managementType: 'weg',
  number,
  name: `WEG ${number}`,
  federalState: 'BW',
  street: 'Weg 1',
  postalCode: '70173',
  city: 'Stuttgart',
  approvalLimitCents: 100_000,
  shareDenominator: 1000,
  ...more,
});
const somebody = (familyName: string, more: Partial<Person> = {}): Person => ({
  ...namelessPerson,
  familyName,
  ...more,
});
const flats = {
  usage: 'flat',
  staircases: [],
  floorFrom: 0,
  floorTo: 1,
  perFloor: 2,
  positions: ['links', 'rechts'],
  naming: 'WE {n:2}',
  firstNumber: 1,
  restart: false,
  share: 'rest',
};

type Page = {
  id: string;
  revision: number;
  buildings: { id: string; revision: number; units: { id: string; number: string; shareNumerator: number }[] }[];
};

/** An association with a building of four flats; gives their ids. */
async function houseOf(number: string): Promise<{ id: string; building: string; units: string[] }> {
  const id = randomUUID();
  await act('properties.make', { id, property: association(number), buildings: [{ name: 'Haus A', street: 'Weg 1' }] });
  const { data } = await ask<Page>('properties.get', { id });
  const building = data?.buildings[0]?.id ?? '';
  await act('units.makeMany', { buildingId: building, pattern: flats });
  const { data: made } = await ask<Page>('properties.get', { id });
  return { id, building, units: made?.buildings[0]?.units.map((unit) => unit.id) ?? [] };
}

const revisionOf = async (unitId: string) =>
  (await ask<{ revision: number }>('units.get', { id: unitId })).data?.revision ?? 0;

beforeAll(async () => {
  api = await startTestApi();
  const enter = async (email: string, employee: string) => {
    await person(api.one, { email, employee, password });
    const { cookie = '' } = await api.call(HOST, 'session.signIn', { entrance: 'management', email, password });
    return { cookie, 'x-entrance': 'management' };
  };
  clerk = await enter('karin@one.test', 'clerk');
  other = await enter('klaus@one.test', 'clerk');
});
afterAll(() => api.close());

describe('a property', () => {
  test('is made once under its id, with its buildings, and who made it is written down', async () => {
    const id = randomUUID();
    const made = { id, property: association('M1'), buildings: [{ name: 'A', street: 'Weg 1' }] };
    expect((await act('properties.make', made)).status).toBe(200);
    expect((await act('properties.make', made)).status).toBe(200);
    const { data } = await ask<{ rows: { id: string; units: number; shareSum: number }[] }>('properties.list', {
      text: 'weg m1',
    });
    expect(data?.rows).toMatchObject([{ id, buildings: 1, units: 0, shareSum: 0 }]);
    expect(await audited('property.make', id)).toHaveLength(1);
    expect((await act('properties.make', { ...made, id: randomUUID() })).code).toBe('numberTaken');
  });

  test('is saved over the revision that was seen; who comes second is told and overwrites nothing', async () => {
    const { id } = await houseOf('S1');
    const { data } = await ask<Page>('properties.get', { id });
    const save = (name: string, headers: Record<string, string>) =>
      act('properties.save', { id, revision: data?.revision, property: association('S1', { name }) }, headers);
    const [first, second] = await Promise.all([save('Von Karin', clerk), save('Von Klaus', other)]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    expect([first.code, second.code].filter(Boolean)).toEqual(['changedMeanwhile']);
    const [entry, ...more] = await audited('property.save', id);
    expect(more).toEqual([]);
    expect(entry?.before).toMatchObject({ name: 'WEG S1' });
    expect(entry?.after?.name).toMatch(/Von/);
  });

  test('that other data refers to is not removed but ended, and then no report can be begun for it', async () => {
    const { id, units } = await houseOf('R1');
    const [unitId = ''] = units;
    await act('units.handOver', {
      id: unitId,
      revision: await revisionOf(unitId),
      endsOn: null,
      beginsOn: '2020-01-01',
      newcomers: [{ person: somebody('Gebunden'), role: 'renter' }],
    });
    const { data } = await ask<Page>('properties.get', { id });
    expect((await act('properties.remove', { id, revision: data?.revision })).code).toBe('inUse');
    expect((await ask<Page>('properties.get', { id })).data?.buildings[0]?.units).toHaveLength(4);
    const [row] = await api.one.query<{ code: string }>('select report_code as code from property where id = $1', [id]);
    const places = () => api.call<unknown[]>(HOST, 'portal.places', { code: row?.code }, { kind: 'query' });
    expect((await places()).status).toBe(200);
    expect((await act('properties.activate', { id, revision: data?.revision, active: false })).status).toBe(200);
    expect((await places()).code).toBe('linkUnknown');
    const empty = await houseOf('R2');
    const fresh = await ask<Page>('properties.get', { id: empty.id });
    expect((await act('properties.remove', { id: empty.id, revision: fresh.data?.revision })).status).toBe(200);
    expect((await ask('properties.get', { id: empty.id })).code).toBe('notFound');
  });

  test('turns its shares into parts of another whole only where that is exact', async () => {
    const { id } = await houseOf('D1');
    const page = async () => (await ask<Page>('properties.get', { id })).data;
    const save = async (shareDenominator: number) =>
      act('properties.save', {
        id,
        revision: (await page())?.revision,
        property: association('D1', { shareDenominator }),
        rescale: true,
      });
    expect((await save(999)).code).toBe('shareInvalid');
    expect((await save(10_000)).status).toBe(200);
    expect((await page())?.buildings[0]?.units.map(({ shareNumerator }) => shareNumerator)).toEqual([
      2500, 2500, 2500, 2500,
    ]);
  });

  test('that is no association has no shares and no owners of single units', async () => {
    const id = randomUUID();
    await act('properties.make', {
      id,
      property: { ...association('O1'), managementType: 'ownStock' },
      buildings: [{ name: 'A', street: 'Weg 1' }],
    });
    const { data } = await ask<Page>('properties.get', { id });
    const buildingId = data?.buildings[0]?.id;
    expect((await act('units.makeMany', { buildingId, pattern: flats })).code).toBe('onlyInAssociations');
    expect((await act('units.makeMany', { buildingId, pattern: { ...flats, share: null } })).data).toEqual({
      count: 4,
    });
    const unitId = (await ask<Page>('properties.get', { id })).data?.buildings[0]?.units[0]?.id ?? '';
    const sale = {
      id: unitId,
      revision: await revisionOf(unitId),
      day: today,
      buyers: [{ person: somebody('Käufer'), share: null }],
      movesOut: false,
    };
    expect((await act('units.sell', sale)).code).toBe('onlyInAssociations');
    const board = [{ personId: await person(api.one, { email: 'b@one.test' }), from: today, until: null }];
    expect(
      (
        await act('properties.setBoard', {
          id,
          revision: (await ask<Page>('properties.get', { id })).data?.revision,
          board,
        })
      ).code,
    ).toBe('onlyInAssociations');
  });
});

test('the board of an association is set as a whole, for its periods, and who sat on it before stays in the audit', async () => {
  const { id } = await houseOf('BO1');
  const [first, second] = [
    await person(api.one, { email: 'b1@one.test' }),
    await person(api.one, { email: 'b2@one.test' }),
  ];
  const revision = async () => (await ask<Page>('properties.get', { id })).data?.revision;
  const seat = (personId: string, from: string, until: string | null) => ({ personId, from, until });
  const set = async (board: object[]) => act('properties.setBoard', { id, revision: await revision(), board });
  const begun = [seat(first, '2024-01-01', null)];
  expect((await set(begun)).status).toBe(200);
  expect((await set([...begun, seat(first, '2025-01-01', null)])).code).toBe('personTwice');
  const changed = [seat(first, '2024-01-01', '2025-12-31'), seat(second, '2026-01-01', null)];
  expect((await set(changed)).status).toBe(200);
  expect(
    await api.one.query(
      `select person_id as "personId", valid_from as "from", valid_until as until from board_membership
       where property_id = $1 order by valid_from`,
      [id],
    ),
  ).toEqual(changed);
  expect((await audited('property.board', id)).at(-1)).toMatchObject({
    before: { board: begun },
    after: { board: changed },
  });
});

describe('units from a pattern', () => {
  test('are shown before anything is written, then made all or none', async () => {
    const { id, building } = await houseOf('P1');
    type Preview = { units: { number: string }[]; problems: { code: string; row: number }[]; rest: number };
    const pattern = { ...flats, share: null, floorFrom: 1, floorTo: 2, firstNumber: 3 };
    const { data } = await ask<Preview>('units.preview', { buildingId: building, pattern });
    expect(data?.units.map(({ number }) => number)).toEqual(['WE 03', 'WE 04', 'WE 05', 'WE 06']);
    expect(data?.problems).toMatchObject([
      { code: 'unitTwice', row: 0 },
      { code: 'unitTwice', row: 1 },
    ]);
    expect(data?.rest).toBe(0);
    const refused = await act('units.makeMany', { buildingId: building, pattern });
    expect(refused).toMatchObject({ code: 'unitTwice', details: { number: 'WE 03' } });
    expect((await ask<Page>('properties.get', { id })).data?.buildings[0]?.units).toHaveLength(4);
    const both = await Promise.all(
      [1, 2].map(() => act('units.makeMany', { buildingId: building, pattern: { ...pattern, firstNumber: 10 } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await ask<Page>('properties.get', { id })).data?.buildings[0]?.units).toHaveLength(8);
  });
});

describe('a hand-over', () => {
  test('ends access on the day: the former renter sees what was theirs and nothing that comes after', async () => {
    const { id: property, building, units } = await houseOf('H1');
    const [unitId = ''] = units;
    const [anna, bert] = [
      await person(api.one, { email: 'anna@one.test' }),
      await person(api.one, { email: 'bert@one.test' }),
    ];
    const move = async (input: object) =>
      act('units.handOver', { id: unitId, revision: await revisionOf(unitId), ...input });
    await move({ endsOn: null, beginsOn: '2020-01-01', newcomers: [{ personId: anna, role: 'renter' }] });
    const ticket = async (reported: string) => {
      const id = randomUUID();
      await api.one.query(
        `insert into ticket (id, number, property_id, building_id, unit_id, place, category, urgency, title, phase,
           policy_version, command_id, reported_at, changed_at)
         values ($1::uuid, 'H-' || $1, $2, $3, $4, 'unit', 'water', 'normal', 'T', 'new', 1, gen_random_uuid(), $5, now())`,
        [id, property, building, unitId, reported],
      );
      return id;
    };
    const sees = async (personId: string, ticketId: string) => {
      const facts = await ticketFacts(api.one, ticketId);
      return ticketAudiences({ kind: 'person', personId, resident: true, owner: false }, facts!).length > 0;
    };
    const old = await ticket(toInstant(Date.now() - 20 * 86_400_000));
    expect([await sees(anna, old), await sees(bert, old)]).toEqual([true, false]);
    const moved = await move({
      endsOn: addDays(today, -1),
      beginsOn: today,
      newcomers: [{ personId: bert, role: 'renter' }],
    });
    expect(moved.status).toBe(200);
    const fresh = await ticket(toInstant(Date.now()));
    expect([await sees(anna, old), await sees(bert, old)]).toEqual([false, false]);
    expect([await sees(anna, fresh), await sees(bert, fresh)]).toEqual([false, true]);
    const [entry] = (await audited('unit.handover', unitId)).slice(-1);
    expect(entry?.before).toMatchObject({ tenancies: [{ until: addDays(today, -1), was: null }] });
  });

  test('of the last minute before midnight in Berlin counts for that day, not for UTC’s', async () => {
    const { id: property, building, units } = await houseOf('Z1');
    const ticket = randomUUID();
    const until = addDays(today, 30);
    await api.one.query(
      `insert into ticket (id, number, property_id, building_id, unit_id, place, category, urgency, title, phase,
         policy_version, command_id, reported_at, changed_at)
       values ($1::uuid, 'Z-' || $1, $2, $3, $4, 'unit', 'water', 'normal', 'T', 'new', 1, gen_random_uuid(),
         '2020-06-30T22:30:00Z', now())`,
      [ticket, property, building, units[0]],
    );
    const [leaves, comes] = [
      await person(api.one, { email: 'z1@one.test' }),
      await person(api.one, { email: 'z2@one.test' }),
    ];
    await api.one.query(
      `insert into ownership (unit_id, person_id, valid_from, valid_until)
       values ($1, $2, '2010-01-01', $4), ($1, $3, '2020-07-01', null)`,
      [units[0], leaves, comes, until],
    );
    expect((await ticketFacts(api.one, ticket))?.ownerIds.toSorted()).toEqual([leaves, comes].sort());
  });

  test('is refused beside its field, and what was decided on an old page too', async () => {
    const { units } = await houseOf('H2');
    const [unitId = ''] = units;
    const revision = await revisionOf(unitId);
    const move = (input: object) =>
      act('units.handOver', { id: unitId, revision, endsOn: null, beginsOn: '2024-01-01', ...input });
    const newcomers = [{ person: somebody('Erste'), role: 'renter' }];
    expect(await move({ beginsOn: null, endsOn: '2024-01-01', newcomers: [] })).toMatchObject({
      code: 'nobodyThere',
      details: { field: 'endsOn' },
    });
    expect((await move({ newcomers })).status).toBe(200);
    expect((await move({ newcomers })).code).toBe('changedMeanwhile');
    const again = await act('units.handOver', {
      id: unitId,
      revision: await revisionOf(unitId),
      endsOn: null,
      beginsOn: '2025-01-01',
      newcomers: [{ person: somebody('Zweite', { email: 'zweite@one.test' }), role: 'renter' }],
    });
    expect(again).toMatchObject({ code: 'leasesOverlap', details: { field: 'beginsOn' } });
    expect(await api.one.query(`select from person where email = 'zweite@one.test'`), 'nothing of it is kept').toEqual(
      [],
    );
    const [elsewhere] = await api.two.query<{ id: string }>(
      `insert into person (family_name) values ('Fremd') returning id`,
    );
    expect((await move({ newcomers: [{ personId: elsewhere?.id, role: 'renter' }] })).code).toBe('notFound');
  });

  test('can be taken back while nothing has happened there, with whom it wrote down, and only once', async () => {
    const { units } = await houseOf('U1');
    const [unitId = ''] = units;
    const move = async (name: string, endsOn: string | null, beginsOn: string) => {
      const answer = await act<{ actId: string }>('units.handOver', {
        id: unitId,
        revision: await revisionOf(unitId),
        endsOn,
        beginsOn,
        newcomers: [{ person: somebody(name), role: 'renter' }],
      });
      return answer.data?.actId ?? '';
    };
    const first = await move('Undo Eins', null, '2020-01-01');
    const before = await occupancyOf(api.one.query.bind(api.one), unitId);
    const second = await move('Undo Zwei', '2024-12-31', '2025-01-01');
    expect((await act('units.undo', { id: unitId, actId: first })).code).toBe('tooLateToUndo');
    expect((await act('units.undo', { id: unitId, actId: second })).status).toBe(200);
    expect(await occupancyOf(api.one.query.bind(api.one), unitId)).toEqual(before);
    expect(await api.one.query(`select from person where family_name = 'Undo Zwei'`)).toEqual([]);
    expect((await act('units.undo', { id: unitId, actId: second })).code).toBe('tooLateToUndo');
  });

  test('of many at once ends as if they had come one after the other', async () => {
    const { units } = await houseOf('C1');
    const [unitId = ''] = units;
    const revision = await revisionOf(unitId);
    const answers = await Promise.all(
      [clerk, other, clerk, other].map((headers, n) =>
        act(
          'units.handOver',
          {
            id: unitId,
            revision,
            endsOn: null,
            beginsOn: '2024-01-01',
            newcomers: [{ person: somebody(`Gleichzeitig ${n}`), role: 'renter' }],
          },
          headers,
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await occupancyOf(api.one.query.bind(api.one), unitId)).tenancies).toHaveLength(1);
  });
});

describe('a sale', () => {
  test('keeps the history, names co-owners with their exact parts, and is corrected where it was written wrongly', async () => {
    const { units } = await houseOf('V1');
    const [unitId = ''] = units;
    const sell = async (input: object) =>
      act('units.sell', { id: unitId, revision: await revisionOf(unitId), movesOut: false, ...input });
    await sell({ day: '2010-03-01', buyers: [{ person: somebody('Alt'), share: null }] });
    const third = { numerator: 1, denominator: 3 };
    const thirds = ['Eins', 'Zwei', 'Drei'].map((name) => ({ person: somebody(name), share: third }));
    expect((await sell({ day: '2024-05-02', buyers: thirds.slice(1) })).code).toBe('coOwnersDiffer');
    expect((await sell({ day: '2024-05-02', buyers: thirds })).status).toBe(200);
    type Unit = {
      revision: number;
      periods: { id: string; kind: string; from: string; until: string | null; person: { name: string } }[];
    };
    const page = async () => (await ask<Unit>('units.get', { id: unitId })).data;
    const old = (await page())?.periods.find(({ until }) => until !== null);
    expect(old).toMatchObject({ kind: 'ownership', from: '2010-03-01', until: '2024-05-01', person: { name: 'Alt' } });
    const correct = async (period: object | null, periodId = old?.id) =>
      act('units.correct', { id: unitId, revision: (await page())?.revision, kind: 'ownership', periodId, period });
    expect(
      (await correct({ from: '2010-03-01', until: '2024-05-02', share: { numerator: 1, denominator: 1 } })).code,
    ).toBe('ownershipsExceed');
    expect((await correct({ from: '2010-03-01', until: '2010-02-01' })).code).toBe('endsBeforeItBegins');
    expect(
      (await correct({ from: '2009-03-01', until: '2024-05-01', share: { numerator: 1, denominator: 1 } })).status,
    ).toBe(200);
    expect((await correct(null, randomUUID())).code).toBe('notFound');
    expect((await correct(null)).status).toBe(200);
    expect((await page())?.periods).toHaveLength(3);
    expect(await audited('unit.strike.ownership', unitId)).toMatchObject([
      { before: { from: '2009-03-01' }, after: null },
    ]);
  });
});

describe('a person', () => {
  test('is made, saved over what was seen, and refused with a clear code', async () => {
    const id = randomUUID();
    const make = (given: Partial<Person>, who = randomUUID()) =>
      act('people.make', { id: who, person: somebody('Neumann', given) });
    expect((await make({ email: 'neu@one.test' }, id)).status).toBe(200);
    expect((await make({ email: 'NEU@one.test' })).code).toBe('emailTaken');
    expect(await make({ email: 'kein' })).toMatchObject({ status: 400, code: 'emailInvalid', field: 'person.email' });
    const { data } = await ask<Person & { revision: number }>('people.get', { id });
    const save = (givenName: string) =>
      act('people.save', { id, revision: data?.revision, person: somebody('Neumann', { givenName }) });
    expect((await save('Nele')).status).toBe(200);
    expect((await save('Nora')).code).toBe('changedMeanwhile');
    expect(await audited('person.save', id)).toMatchObject([
      { before: { givenName: '', email: 'neu@one.test' }, after: { givenName: 'Nele' } },
    ]);
  });

  test('to whom nothing refers can be removed, others are put out of the lists', async () => {
    const id = randomUUID();
    await act('people.make', { id, person: somebody('Kurz') });
    expect((await act('people.remove', { id, revision: 1 })).status).toBe(200);
    const stays = await person(api.one, { email: 'stays@one.test', resident: true });
    expect((await act('people.remove', { id: stays, revision: 1 })).code).toBe('inUse');
    expect((await act('people.activate', { id: stays, revision: 1, active: false })).status).toBe(200);
    const found = async (inactive: boolean) =>
      (await ask<{ id: string }[]>('people.list', { text: 'stays', inactive })).data?.map((row) => row.id);
    expect([await found(false), await found(true)]).toEqual([[], [stays]]);
  });

  test('who is a colleague is changed by who looks after accounts alone', async () => {
    const colleague = await person(api.one, { email: 'mara@one.test', employee: 'manager', password });
    const { data } = await ask<Person & { revision: number; mayKeep: boolean }>('people.get', { id: colleague });
    expect(data?.mayKeep).toBe(false);
    const taken = { id: colleague, revision: data?.revision, person: somebody('Test', { email: 'mine@one.test' }) };
    expect((await act('people.save', taken)).code).toBe('forbidden');
    expect(
      (
        await act('contractors.make', {
          id: randomUUID(),
          personId: colleague,
          person: null,
          facts: { trades: ['roof'], internal: false, districts: [], note: '' },
        })
      ).code,
    ).toBe('forbidden');
  });

  test('is found by role, by another name, and once more where their name is there twice', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await act('people.make', {
      id: a,
      person: somebody('Doppel', { givenName: 'Dora', otherNames: 'geb. Müller-Lüdenscheid' }),
    });
    await act('people.make', { id: b, person: somebody('Doppel', { givenName: 'Dora' }) });
    const ids = async (input: object) =>
      (await ask<{ id: string }[]>('people.list', input)).data?.map((row) => row.id).sort();
    expect(await ids({ text: 'mueller-luedenscheid' })).toEqual([a]);
    expect(await ids({ text: 'doppel', role: 'double' })).toEqual([a, b].sort());
    expect(await ids({ text: 'doppel', role: 'none' })).toEqual([a, b].sort());
    expect(await ids({ text: 'doppel', role: 'renter' })).toEqual([]);
    const { data } = await ask<{ same: { id: string; why: string }[] }>('people.get', { id: a });
    expect(data?.same).toMatchObject([{ id: b, why: 'name' }]);
  });
});

describe('a firm', () => {
  const facts = { trades: ['plumbing'], internal: false, districts: ['70'], note: '' };

  test('is made with its person, saved over both revisions, and ended where it has orders', async () => {
    const [id, personId] = [randomUUID(), randomUUID()];
    const firm = somebody('Rohr & Co', { kind: 'company', email: 'rohr@one.test' });
    expect((await act('contractors.make', { id, personId, person: firm, facts })).status).toBe(200);
    const save = (more: object) =>
      act('contractors.save', {
        id,
        revision: 1,
        personRevision: 1,
        person: { ...firm, phone: '0711 1' },
        facts: { ...facts, districts: ['70', '71'] },
        ...more,
      });
    expect((await save({ facts: { ...facts, districts: ['7x'] } })).status).toBe(400);
    expect((await save({ person: { ...firm, phone: '0711 55500' } })).status).toBe(200);
    expect((await save({ person: { ...firm, phone: '0711 55500' } })).code).toBe('changedMeanwhile');
    expect((await ask('contractors.get', { id })).data).toMatchObject({
      districts: ['70', '71'],
      person: { phone: '0711 55500' },
      openOrders: 0,
    });
    const { id: property } = await houseOf('F1');
    await api.one.query(
      `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
         policy_version, command_id, placed_at, changed_at)
       values (gen_random_uuid(), 'F-1', $1, $2, '{}', '{}', 'T', 'normal', 'running', 1, gen_random_uuid(), now(), now())`,
      [property, id],
    );
    expect((await act('contractors.remove', { id, revision: 2 })).code).toBe('inUse');
    expect((await act('contractors.activate', { id, revision: 2, active: false })).status).toBe(200);
    const page = (await ask<Page>('properties.get', { id: property })).data;
    const prefer = (contractorId: string) =>
      act('properties.prefer', {
        id: property,
        revision: page?.revision,
        preferred: [{ trade: 'plumbing', contractorId }],
      });
    expect((await prefer(randomUUID())).code).toBe('notFound');
    expect((await prefer(id)).status).toBe(200);
    expect((await ask('properties.get', { id: property })).data).toMatchObject({
      preferred: [{ trade: 'plumbing', contractorId: id, active: false }],
    });
  });

  test('that never had an order is taken away, also where it was asked first; its person stays', async () => {
    const [id, personId] = [randomUUID(), randomUUID()];
    await act('contractors.make', { id, personId, person: somebody('Dach Kurz', { kind: 'company' }), facts });
    const { id: property } = await houseOf('F2');
    const revision = (await ask<Page>('properties.get', { id: property })).data?.revision;
    await act('properties.prefer', { id: property, revision, preferred: [{ trade: 'roof', contractorId: id }] });
    expect((await act('contractors.remove', { id, revision: 2 })).code).toBe('changedMeanwhile');
    expect((await act('contractors.remove', { id, revision: 1 })).status).toBe(200);
    expect((await ask('contractors.get', { id })).code).toBe('notFound');
    expect((await ask('properties.get', { id: property })).data).toMatchObject({ preferred: [] });
    expect((await ask('people.get', { id: personId })).data).toMatchObject({
      familyName: 'Dach Kurz',
      contractors: [],
    });
    expect(await audited('contractor.remove', id)).toMatchObject([
      { before: { trades: facts.trades, preferred: [{ propertyId: property, trade: 'roof' }] }, after: null },
    ]);
  });
});

describe('the list of units', () => {
  test('is narrowed by words, by who lives there and by whether anybody does', async () => {
    const { id: propertyId, units } = await houseOf('L1');
    const [first = '', second = ''] = units;
    await act('units.handOver', {
      id: first,
      revision: await revisionOf(first),
      endsOn: null,
      beginsOn: '2020-01-01',
      newcomers: [{ person: somebody('Listenmann'), role: 'renter' }],
    });
    await act('units.handOver', {
      id: second,
      revision: await revisionOf(second),
      endsOn: null,
      beginsOn: addDays(today, 40),
      newcomers: [{ person: somebody('Zukunft'), role: 'renter' }],
    });
    const ids = async (input: object) =>
      (await ask<{ id: string }[]>('units.list', { propertyId, ...input })).data?.map((row) => row.id);
    expect(await ids({})).toEqual(units);
    expect(await ids({ text: 'we 02' })).toEqual([second]);
    expect(await ids({ text: 'listenmann' })).toEqual([first]);
    expect(await ids({ text: 'zukunft' })).toEqual([]);
    expect(await ids({ occupancy: 'let' })).toEqual([first]);
    expect(await ids({ occupancy: 'vacant' })).toEqual(units.slice(1));
    expect(await ids({ usage: 'garage' })).toEqual([]);
    expect(await ids({ limit: 2, offset: 1 })).toEqual(units.slice(1, 3));
  });
});

describe('who reported without an account', () => {
  test('is suggested by address, number or name, and bound with the flat that is theirs', async () => {
    const { id: property, building, units } = await houseOf('B1');
    const [unitId = '', otherUnit = ''] = units;
    const move = async (unit: string, given: Person) =>
      act('units.handOver', {
        id: unit,
        revision: await revisionOf(unit),
        endsOn: null,
        beginsOn: '2020-01-01',
        newcomers: [{ person: given, role: 'renter' }],
      });
    await move(unitId, somebody('Sager', { givenName: 'Sina', email: 'sina.sager@one.test' }));
    await move(otherUnit, somebody('Sager', { givenName: 'Sven', mobile: '0170 1234567' }));
    const reported = async (said: { name: string; email: string; phone: string | null }) => {
      const [row] = await api.one.query<{ id: string }>(
        `with x as (insert into unconfirmed_reporter (name, email, phone) values ($1, $2, $3) returning id)
         insert into ticket (id, number, property_id, building_id, place, unconfirmed_id, category, urgency, title, phase,
           policy_version, command_id, reported_at, changed_at)
         select gen_random_uuid(), 'B-' || $2, $4, $5, 'unit', x.id, 'water', 'normal', 'T', 'new', 1, gen_random_uuid(),
           now(), now() from x returning id`,
        [said.name, said.email, said.phone, property, building],
      );
      return row?.id ?? '';
    };
    const suggested = async (ticketId: string) =>
      (await ask<{ name: string; why: string }[]>('tickets.bindSuggestions', { ticketId })).data?.map(
        ({ name, why }) => `${name}: ${why}`,
      );
    expect(await suggested(await reported({ name: 'S.', email: 'SINA.SAGER@one.test', phone: null }))).toEqual([
      'Sina Sager: email',
    ]);
    expect(await suggested(await reported({ name: 'X', email: 'x1@one.test', phone: '+49 170 1234567' }))).toEqual([
      'Sven Sager: phone',
    ]);
    expect(await suggested(await reported({ name: 'Nobody', email: 'x2@one.test', phone: null }))).toEqual([]);
    const ticketId = await reported({ name: 'sina sager', email: 'x3@one.test', phone: null });
    expect(await suggested(ticketId)).toEqual(['Sina Sager: name', 'Sven Sager: name']);
    const [sina] = await api.one.query<{ id: string }>(`select id from person where email = 'sina.sager@one.test'`);
    expect((await act('tickets.bind', { ticketId, personId: sina?.id })).status).toBe(200);
    expect(await api.one.query('select unit_id as unit from ticket where id = $1', [ticketId])).toEqual([
      { unit: unitId },
    ]);
    expect(await suggested(ticketId)).toEqual([]);
  });
});

describe('two entries of one person', () => {
  const revision = async (id: string) =>
    (await api.one.query<{ revision: number }>('select revision from person where id = $1', [id]))[0]?.revision ?? 0;
  const merge = async (keep: string, drop: string) =>
    act<{ mergeId: string }>('people.merge', {
      keep: { id: keep, revision: await revision(keep) },
      drop: { id: drop, revision: await revision(drop) },
    });

  const unmerge = (id: string, mergeId: string | undefined) => act('people.unmerge', { id, mergeId });

  test('become one: units and what was not known go over, and who was dropped is written down', async () => {
    const { units } = await houseOf('G1');
    const [unitId = ''] = units;
    const [keep, drop] = [randomUUID(), randomUUID()];
    await act('people.make', { id: keep, person: somebody('Gleich', { email: 'gleich@one.test' }) });
    await act('people.make', { id: drop, person: somebody('Gleich', { givenName: 'Gerda', mobile: '0170 99988877' }) });
    await act('units.handOver', {
      id: unitId,
      revision: await revisionOf(unitId),
      endsOn: null,
      beginsOn: '2020-01-01',
      newcomers: [{ personId: drop, role: 'renter' }],
    });
    const { data: merged } = await merge(keep, drop);
    expect(await api.one.query('select merged_into as into, mobile from person where id = $1', [drop])).toEqual([
      { into: keep, mobile: null },
    ]);
    const renters = async () =>
      (await occupancyOf(api.one.query.bind(api.one), unitId)).tenancies.map(({ personId }) => personId);
    expect(await renters()).toEqual([keep]);
    expect((await ask<Person>('people.get', { id: keep })).data).toMatchObject({
      givenName: 'Gerda',
      email: 'gleich@one.test',
      mobile: '0170 99988877',
    });
    const found = (await ask<{ id: string }[]>('people.list', { text: 'Gleich' })).data?.map(({ id }) => id);
    expect(found).toContain(keep);
    expect(found).not.toContain(drop);
    expect(await audited('person.merge', keep)).toMatchObject([{ after: { dropped: drop } }]);
    expect((await merge(keep, drop)).code).toBe('notMergeable');

    expect((await unmerge(drop, merged?.mergeId)).code).toBe('notFound');
    expect((await unmerge(keep, merged?.mergeId)).status).toBe(200);
    expect(await renters()).toEqual([drop]);
    expect((await ask<Person>('people.get', { id: keep })).data).toMatchObject({ givenName: '', mobile: '' });
    expect((await ask<Person>('people.get', { id: drop })).data).toMatchObject({
      givenName: 'Gerda',
      mobile: '0170 99988877',
    });
    expect((await unmerge(keep, merged?.mergeId)).code).toBe('notFound');
  });

  test('become one also where both have tickets and accounts: tickets, acts and deliveries follow, and go back', async () => {
    const { id: property, building } = await houseOf('G2');
    const [keep, drop] = [randomUUID(), randomUUID()];
    await act('people.make', { id: keep, person: somebody('Bleibt', { email: 'bleibt@one.test' }) });
    await act('people.make', { id: drop, person: somebody('Bleibt', { email: 'geht@one.test' }) });
    await createAccount(api.one, { personId: keep, email: 'bleibt@one.test', password: 'Regen auf Dach 7' });
    await createAccount(api.one, { personId: drop, email: 'geht@one.test', password: 'Regen auf Dach 7' });
    const [ticket, other] = [randomUUID(), randomUUID()];
    for (const [id, reporter] of [
      [ticket, drop],
      [other, keep],
    ])
      await api.one.query(
        `insert into ticket (id, number, property_id, building_id, place, reporter_id, category, urgency, title, phase,
           policy_version, command_id, reported_at, changed_at, state)
         values ($4, 'G-' || $4::uuid, $1, $2, 'common', $3, 'lift', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now(),
           jsonb_build_object('reporter', jsonb_build_object('kind', 'person', 'id', $3::uuid), 'followers', '[]'::jsonb))`,
        [property, building, reporter, id],
      );
    const message = (event: string) =>
      api.one.query<{ recipient: string }>(
        `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, due_at)
         values ('ticket', $1, $1, $2, 1, 'person', $3, 'person', 'noteAdded', now()) returning recipient_id as recipient`,
        [ticket, event, drop],
      );
    await message('before');
    const { data: merged } = await merge(keep, drop);
    expect(merged?.mergeId).toBeDefined();
    // What is still to be delivered goes to who stayed, and so does what the lifecycle says to the other later.
    expect(await message('after')).toEqual([{ recipient: keep }]);
    const recipients = await api.one.query(`select distinct recipient_id as id from message where subject_id = $1`, [
      ticket,
    ]);
    expect(recipients).toEqual([{ id: keep }]);
    const viewer = { kind: 'person', personId: keep, resident: true, owner: false } as const;
    const facts = await ticketFacts(api.one, ticket);
    expect(facts && ticketAudiences(viewer, facts)).toEqual(['reporter', `person:${keep}`, `person:${drop}`]);
    // The lifecycle goes on knowing its reporter by the entry that went.
    expect(facts && actorOnTicket(viewer, facts)).toEqual({ kind: 'person', id: drop });
    const own = await ticketFacts(api.one, other);
    expect(own && actorOnTicket(viewer, own)).toEqual({ kind: 'person', id: keep });
    const link = { kind: 'ticketLink', ticketId: ticket, recipient: { kind: 'person', id: drop } } as const;
    expect(facts && ticketAudiences(link, facts)).toContain('reporter');
    const enter = (email: string) =>
      api.call('one.localhost', 'session.signIn', { entrance: 'residents', email, password: 'Regen auf Dach 7' });
    expect((await enter('bleibt@one.test')).status).toBe(200);
    expect((await enter('geht@one.test')).code).toBe('wrongEntrance');

    expect((await unmerge(keep, merged?.mergeId)).status).toBe(200);
    expect((await ticketFacts(api.one, ticket))?.reporterId).toBe(drop);
    expect((await ticketFacts(api.one, other))?.reporterId).toBe(keep);
    expect((await enter('geht@one.test')).status).toBe(200);
    const [again] = await api.one.query('select email, active from person where id = $1', [drop]);
    expect(again).toEqual({ email: 'geht@one.test', active: true });
  });

  test('stay two where somebody works here or a vote runs, or one has changed meanwhile; what went on is not torn away', async () => {
    const { id: property, building } = await houseOf('G3');
    const [keep, drop, third] = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of [keep, drop, third]) await act('people.make', { id, person: somebody('Zwei') });
    const stale = { keep: { id: drop, revision: 9 }, drop: { id: keep, revision: 1 } };
    expect((await act('people.merge', stale)).code).toBe('changedMeanwhile');
    const [colleague] = await api.one.query<{ id: string }>('select person_id as id from employee limit 1');
    // Who looks after accounts decides about colleagues, and even they can't make one of two.
    expect((await merge(keep, colleague?.id ?? '')).code).toBe('forbidden');
    const [vote, voter] = [randomUUID(), randomUUID()];
    await api.one.query(
      `insert into campaign (id, number, property_id, title, phase, policy_version, command_id, begun_at, changed_at, kind,
         audience, question, key_date, deadline)
       values ($1, 'L-3', $2, 'V', 'open', 1, gen_random_uuid(), now(), now(), 'readReceipt', 'residents', 'V',
         berlin_today(), now() + interval '10 days')`,
      [vote, property],
    );
    await api.one.query(`insert into campaign_voter values ($1, $2, '{}', 1, 1, 0, 1, null)`, [voter, vote]);
    await api.one.query('insert into campaign_person values ($1, $2, $3)', [vote, voter, drop]);
    expect((await merge(keep, drop)).code).toBe('notMergeable');
    await api.one.query('update campaign set closed_at = now() where id = $1', [vote]);
    const ticket = randomUUID();
    await api.one.query(
      `insert into ticket (id, number, property_id, building_id, place, reporter_id, category, urgency, title, phase,
         policy_version, command_id, reported_at, changed_at)
       values ($4, 'G-3', $1, $2, 'common', $3, 'lift', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now())`,
      [property, building, drop, ticket],
    );
    const { data: merged } = await merge(keep, drop);
    await api.one.query('update ticket set reporter_id = $2 where id = $1', [ticket, third]);
    expect((await unmerge(keep, merged?.mergeId)).code).toBe('tooLateToUndo');
    expect(await api.one.query('select merged_into as into from person where id = $1', [drop])).toEqual([
      { into: keep },
    ]);
  });
});
