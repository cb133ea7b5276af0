import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../domain/time/berlin.ts';
import { person } from '../support/api.ts';
import { association, clerks, flats, type Page, somebody, today } from '../support/master-data.ts';

const office = clerks();
const { act, ask, audited, houseOf, revisionOf } = office;

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
    const [first, second] = await Promise.all([save('Von Karin', office.clerk), save('Von Klaus', office.other)]);
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
    const [row] = await office.api.one.query<{ code: string }>(
      'select report_code as code from property where id = $1',
      [id],
    );
    const places = () =>
      office.api.call<unknown[]>(office.host, 'portal.places', { code: row?.code }, { kind: 'query' });
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
    const board = [{ personId: await person(office.api.one, { email: 'b@one.test' }), from: today, until: null }];
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
    await person(office.api.one, { email: 'b1@one.test' }),
    await person(office.api.one, { email: 'b2@one.test' }),
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
    await office.api.one.query(
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
