import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
let api: TestApi;
let clerk: { id: string; cookie: string };
let neighbour: { id: string; cookie: string };
const home = { property: '', building: '', unit: '', renter: '' };

const signIn = async (entrance: string, email: string) =>
  (await api.call(HOST, 'session.signIn', { entrance, email, password })).cookie ?? '';
const act = <Data = Record<string, unknown>>(name: string, input: unknown, { cookie } = clerk) =>
  api.call<Data>(HOST, name, input, { headers: { cookie } });
const ask = <Data>(name: string, input: unknown) =>
  api.call<Data>(HOST, name, input, { kind: 'query', headers: { cookie: clerk.cookie } });
const said = (subject: string, type: string) =>
  api.one.query('select actor, facts, state from command where subject_id = $1 and type = $2', [subject, type]);
const told = async (subject: string) =>
  (
    await api.one.query<{ what: string; before: unknown; after: unknown }>(
      'select what, before, after from audit where subject_id = $1 order by id',
      [subject],
    )
  ).map(({ what, before, after }) => [what, before, after]);

/** A ticket of the house that the engine has never heard of. */
async function ticket(title: string, place: 'unit' | 'common' = 'common'): Promise<string> {
  const [row] = await api.one.query<{ id: string }>(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title, phase,
       policy_version, command_id, reported_at, changed_at)
     values (gen_random_uuid(), $5, $1, $2, case when $6 = 'unit' then $3::uuid end, $6, $4, 'water', 'normal', $5, 'new', 1,
       gen_random_uuid(), now(), now()) returning id`,
    [home.property, home.building, home.unit, home.renter, title, place],
  );
  await api.one.query('insert into file_head (file_id) values ($1)', [row?.id]);
  return row?.id ?? '';
}

beforeAll(async () => {
  api = await startTestApi();
  const id = await person(api.one, { email: 'karin@one.test', employee: 'clerk', password });
  clerk = { id, cookie: await signIn('management', 'karin@one.test') };
  home.renter = await person(api.one, { email: 'rita@one.test', resident: true });
  const next = await person(api.one, { email: 'nils@one.test', password });
  const [place] = await api.one.query<{ property: string; building: string; unit: string }>(
    `select b.property_id as property, b.id as building, u.id as unit from unit u join building b on b.id = u.building_id`,
  );
  Object.assign(home, place);
  await api.one.query(
    `with u as (insert into unit (building_id, number) values ($1, '2') returning id)
     insert into tenancy (unit_id, person_id, role, valid_from) select id, $2, 'renter', '2020-01-01' from u`,
    [home.building, next],
  );
  neighbour = { id: next, cookie: await signIn('residents', 'nils@one.test') };
});
afterAll(() => api.close());

test('one act on many tickets is said on each in the name of who chose them, and so is taking it back', async () => {
  const ids = [await ticket('Licht'), await ticket('Tor')];
  const id = randomUUID();
  const start = { id, command: { type: 'accept' }, ticketIds: ids };
  expect((await act('batch.start', start)).data).toEqual({ id, tickets: 2 });
  expect((await act('batch.start', start)).status).toBe(200);
  const actor = { kind: 'employee', id: clerk.id };
  for (const each of ids) await expect.poll(() => said(each, 'accept')).toMatchObject([{ actor, state: 'open' }]);
  expect((await act('batch.undo', { id })).status).toBe(200);
  expect((await act('batch.undo', { id })).code).toBe('notAllowedNow');
  expect((await ask<{ state: string }>('batch.get', { id })).data).toMatchObject({ state: 'undoing' });
  expect(await told(id)).toEqual([
    ['batch.start', null, { type: 'accept', tickets: 2 }],
    ['batch.undo', { state: expect.stringMatching(/^(running|done)$/) }, { state: 'undoing' }],
  ]);
});

describe('a ticket that is there twice', () => {
  test('is joined by a neighbour where it is about what belongs to all', async () => {
    const [common, own] = [await ticket('Aufzug steht'), await ticket('Hahn tropft', 'unit')];
    const follow = (ticketId: string) => act('duplicates.follow', { ticketId, commandId: randomUUID() }, neighbour);
    expect((await follow(own)).code).toBe('notFound');
    expect((await follow(common)).data).toMatchObject({ number: 'Aufzug steht', state: 'kept' });
    expect(await said(common, 'follow')).toMatchObject([{ actor: { kind: 'person', id: neighbour.id } }]);
  });

  test('ends in the one that leads it, by its number', async () => {
    const [one, leading] = [await ticket('Dach undicht'), await ticket('Dach leckt')];
    const merge = { ticketId: one, into: leading, commandId: randomUUID(), text: 'Dasselbe' };
    expect((await act('duplicates.merge', { ...merge, into: randomUUID() })).code).toBe('notFound');
    expect((await act('duplicates.merge', merge)).data).toMatchObject({ number: 'Dach leckt', state: 'kept' });
    expect(await said(one, 'merge')).toMatchObject([
      { facts: { into: leading, number: 'Dach leckt', own: 'Dach undicht' } },
    ]);
  });

  test('gives a part of it to a new one, of the same place and reporter', async () => {
    const from = await ticket('Keller nass, Licht aus');
    const newTicketId = randomUUID();
    const split = {
      ...{ ticketId: from, newTicketId, commandId: randomUUID(), splitCommandId: randomUUID() },
      ...{ category: 'water', place: 'common', title: 'Licht aus' },
    };
    const { data } = await act<{ number: string }>('duplicates.split', split);
    expect(
      await api.one.query('select number, title, building_id, reporter_id from ticket where id = $1', [newTicketId]),
    ).toEqual([{ number: data?.number, title: 'Licht aus', building_id: home.building, reporter_id: home.renter }]);
    expect(await said(newTicketId, 'report')).toMatchObject([{ actor: { kind: 'employee', id: clerk.id } }]);
    expect(await said(from, 'split')).toMatchObject([{ facts: { into: newTicketId, number: data?.number } }]);
  });
});

test('what reached nobody is sent again by a way that is known, or put away and brought back', async () => {
  const about = await ticket('Klingel');
  const [message] = await api.one.query<{ id: string }>(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, due_at,
       state, told_at)
     values ('ticket', $1, $1, 'noteAdded:1', 1, 'person', $2, 'reporter', 'noteAdded', now(), 'failed', now()) returning id`,
    [about, home.renter],
  );
  const id = message?.id ?? '';
  const listed = async () => ((await ask<{ id: string }[]>('deliveries.list', { fileId: about })).data ?? []).length;
  expect(await listed()).toBe(1);
  for (const settled of [true, false]) {
    expect((await act('deliveries.settle', { id, settled })).status).toBe(200);
    expect(await listed()).toBe(settled ? 0 : 1);
  }
  expect((await act('deliveries.retry', { id, way: 'fax' })).code).toBe('addresseeUnknown');
  expect((await act('deliveries.retry', { id, way: 'mail' })).status).toBe(200);
  expect(await api.one.query('select state, wished from message where id = $1', [id])).toEqual([
    { state: 'open', wished: 'mail' },
  ]);
  expect(await told(id)).toEqual([
    ['message.settle', { state: 'failed', channel: null, settled: false }, { settled: true }],
    ['message.unsettle', { state: 'failed', channel: null, settled: true }, { settled: false }],
    ['message.retry', { state: 'failed', channel: null, settled: false }, { state: 'open', channel: 'mail' }],
  ]);
  const timeline = await api.one.query<{ kind: string }>('select kind from timeline where file_id = $1 order by seq', [
    about,
  ]);
  expect(timeline.map(({ kind }) => kind)).toEqual(['messageSettled', 'messageUnsettled', 'messageRetried']);
});
