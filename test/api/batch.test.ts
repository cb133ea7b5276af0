import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BatchItem } from '../../db/queries/batches.ts';
import { callAt } from '../support/api.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let cookie = 'none';
const place = { building: '', unit: '', person: '' };

type Progress = { state: string; items: BatchItem[] };

function call<Data>(procedure: string, input: unknown, kind?: 'query') {
  const { hostname, port } = new URL(product.url);
  return callAt<Data>(Number(port), hostname, procedure, input, {
    headers: { cookie, 'x-entrance': 'management' },
    ...(kind && { kind }),
  });
}

async function report(title: string): Promise<string> {
  const ticketId = randomUUID();
  const { code } = await call('tickets.create', {
    ticketId,
    commandId: randomUUID(),
    buildingId: place.building,
    unitId: place.unit,
    place: 'unit',
    category: 'water',
    title,
    reporterId: place.person,
  });
  expect(code).toBeUndefined();
  return ticketId;
}

const row = async (id: string) => {
  const [found] = await product.workspace.query<{
    phase: string;
    waiting_for: string;
    due_at: string;
    revision: number;
  }>('select phase, waiting_for, due_at, revision from ticket where id = $1', [id]);
  return found!;
};

async function reports(count: number): Promise<string[]> {
  const ids = await Promise.all(Array.from({ length: count }, (_, n) => report(`Schaden ${n}`)));
  await expect.poll(async () => (await Promise.all(ids.map(row))).every(({ phase }) => phase === 'new')).toBe(true);
  return ids;
}

async function progress(id: string): Promise<Progress> {
  return (await call<Progress>('batch.get', { id }, 'query')).data!;
}

async function ended(id: string, state: 'done' | 'undone'): Promise<BatchItem[]> {
  await expect.poll(async () => (await progress(id)).state).toBe(state);
  return (await progress(id)).items;
}

async function start(command: object, ticketIds: string[], text?: string): Promise<string> {
  const id = randomUUID();
  const { code } = await call('batch.start', { id, command, ticketIds, ...(text && { text }) });
  expect(code).toBeUndefined();
  return id;
}

const messages = (template: string, ids: string[]) =>
  product.workspace.query<{ state: string }>(
    'select state from message where template = $1 and subject_id = any($2::uuid[])',
    [template, ids],
  );

/** What is written to the resident from now on waits behind a message that was put off, as after a full mailbox. */
const hold = () =>
  product.workspace.query(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, priority,
       due_at, next_try_at) values ('ticket', $1, $1, 'held', 0, 'person', $2, 'reporter', 'noteAdded', 0, now() - interval '1 day',
       now() + interval '1 hour')`,
    [randomUUID(), place.person],
  );
const letGo = () => product.workspace.query(`delete from message where event = 'held'`);

beforeAll(async () => {
  product = await startTestProduct();
  const [found] = await product.workspace.query<typeof place>(
    `select b.id as building, u.id as unit, p.id as person from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id join person p on p.id = t.person_id where p.email = $1`,
    [cast.resident.email],
  );
  Object.assign(place, found);
  const signedIn = await call('session.signIn', {
    entrance: 'management',
    email: cast.manager.email,
    password: product.password,
  });
  cookie = signedIn.cookie ?? '';
});
afterAll(() => product?.stop());

test('one act on many tickets: each is done or tells why not; the same id again has no second effect', async () => {
  const ids = await reports(12);
  const [first = ''] = ids;
  await call('tickets.act', {
    ticketId: first,
    commandId: randomUUID(),
    command: { type: 'close', outcome: 'notNeeded' },
  });
  const id = await start({ type: 'accept' }, ids);
  await call('batch.start', { id, command: { type: 'accept' }, ticketIds: ids });
  const items = await ended(id, 'done');
  expect(items.map(({ ticketId }) => ticketId)).toEqual(ids);
  expect(items[0]).toMatchObject({ state: 'refused', refusal: 'closed' });
  expect(items.slice(1).every(({ state }) => state === 'done')).toBe(true);
  expect((await Promise.all(ids.slice(1).map(row))).map(({ phase }) => phase)).toEqual(Array(11).fill('open'));
  const [count] = await product.workspace.query<{ count: number }>(
    `select count(*)::int as count from command where type = 'accept' and subject_id = any($1::uuid[])`,
    [ids],
  );
  expect(count).toEqual({ count: 12 });
  expect(
    (await call('batch.start', { id: randomUUID(), command: { type: 'reject', reason: 'other' }, ticketIds: ids }))
      .code,
  ).toBe('reasonNeeded');
  expect((await call('batch.start', { id: randomUUID(), command: { type: 'reopen' }, ticketIds: ids })).code).toBe(
    'badInput',
  );
});

test('taken back before anything went out: the messages are withdrawn, nobody hears of it, all stands as before', async () => {
  const ids = await reports(3);
  await expect
    .poll(async () => (await messages('reportReceived', ids)).every(({ state }) => state === 'sent'))
    .toBe(true);
  const before = await Promise.all(ids.map(row));
  await hold();
  const id = await start({ type: 'reject', reason: 'notOurs' }, ids);
  await ended(id, 'done');
  expect((await Promise.all(ids.map(row))).map(({ phase }) => phase)).toEqual(Array(3).fill('closed'));
  expect((await call('batch.undo', { id })).code).toBeUndefined();
  const items = await ended(id, 'undone');
  expect(items.map(({ undo }) => undo)).toEqual(Array(3).fill('done'));
  expect(await Promise.all(ids.map(row))).toEqual(before.map((each) => ({ ...each, revision: each.revision + 2 })));
  expect(await messages('ticketRejected', ids)).toEqual(Array(3).fill({ state: 'withdrawn' }));
  expect(await messages('actRetracted', ids)).toEqual([]);
  await letGo();
  // They go on as ever.
  const again = await start({ type: 'accept' }, ids);
  expect((await ended(again, 'done')).map(({ state }) => state)).toEqual(Array(3).fill('done'));
});

test('taken back after it was told: a correction goes to the same people; what was followed by something stays', async () => {
  const ids = await reports(2);
  const id = await start({ type: 'close', outcome: 'notNeeded' }, ids, 'Das Haus wird verkauft.');
  await ended(id, 'done');
  await expect
    .poll(async () => (await messages('ticketClosed', ids)).every(({ state }) => state === 'sent'))
    .toBe(true);
  const [, second = ''] = ids;
  await call('tickets.act', { ticketId: second, commandId: randomUUID(), command: { type: 'reopen' } });
  await call('batch.undo', { id });
  const items = await ended(id, 'undone');
  expect(items).toMatchObject([{ undo: 'done' }, { undo: 'refused', undoRefusal: 'conflictingChange' }]);
  expect((await Promise.all(ids.map(row))).map(({ phase }) => phase)).toEqual(['new', 'open']);
  const mail = await product.mailTo(cast.resident.email, ({ subject, text }) =>
    `${subject}${text}`.includes('Versehen'),
  );
  expect(mail.text).toContain('Wir hatten geschrieben, dass der Vorgang abgeschlossen ist.');
  expect((await call('batch.undo', { id })).code).toBe('notAllowedNow');
});

test('a letter that nobody has printed is withdrawn, one that is printed is followed by a correction', async () => {
  const ids = await reports(2);
  const [printed = ''] = ids;
  await hold();
  const id = await start({ type: 'reject', reason: 'notOurs' }, ids);
  await ended(id, 'done');
  const run = randomUUID();
  await product.workspace.query('insert into print_run (id, made_by) select $1, person_id from employee limit 1', [
    run,
  ]);
  await product.workspace.query(
    `with m as (
       update message set state = 'queued', channel = 'letter'
       where template = 'ticketRejected' and subject_id = any($1::uuid[]) returning id, subject_id
     )
     insert into letter (message_id, recipient, city, pages, pdf, print_run_id)
     select id, 'Berger', 'Stuttgart', 1, '', case when subject_id = $2 then $3::uuid end from m`,
    [ids, printed, run],
  );
  await call('batch.undo', { id });
  await ended(id, 'undone');
  const told = await product.workspace.query<{ subject: string; template: string; state: string }>(
    `select subject_id as subject, template, state from message
     where template in ('ticketRejected', 'actRetracted') and subject_id = any($1::uuid[]) order by template`,
    [ids],
  );
  expect(told.map(({ subject, template, state }) => [subject === printed, template, state]).sort()).toEqual([
    [false, 'ticketRejected', 'withdrawn'],
    [true, 'actRetracted', 'open'],
    [true, 'ticketRejected', 'queued'],
  ]);
  await letGo();
});

test('a report that was written down this very moment is decided like any other', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, (_, n) => report(`Eben gemeldet ${n}`)));
  const items = await ended(await start({ type: 'accept' }, ids), 'done');
  expect(items.map(({ state, refusal }) => [state, refusal])).toEqual(Array(6).fill(['done', null]));
});

test('a batch whose process was lost is carried out by the next one', async () => {
  const ids = await reports(2);
  const id = randomUUID();
  const { workspace } = product;
  await workspace.query(
    `insert into batch (id, actor, type, facts, words, given_at)
     select $1, jsonb_build_object('kind', 'employee', 'id', person_id), 'setUrgency', '{"urgency": "urgent"}', '{}',
       now() - interval '1 minute' from employee limit 1`,
    [id],
  );
  await workspace.query(
    'insert into batch_item (batch_id, n, ticket_id) select $1, n, id from unnest($2::uuid[]) with ordinality as e (id, n)',
    [id, ids],
  );
  expect((await ended(id, 'done')).map(({ state }) => state)).toEqual(['done', 'done']);
});

test('one act alone is taken back by its id, as a batch of one, while nothing followed it', async () => {
  const [first = '', second = ''] = await reports(2);
  const before = await row(first);
  await hold();
  const [reject, accept] = [randomUUID(), randomUUID()];
  const say = (ticketId: string, commandId: string, command: object) =>
    call('tickets.act', { ticketId, commandId, command });
  const rejecting = { type: 'reject', reason: 'notOurs' };
  await say(first, reject, rejecting);
  expect((await say(first, reject, rejecting)).data).toMatchObject({ state: 'applied' });
  expect(await row(first)).toMatchObject({ phase: 'closed' });
  expect((await call('batch.undo', { id: reject })).code).toBeUndefined();
  expect(await ended(reject, 'undone')).toMatchObject([{ ticketId: first, undo: 'done' }]);
  expect(await row(first)).toEqual({ ...before, revision: before.revision + 2 });
  expect(await messages('ticketRejected', [first])).toEqual([{ state: 'withdrawn' }]);
  await letGo();
  await say(second, accept, { type: 'accept' });
  await say(second, randomUUID(), { type: 'setUrgency', urgency: 'urgent' });
  await call('batch.undo', { id: accept });
  expect(await ended(accept, 'undone')).toMatchObject([{ undo: 'refused', undoRefusal: 'conflictingChange' }]);
  // What has no way back is no batch.
  const asking = randomUUID();
  await say(second, asking, { type: 'withdraw' });
  expect((await call('batch.undo', { id: asking })).code).toBe('notFound');
});
