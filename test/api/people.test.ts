import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../domain/person/person.ts';
import { person } from '../support/api.ts';
import { clerks, type Page, somebody } from '../support/master-data.ts';

const office = clerks();
const { act, ask, audited, houseOf, revisionOf } = office;

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
    const stays = await person(office.api.one, { email: 'stays@one.test', resident: true });
    expect((await act('people.remove', { id: stays, revision: 1 })).code).toBe('inUse');
    expect((await act('people.activate', { id: stays, revision: 1, active: false })).status).toBe(200);
    const found = async (inactive: boolean) =>
      (await ask<{ id: string }[]>('people.list', { text: 'stays', inactive })).data?.map((row) => row.id);
    expect([await found(false), await found(true)]).toEqual([[], [stays]]);
  });

  test('who is a colleague is changed by who looks after accounts alone', async () => {
    const colleague = await person(office.api.one, {
      email: 'mara@one.test',
      employee: 'manager',
      password: office.password,
    });
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
    expect((await save({})).code).toBe('phoneInvalid');
    expect(await save({ person: firm, facts: { ...facts, districts: ['70', '70-72'] } })).toMatchObject({
      status: 400,
      code: 'districtInvalid',
      field: 'facts.districts.1',
    });
    expect((await save({ person: { ...firm, phone: '0711 55500' } })).status).toBe(200);
    expect((await save({ person: { ...firm, phone: '0711 55500' } })).code).toBe('changedMeanwhile');
    expect((await ask('contractors.get', { id })).data).toMatchObject({
      districts: ['70', '71'],
      person: { phone: '0711 55500' },
      openOrders: 0,
    });
    const { id: property } = await houseOf('F1');
    await office.api.one.query(
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
      const [row] = await office.api.one.query<{ id: string }>(
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
    const [sina] = await office.api.one.query<{ id: string }>(
      `select id from person where email = 'sina.sager@one.test'`,
    );
    expect((await act('tickets.bind', { ticketId, personId: sina?.id })).status).toBe(200);
    expect(await office.api.one.query('select unit_id as unit from ticket where id = $1', [ticketId])).toEqual([
      { unit: unitId },
    ]);
    expect(await suggested(ticketId)).toEqual([]);
  });
});
