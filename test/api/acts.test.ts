import { randomUUID } from 'node:crypto';
import { type Client, type WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { FastifyBaseLogger } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { nightlyActivities } from '../../activities/workspace/nightly.ts';
import { assertSame, peopleAct } from '../../api/commands/act.ts';
import { sendCommand } from '../../api/commands/send.ts';
import { visitForActs } from '../../api/commands/sweep.ts';
import { orderLinkOf } from '../../db/links.ts';
import { openCommands, type StoredCommand, standingOf, storeCommand } from '../../db/queries/commands.ts';
import { heldUntil, releaseDue, withdrawHeld } from '../../db/queries/held.ts';
import { hangingIn, loadOf } from '../../db/queries/operation.ts';
import { place } from '../../domain/workOrder/rules.ts';
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

test('an invoice begins an ended order from its row as it stands in one look, and a running one not at all', async () => {
  const state = { applied: [], phase: 'closed' };
  const begun: unknown[] = [];
  const client = {
    connection: { withDeadline: (_: number, ask: () => Promise<unknown>) => ask() },
    workflow: {
      executeUpdateWithStart: async (
        _: unknown,
        how: { startWorkflowOperation: WithStartWorkflowOperation<never> },
      ) => {
        begun.push(how.startWorkflowOperation.options.args);
        return { revision: 4 };
      },
      getHandle: () => ({ executeUpdate: async () => ({ revision: 4 }) }),
    },
  } as unknown as Client;
  const invoice = { ...(await accepting()), noun: 'workOrder', subjectId: order, type: 'invoice' } as const;
  const looks = async () => {
    const asked = vi.spyOn(api.one, 'query');
    expect(await sendCommand(client, api.one, invoice)).toEqual({ state: 'applied', revision: 4 });
    const count = asked.mock.calls.filter(([sql]) => sql.includes('from work_order where')).length;
    asked.mockRestore();
    return count;
  };
  expect(await looks()).toBe(1);
  expect(begun).toEqual([]);
  await api.one.query(`update work_order set phase = 'closed', state = $2 where id = $1`, [
    order,
    JSON.stringify(state),
  ]);
  expect(await looks()).toBe(1);
  expect(begun).toEqual([[{ id: order, state }]]);
  await api.one.query(`update work_order set phase = 'running', state = null where id = $1`, [order]);
  await api.one.query('delete from command where id = $1', [invoice.id]);
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

/** Says something through the order's link; what is held can be seen there. */
async function throughLink() {
  const link = (await orderLinkOf(api.one, order)) ?? '';
  const headers = { 'x-link': link };
  return {
    act: (command: object, more: object = {}) =>
      api.call<{ state: string; until?: string }>(
        host,
        'orders.act',
        { orderId: order, commandId: randomUUID(), command, ...more },
        { headers },
      ),
    takeBack: (commandId: string) =>
      api.call<{ said: object[] }>(host, 'orders.takeBack', { orderId: order, commandId }, { headers }),
    sendNow: () => api.call<{ state: string }>(host, 'orders.sendNow', { orderId: order }, { headers }),
    folder: async () => (await api.call(host, 'orders.get', { id: order }, { kind: 'query', headers })).data ?? {},
  };
}
const commandsOn = () =>
  api.one.query<{ id: string; type: string; state: string; words: object }>(
    'select id, type, state, words from command where subject_id = $1 order by created_seq',
    [order],
  );
const slot = (hour: number) => ({
  id: randomUUID(),
  starts: `2026-03-04T${hour}:00:00.000Z`,
  ends: `2026-03-04T${hour + 1}:00:00.000Z`,
});

test('what a firm says is stored and held for half a minute: nobody hears of it, no deadline passes over it', async () => {
  const { act, folder } = await throughLink();
  const [commandId, dates] = [randomUUID(), randomUUID()];
  const offer = { type: 'proposeSlots', appointment: randomUUID(), slots: [slot(10)] };
  const said = { commandId, also: [{ commandId: dates, command: offer }] };
  const first = await act({ type: 'accept' }, said);
  expect(first.data).toMatchObject({ state: 'held' });
  const left = Date.parse(first.data?.until ?? '') - Date.now();
  expect(left).toBeGreaterThan(20_000);
  expect(left).toBeLessThanOrEqual(30_000);
  // Said again (its answer was lost) it is the same act.
  expect((await act({ type: 'accept' }, said)).data).toEqual(first.data);
  expect(await commandsOn()).toMatchObject([
    { id: commandId, type: 'accept', state: 'held' },
    { id: dates, type: 'proposeSlots', state: 'held' },
  ]);
  expect((await openCommands(api.one, 0, 100)).filter(({ subjectId }) => subjectId === order)).toEqual([]);
  expect(await folder()).toMatchObject({ held: { commandId, types: ['accept', 'proposeSlots'] }, unsent: null });
  const office = { entrance: 'management', email: 'mara@one.test', password };
  const { cookie = '' } = await api.call(host, 'session.signIn', office);
  const seen = await api.call(host, 'orders.get', { id: order }, { kind: 'query', headers: { cookie } });
  expect(seen.data).toMatchObject({ held: null, timeline: [] });
  // What came due before it was said goes on, what comes due after it waits.
  expect(await heldUntil(api.one, 'workOrder', order, '2026-03-02T08:00:00.000Z')).toBeNull();
  const waits = await heldUntil(api.one, 'workOrder', order, new Date(Date.now() + 1_000).toISOString());
  expect(Date.parse(waits ?? '')).toBeGreaterThanOrEqual(Date.parse(first.data?.until ?? ''));
});

test('what is taken back in time was never said, and the same again is told the same', async () => {
  const { takeBack, folder } = await throughLink();
  const [accept] = await commandsOn();
  const first = await takeBack(accept?.id ?? '');
  expect(first.data?.said).toMatchObject([
    { type: 'accept' },
    { type: 'proposeSlots', facts: { slots: [{ starts: '2026-03-04T10:00:00.000Z' }] } },
  ]);
  expect((await takeBack(accept?.id ?? '')).data).toEqual(first.data);
  expect((await commandsOn()).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
  const told = await api.one.query(`select actor from audit where what = 'workOrder.takeBack' and subject_id = $1`, [
    order,
  ]);
  expect(told).toEqual([{ actor: { kind: 'contractor', id: firm } }]);
  expect(await folder()).toMatchObject({ held: null });
  expect((await takeBack(randomUUID())).code).toBe('notFound');
  await api.one.query('delete from command where subject_id = $1', [order]);
});

test('words and photos that were taken back are given again, until something else is said or the night comes', async () => {
  const { act, takeBack } = await throughLink();
  const [photo] = await api.one.query<{ id: string }>(
    `insert into stored_file (sha256, media_type, bytes, name, uploaded_by)
     values ('00', 'image/jpeg', 1, 'a.jpg', $1) returning id`,
    [JSON.stringify({ kind: 'contractor', id: firm })],
  );
  const said = { type: 'ask', text: 'Wo ist der Absperrhahn?', files: [photo?.id] };
  const askAndTakeBack = async () => {
    const commandId = randomUUID();
    await act({ type: 'ask' }, { commandId, text: said.text, files: said.files });
    expect((await takeBack(commandId)).data?.said).toMatchObject([said]);
    // Its answer was lost.
    expect((await takeBack(commandId)).data?.said).toMatchObject([said]);
    return commandId;
  };
  const words = async () => (await commandsOn()).map((command) => command.words);
  const first = await askAndTakeBack();
  const second = await askAndTakeBack();
  expect(await words()).toEqual([{}, { text: said.text }]);
  expect((await takeBack(first)).data?.said).toMatchObject([{ type: 'ask', text: '', files: [] }]);
  const { workspaces, temporal } = api.services;
  await nightlyActivities({ workspaces, client: temporal.client, beat: () => {} }).attendPrivacy();
  expect(await words()).toEqual([{}, {}]);
  expect((await takeBack(second)).data?.said).toMatchObject([{ type: 'ask', text: '', files: [] }]);
  await api.one.query('delete from command where subject_id = $1', [order]);
});

test('when its time is over it is sent in its order, whichever process is there, and can not be taken back', async () => {
  const { act, takeBack } = await throughLink();
  const commandId = randomUUID();
  const dates = { commandId: randomUUID(), command: { type: 'accept' } };
  await act({ type: 'ask' }, { commandId, text: 'Wo ist der Absperrhahn?', also: [dates] });
  await api.one.query(`update command set at = at - interval '1 minute', held_until = now() where subject_id = $1`, [
    order,
  ]);
  const due = async () => (await openCommands(api.one, 0, 100)).filter(({ subjectId }) => subjectId === order);
  expect(await due()).toMatchObject([{ id: commandId, state: 'held' }]);
  await releaseDue(api.one);
  expect(await due()).toMatchObject([{ id: commandId, state: 'open' }]);
  expect((await standingOf(api.one, dates.commandId)).older.map(({ id }) => id)).toEqual([commandId]);
  expect((await takeBack(commandId)).code).toBe('alreadySent');
  await api.one.query('delete from command where subject_id = $1', [order]);
});

test('what is said next, or an impatient finger, sends what is held; a firm can also say at once that it is to be sent', async () => {
  const { act, sendNow } = await throughLink();
  const states = async () => (await commandsOn()).map(({ state }) => state);
  await act({ type: 'ask' }, { text: 'Wo ist der Absperrhahn?' });
  await act({ type: 'ask' }, { text: 'Und der Schlüssel?' });
  expect(await states()).toEqual(['open', 'held']);
  expect((await sendNow()).data).toMatchObject({ state: 'kept' });
  expect(await states()).toEqual(['open', 'open']);
  expect((await act({ type: 'ask' }, { text: 'Danke.', now: true })).data).toMatchObject({ state: 'kept' });
  expect(await states()).toEqual(['open', 'open', 'open']);
  await api.one.query('delete from command where subject_id = $1', [order]);
});

test('the same act said by an impatient finger several times at once is held, not sent', async () => {
  const { act } = await throughLink();
  const [commandId, dates] = [randomUUID(), { commandId: randomUUID(), command: { type: 'accept' } }];
  const said = { commandId, text: 'Wo ist der Absperrhahn?', also: [dates] };
  const answers = await Promise.all(Array.from({ length: 12 }, () => act({ type: 'ask' }, said)));
  expect(answers.map(({ data }) => data?.state)).toEqual(Array(12).fill('held'));
  expect((await commandsOn()).map(({ state }) => state)).toEqual(['held', 'held']);
  await api.one.query('delete from command where subject_id = $1', [order]);
});

test('who takes back what a colleague’s act has sent in this very moment does not take back the colleague’s', async () => {
  const { act } = await throughLink();
  const sent = randomUUID();
  await act({ type: 'ask' }, { commandId: sent, text: 'Wo ist der Absperrhahn?' });
  await act({ type: 'ask' }, { text: 'Und der Schlüssel?' });
  await withdrawHeld(api.one, { noun: 'workOrder', subjectId: order, actor: { kind: 'contractor', id: firm } }, sent);
  expect((await commandsOn()).map(({ state }) => state)).toEqual(['open', 'held']);
  await api.one.query('delete from command where subject_id = $1', [order]);
});

test('what is to be sent at once comes after what is held, and never brings back what was taken back', async () => {
  const { act, takeBack } = await throughLink();
  const states = async () => (await commandsOn()).map(({ state }) => state);
  const first = randomUUID();
  await act({ type: 'ask' }, { commandId: first, text: 'Wo ist der Absperrhahn?' });
  await takeBack(first);
  const again = { commandId: first, text: 'Wo ist der Absperrhahn?', now: true };
  expect((await act({ type: 'ask' }, again)).code).toBe('notAllowedNow');
  expect(await states()).toEqual(['withdrawn']);
  const held = randomUUID();
  await act({ type: 'ask' }, { commandId: held, text: 'Und der Schlüssel?' });
  await act({ type: 'ask' }, { text: 'Danke.', now: true });
  expect(await states()).toEqual(['withdrawn', 'open', 'open']);
  // Said again (its answer was lost), it sends nothing that was said since.
  await act({ type: 'ask' }, { text: 'Bis morgen.' });
  await act({ type: 'ask' }, { commandId: held, text: 'Und der Schlüssel?', now: true });
  expect(await states()).toEqual(['withdrawn', 'open', 'open', 'held']);
  await api.one.query('delete from command where subject_id = $1', [order]);
});

test('a deadline waits for what is kept a minute at a time, for a day', async () => {
  const command = await accepting();
  const late = async (by: string) => {
    await api.one.query('update command set held_until = now() - $2::interval where id = $1', [command.id, by]);
    const until = await heldUntil(api.one, 'ticket', ticket, new Date(Date.now() + 1_000).toISOString());
    return until && Math.round((Date.parse(until) - Date.now()) / 1_000);
  };
  for (const by of ['10 minutes', '20 hours']) {
    expect(await late(by)).toBeGreaterThan(55);
    expect(await late(by)).toBeLessThanOrEqual(65);
  }
  expect(await late('20 seconds')).toBeLessThanOrEqual(25);
  expect(await late('25 hours')).toBeNull();
  await api.one.query('delete from command where id = $1', [command.id]);
});

test('a firm reads in its order what has to be mended, and nothing of what the ticket’s other orders have to', async () => {
  const { folder } = await throughLink();
  const demands = [
    { id: randomUUID(), of: order, text: 'Bitte die Düse tauschen.' },
    { id: randomUUID(), of: randomUUID(), text: 'Nicht für diesen Auftrag.' },
  ];
  await api.one.query('insert into file_head (file_id) values ($1) on conflict do nothing', [ticket]);
  for (const [at, { id, of, text }] of demands.entries()) {
    await api.one.query(
      `insert into command (id, noun, subject_id, type, actor, at, facts, state)
       values ($1, 'ticket', $2, 'demandRework', '{}', now(), jsonb_build_object('order', $3::text), 'applied')`,
      [id, ticket, of],
    );
    await api.one.query(
      `insert into timeline (file_id, seq, at, kind, noun, subject_id, revision, command_id, actor, audience, body, salt,
                             body_hash, prev_hash, hash)
       values ($1, $2, now(), 'reworkDemanded', 'ticket', $1, $2, $3, $4, array['reporter', 'contractor:' || $5::text],
               $6, '', '', '', '')`,
      [
        ticket,
        500 + at,
        id,
        JSON.stringify({ kind: 'system' }),
        firm,
        JSON.stringify({ facts: {}, words: { text }, files: [] }),
      ],
    );
  }
  expect(await folder()).toMatchObject({ timeline: [{ kind: 'reworkDemanded', text: 'Bitte die Düse tauschen.' }] });
  await api.one.query('delete from command where id = any($1::uuid[])', [demands.map(({ id }) => id)]);
});

test('what the order would refuse is refused before it is held', async () => {
  const command = {
    type: 'place' as const,
    policy: 1,
    urgency: 'normal' as const,
    federalState: 'BE' as const,
    tickets: [ticket],
    contractors: [firm],
    appointments: [],
  };
  const actor = { kind: 'employee', id: randomUUID() } as const;
  const { state } = place(order, { id: randomUUID(), actor, at: new Date().toISOString(), command });
  await api.one.query('update work_order set state = $2 where id = $1', [order, JSON.stringify(state)]);
  const { act } = await throughLink();
  expect((await act({ type: 'accept' })).code).toBe('notAllowedNow');
  expect(await commandsOn()).toEqual([]);
  await api.one.query('update work_order set state = null where id = $1', [order]);
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

describe('what is sent again', () => {
  /** Lifecycles that take everything, but for what is `stuck`; `asked` tells what they were sent. */
  function engine(stuck: (id: string) => boolean): { client: Client; asked: string[] } {
    const asked: string[] = [];
    const executeUpdate = async (_: unknown, { updateId }: { updateId: string }) => {
      asked.push(updateId);
      if (stuck(updateId))
        throw Object.assign(new Error('nobody'), { name: 'WorkflowUpdateRPCTimeoutOrCancelledError' });
      await api.one.query(`update command set state = 'applied', revision = 1 where id = $1`, [updateId]);
      return { revision: 1 };
    };
    const connection = { withDeadline: (_: number, ask: () => Promise<unknown>) => ask() };
    return { client: { connection, workflow: { getHandle: () => ({ executeUpdate }) } } as unknown as Client, asked };
  }

  /** Stores so many acts on as many tickets, a minute ago; those of a firm were held back until a moment ago. */
  async function waiting(count: number, held = false): Promise<string[]> {
    const rows = await api.one.query<{ id: string }>(
      `insert into command (id, noun, subject_id, type, actor, at, facts, words, state, held_until)
       select gen_random_uuid(), 'ticket', gen_random_uuid(), 'note', $2, now() - interval '1 minute',
         '{"visibility": "internal"}', '{}', case when $3 then 'held' else 'open' end,
         case when $3 then now() - interval '1 second' end
       from generate_series(1, $1) returning id`,
      [count, JSON.stringify({ kind: 'person', id: resident }), held],
    );
    return rows.map(({ id }) => id);
  }

  async function visit(client: Client): Promise<void> {
    // While somebody acts it sends few at a time.
    await expect.poll(peopleAct, { timeout: 5_000 }).toBe(false);
    await visitForActs(client, api.one, { error() {} } as unknown as FastifyBaseLogger);
  }
  const open = async () =>
    (await api.one.query<{ id: string }>(`select id from command where state in ('held', 'open')`)).map(({ id }) => id);
  const forget = () => api.one.query('delete from command');

  test('is held up by nobody whose lifecycle is stuck, and a firm’s act goes before what waits in thousands', async () => {
    await forget();
    const stuck = new Set(await waiting(25));
    const others = await waiting(5);
    const held = await waiting(150, true);
    const { client, asked } = engine((id) => stuck.has(id));
    await visit(client);
    expect((await open()).filter((id) => held.includes(id))).toEqual([]);
    expect(asked.filter((id) => others.includes(id))).toEqual([]);
    // The next time the others come before them, and so does whatever comes later.
    await visit(client);
    expect(new Set(await open())).toEqual(stuck);
    await waiting(1);
    await visit(client);
    expect(new Set(await open())).toEqual(stuck);
    await forget();
  });

  test('is left alone while nobody answers; then a firm’s act of that time is among the first', async () => {
    await forget();
    const reports = await waiting(130);
    const [held = ''] = await waiting(1, true);
    const away = engine(() => true);
    await visit(away.client);
    expect(away.asked).toHaveLength(20);
    expect(away.asked).toContain(held);
    const { client, asked } = engine(() => false);
    await visit(client);
    expect(asked).toHaveLength(reports.length + 1);
    // Before those that were sent in vain like it, and those of the second hundred.
    expect(asked.indexOf(held)).toBeGreaterThanOrEqual(100);
    expect(asked.indexOf(held)).toBeLessThan(100 + 20);
    expect(await open()).toEqual([]);
    await forget();
  });

  test('hangs, as the operator sees it, also when nobody sends what its person could take back', async () => {
    await forget();
    await waiting(1, true);
    expect(await loadOf(api.one)).toMatchObject({ keptActs: 0 });
    await api.one.query(`update command set held_until = now() - interval '2 minutes'`);
    expect(await loadOf(api.one)).toMatchObject({ keptActs: 1 });
    const [row] = await api.one.query<{ id: string }>('select subject_id as id from command');
    expect(await hangingIn(api.one, 5)).toContainEqual(expect.objectContaining({ id: row?.id, reason: 'actKept' }));
    await forget();
  });
});
