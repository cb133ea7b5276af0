import { randomUUID } from 'node:crypto';
import { type Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertSame } from '../../api/commands/act.ts';
import { sendCommand } from '../../api/commands/send.ts';
import { orderLinkOf } from '../../db/links.ts';
import { openCommands, type StoredCommand, standingOf, storeCommand } from '../../db/queries/commands.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const host = 'one.localhost';
const password = 'Regen auf Dach 7';
const [ticket, order] = [randomUUID(), randomUUID()];
let api: TestApi;
let resident: string;
let firm: string;

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  resident = await person(one, { email: 'rita@one.test', resident: true, password });
  await person(one, { email: 'kurt@one.test', contractor: true, password });
  const [contractor] = await one.query<{ id: string }>('select id from contractor');
  firm = contractor?.id ?? '';
  await one.query(
    `insert into ticket (id, number, property_id, place, reporter_id, category, urgency, title, phase,
       policy_version, command_id, reported_at, changed_at)
     select $1, 'T-1', id, 'unit', $2, 'water', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now() from property`,
    [ticket, resident],
  );
  await one.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
       policy_version, command_id, placed_at, changed_at)
     select $1, 'A-1', id, $2, '{}', '{}', 'T', 'normal', 'running', 1, gen_random_uuid(), now(), now() from property`,
    [order, firm],
  );
  await one.query('insert into work_order_ticket values ($1, $2)', [order, ticket]);
});
afterAll(() => api.close());

const stored = () => api.one.query('select id from command');

test('what belongs to the management is refused to residents and contractors before it is stored', async () => {
  const { cookie = '' } = await api.call(host, 'session.signIn', {
    entrance: 'residents',
    email: 'rita@one.test',
    password,
  });
  const forward = { ticketId: ticket, commandId: randomUUID(), command: { type: 'forward', to: { role: 'owner' } } };
  expect(await api.call(host, 'tickets.act', forward, { headers: { cookie } })).toMatchObject({ code: 'forbidden' });
  const link = (await orderLinkOf(api.one, order)) ?? '';
  const cancel = { orderId: order, commandId: randomUUID(), command: { type: 'cancel' } };
  expect(await api.call(host, 'orders.act', cancel, { headers: { 'x-link': link } })).toMatchObject({
    code: 'forbidden',
  });
  expect(await stored()).toEqual([]);
});

test('an act that is sent again says what was stored the first time', async () => {
  const first: StoredCommand = {
    id: randomUUID(),
    noun: 'ticket',
    subjectId: ticket,
    type: 'note',
    actor: { kind: 'person', id: resident },
    at: '2026-03-02T08:00:00.000Z',
    facts: { visibility: 'visible' },
    words: { text: 'first' },
    files: [],
  };
  await api.one.transaction((q) => storeCommand(q, first));
  const again = { ...first, facts: { visibility: 'internal' }, words: { text: 'second' } };
  expect(await assertSame(api.one, again)).toMatchObject({ facts: first.facts, words: first.words, state: 'open' });
});

test('an order is sent after what was said on its tickets before, until their workflows hold that', async () => {
  const said = (id: string, more: Pick<StoredCommand, 'noun' | 'subjectId' | 'type' | 'facts'>): StoredCommand => ({
    id,
    actor: { kind: 'person', id: resident },
    at: '2026-03-02T08:00:00.000Z',
    words: {},
    files: [],
    ...more,
  });
  const [accept, place, other] = [randomUUID(), randomUUID(), randomUUID()];
  const ticketId = randomUUID();
  await api.one.transaction(async (q) => {
    await storeCommand(q, said(accept, { noun: 'ticket', subjectId: ticketId, type: 'accept', facts: {} }));
    const facts = { tickets: [ticketId] };
    await storeCommand(q, said(place, { noun: 'workOrder', subjectId: randomUUID(), type: 'place', facts }));
    const later = { noun: 'ticket', subjectId: ticketId, type: 'note', facts: {} } as const;
    await storeCommand(q, said(other, later));
  });
  const before = async () => (await standingOf(api.one, place)).older.map(({ id }) => id);
  const swept = async () => (await openCommands(api.one, 0, 100)).map(({ id }) => id);
  expect(await before()).toEqual([accept]);
  expect(await swept()).toContain(accept);
  expect(await swept()).not.toContain(place);
  // Its row tells of it; that its workflow holds it is known only with the answer.
  await api.one.query(`update command set state = 'applied', revision = 2, settled = false where id = $1`, [accept]);
  expect(await before()).toEqual([accept]);
  expect(await swept()).not.toContain(place);
  await api.one.query('update command set settled = true where id = $1', [accept]);
  expect(await before()).toEqual([]);
  expect(await swept()).toEqual(expect.arrayContaining([place, other]));
  await api.one.query('delete from command where id = any($1::uuid[])', [[accept, place, other]]);
});

/** A lifecycle that refuses everything, as it stands at this revision. */
function refusingAt(revision: number): Client {
  const refusal = ApplicationFailure.nonRetryable('notAllowedNow', 'notAllowedNow', revision);
  const handle = { executeUpdate: () => Promise.reject(new WorkflowUpdateFailedError('refused', refusal)) };
  const connection = { withDeadline: (_: number, ask: () => Promise<unknown>) => ask() };
  return { connection, workflow: { getHandle: () => handle } } as unknown as Client;
}

async function accepting(more = ''): Promise<StoredCommand> {
  const command: StoredCommand = {
    id: randomUUID(),
    noun: 'ticket',
    subjectId: ticket,
    type: 'accept',
    actor: { kind: 'person', id: resident },
    at: new Date().toISOString(),
    facts: {},
    words: {},
    files: [],
  };
  await api.one.transaction((q) => storeCommand(q, command));
  if (more) await api.one.query(`update command set ${more} where id = $1`, [command.id]);
  return command;
}

test('an act is refused for good only by a lifecycle that has heard what was written for it before', async () => {
  await api.one.query(
    `insert into lifecycle_fact (id, from_noun, from_id, to_noun, to_id, revision, body, written_at)
     values ($1, 'workOrder', $2, 'ticket', $3, 4, '{}', now() - interval '1 second')`,
    [randomUUID(), order, ticket],
  );
  const command = await accepting();
  expect(await sendCommand(refusingAt(1), api.one, command)).toEqual({ state: 'kept' });
  await api.one.query(`update lifecycle_fact set state = 'told'`);
  await expect(sendCommand(refusingAt(1), api.one, command)).rejects.toMatchObject({ code: 'notAllowedNow' });
  await api.one.query('delete from lifecycle_fact');
  await api.one.query('delete from command where id = $1', [command.id]);
});

test('what a row tells of is not called done while its living lifecycle refuses it', async () => {
  const lost = await accepting(`state = 'applied', revision = 1, settled = false`);
  expect(await sendCommand(refusingAt(1), api.one, lost)).toEqual({ state: 'kept' });
  // The lifecycle's own revision has taken its place.
  await api.one.query(`update command set state = 'open', revision = null where id = $1`, [lost.id]);
  await expect(sendCommand(refusingAt(1), api.one, lost)).rejects.toMatchObject({ code: 'notAllowedNow' });
  await api.one.query('delete from command where id = $1', [lost.id]);
});

test('a ticket that is named twice in one order is ordered and visited once', async () => {
  await person(api.one, { email: 'mara@one.test', employee: 'manager', password });
  const signIn = { entrance: 'management', email: 'mara@one.test', password };
  const { cookie = '' } = await api.call(host, 'session.signIn', signIn);
  const commandId = randomUUID();
  const placed = { orderId: randomUUID(), commandId, title: 'Reparatur', needsAppointment: true };
  await api.call(
    host,
    'orders.place',
    { ...placed, tickets: [ticket, ticket], contractors: [firm, firm], clientKind: 'workspace' },
    { headers: { cookie } },
  );
  const [row] = await api.one.query<{ facts: Record<string, unknown[]> }>('select facts from command where id = $1', [
    commandId,
  ]);
  expect(row?.facts).toMatchObject({ tickets: [ticket], contractors: [firm] });
  expect(row?.facts.appointments).toHaveLength(1);
});

test('the link of a firm that the management no longer works with says so', async () => {
  const link = (await orderLinkOf(api.one, order)) ?? '';
  await api.one.query('update contractor set active = false');
  const answer = await api.call(host, 'orders.get', { id: null }, { kind: 'query', headers: { 'x-link': link } });
  expect(answer).toMatchObject({ code: 'contractorInactive', status: 403 });
});

test('who handed an order back and did not hear the answer is told the same again, and nobody else is', async () => {
  await api.one.query('update contractor set active = true');
  const { cookie = '' } = await api.call(host, 'session.signIn', {
    entrance: 'contractors',
    email: 'kurt@one.test',
    password,
  });
  const commandId = randomUUID();
  const decline = { orderId: order, commandId, command: { type: 'decline', reason: 'noCapacity' } };
  await api.one.query(
    `insert into command (id, noun, subject_id, type, actor, at, facts, words, files, state, revision)
     values ($1, 'workOrder', $2, 'decline', $3, now(), '{"reason": "noCapacity"}', '{}', '{}', 'applied', 7)`,
    [commandId, order, JSON.stringify({ kind: 'contractor', id: firm })],
  );
  await api.one.query('update work_order set contractor_id = null where id = $1', [order]);
  const say = (command: object) => api.call(host, 'orders.act', command, { headers: { cookie } });
  expect(await say(decline)).toMatchObject({ data: { state: 'applied', revision: 7 } });
  expect(await say({ ...decline, commandId: randomUUID() })).toMatchObject({
    code: 'notFound',
  });
  await api.one.query('update work_order set contractor_id = $2 where id = $1', [order, firm]);
});
