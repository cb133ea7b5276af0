import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../db/queries/audit.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { assertEvidence, mutations, watched } from '../support/evidence.ts';
import { unrecorded } from '../support/unrecorded.ts';
import { password } from './matrix/file.ts';

const HERE = 'one.localhost';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await person(api.one, { email: 'rita@one.test', resident: true });
});
afterAll(() => api.close());

describe('every test of the API looks whether a mutation leaves a trace of who did it', () => {
  const change = `update property set name = name || '.'`;
  const actor = { kind: 'employee', id: randomUUID() };
  const entry = { actor, what: 'property.save', subjectId: randomUUID() };
  const done = async (work: () => Promise<unknown>, viewer = 'employee') => {
    await watched(
      'any.thing',
      Object.assign(work, { _def: { type: 'mutation' } }),
    )({ ctx: { viewer: { kind: viewer } } });
    return assertEvidence([api.one]).then(
      () => 'told',
      (fault: Error) => fault.message,
    );
  };

  test('and finds one that leaves none', async () => {
    const query = api.one.query.bind(api.one);
    expect(await done(() => query(change))).toMatch(/^any.thing writes property and tells nobody$/m);
    expect(await done(() => api.one.transaction((q) => q(change)))).toMatch(/tells nobody/);
    expect(await done(() => query('select from property for update'))).toBe('told');
    expect(await done(() => query(`${change} where id = $1`, [randomUUID()]))).toBe('told');
    expect(await done(() => api.one.transaction((q) => audit(q, entry)))).toBe('told');
  });

  test('finds one that hides by which link it came', async () => {
    const query = api.one.query.bind(api.one);
    expect(await done(() => audit(query, entry), 'ticketLink')).toBe(
      'any.thing does not tell that it was done by a ticketLink',
    );
    expect(await done(() => audit(query, { ...entry, link: 'ticketLink' }), 'ticketLink')).toBe('told');
  });

  test('finds one that does not tell what was there before, or what is there now', async () => {
    await api.one.query(`update property set name = 'Alt'`);
    await api.one.query(`insert into setting (key, value) values ('quietHours', '7')`);
    const told = (sql: string, sides: { before?: object; after?: object }) =>
      done(() =>
        api.one.transaction(async (q) => {
          await q(sql);
          await audit(q, { ...entry, ...sides });
        }),
      );
    const rename = (name: string, sides: { before?: object; after?: object }) =>
      told(`update property set name = '${name}'`, sides);
    const fault = 'any.thing changes name of a property and does not tell what it';
    expect(await rename('Neu', { before: { name: 'Alt' }, after: { name: 'Neu' } })).toBe('told');
    expect(await rename('Neuer', { after: { name: 'Neuer' } })).toBe(`${fault} was before`);
    expect(await rename('Anders', { before: { named: ['Neuer'] }, after: { name: '' } })).toBe(`${fault} is now`);
    const remove = `delete from setting where key = 'quietHours'`;
    expect(await told(remove, {})).toBe('any.thing takes a setting away and does not tell what it was');
  });

  test('finds an entry that names nobody', async () => {
    const undone = new Error('undone');
    const tried = api.two.transaction(async (query) => {
      await audit(query, { ...entry, actor: {} });
      await expect(assertEvidence([{ query }])).rejects.toThrow('audit property.save names nobody');
      throw undone;
    });
    await expect(tried).rejects.toBe(undone);
  });
});

test('what is not recorded is named with its reason, and each of it is there', () => {
  expect(Object.keys(unrecorded).filter((name) => !mutations.includes(name))).toEqual([]);
});

test('what no other test of the API carries out tells who did it, too', async () => {
  const email = 'anna@one.test';
  const by = await person(api.one, { email, employee: 'administrator', password });
  const signedIn = await api.call(HERE, 'session.signIn', { entrance: 'management', email, password });
  const headers = { cookie: signedIn.cookie ?? '' };
  const [home] = await api.one.query<{ property: string; person: string }>(
    `select b.property_id as property, t.person_id as person
     from tenancy t join unit u on u.id = t.unit_id join building b on b.id = u.building_id`,
  );
  const { property: propertyId = '', person: personId = '' } = home ?? {};
  const [building, unit, ticket, message, run] = Array.from({ length: 5 }, () => randomUUID());
  await api.one.query(
    `insert into ticket (id, number, property_id, place, reporter_id, category, urgency, title, phase, policy_version,
       command_id, reported_at, changed_at)
     values ($1, 'T-1', $2, 'common', $3, 'water', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now())`,
    [ticket, propertyId, personId],
  );
  await api.one.query(
    `with m as (
       insert into message (id, noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
         due_at, state)
       values ($1, 'ticket', $2, $2, 'noteAdded:1', 1, 'person', $3, 'reporter', 'noteAdded', now(), 'queued') returning id
     ) insert into letter (message_id, recipient, city, pages, pdf) select id, 'R', 'B', 1, '' from m`,
    [message, ticket, personId],
  );
  const revision = async (table: string, id: unknown) =>
    (await api.one.query<{ revision: number }>(`select revision from ${table} where id = $1`, [id]))[0]?.revision;
  const act = async (name: string, input: object) => {
    const [{ last = 0 } = {}] = await api.one.query<{ last: number }>('select coalesce(max(id), 0) as last from audit');
    const { status, code } = await api.call(HERE, name, input, { headers });
    expect({ name, status, code }).toEqual({ name, status: 200, code: undefined });
    const told = await api.one.query('select distinct actor from audit where id > $1', [last]);
    expect({ name, told }).toEqual({ name, told: [{ actor: { kind: 'employee', id: by } }] });
  };
  const house = { name: 'B', street: 'Weg 1' };
  const flat = { ...{ number: '9', usage: 'flat', floor: 0, position: '', staircase: '' }, area: null, rooms: null };
  await act('properties.makeBuilding', { id: building, propertyId, building: house });
  await act('properties.saveBuilding', { id: building, revision: 1, building: { ...house, name: 'C' } });
  await act('units.make', { id: unit, buildingId: building, unit: { ...flat, shareNumerator: null } });
  await act('units.save', { id: unit, revision: 1, unit: { ...flat, number: '10', shareNumerator: null } });
  await act('units.activate', { id: unit, revision: await revision('unit', unit), active: false });
  await act('units.remove', { id: unit, revision: await revision('unit', unit) });
  await act('properties.removeBuilding', { id: building, revision: await revision('building', building) });
  await act('letters.makeRun', { id: run });
  await act('letters.post', { id: run });
  await act('desk.saveView', { id: run, name: 'Meins', view: {} });
  await act('desk.removeView', { id: run });
  await act('appointments.makeFeed', { kind: 'all' });
});
