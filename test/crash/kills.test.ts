import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendCommand } from '../../api/commands/send.ts';
import { type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import { Killable, until } from '../support/killable.ts';
import { Actors } from './actors.ts';

let product: Killable;
let actors: Actors;

beforeAll(async () => {
  product = await Killable.make();
  await product.start();
  actors = await Actors.make(product);
});
afterAll(() => product.close());

const applied = { status: 200, data: { state: 'applied' } };
const taken = { status: 200, data: { state: 'taken' } };

/** Tells how long after `from` something was reached. */
function measured(what: string, from: number): void {
  console.log(`${what}: ${((performance.now() - from) / 1_000).toFixed(1)} s`);
}

async function rowOf(ticketId: string) {
  const [row] = await product.workspace.query<{ phase: string; revision: number }>(
    'select phase, revision from ticket where id = $1',
    [ticketId],
  );
  return row;
}

test('the worker, then everything, is killed in the middle of the story, and the story ends well', async () => {
  const [ticket, order, accept] = [randomUUID(), randomUUID(), randomUUID()];
  expect(await actors.report(ticket)).toMatchObject(taken);
  let killed = performance.now();
  await product.kill('worker');
  const accepting = actors.onTicket('manager', ticket, { type: 'accept' }, accept);
  await product.start('worker');
  expect((await accepting)?.status).toBe(200);
  await actors.reached('ticket', ticket, 'open');
  measured('worker killed between two acts, next act written after', killed);

  const placing = actors.order(order, ticket);
  killed = performance.now();
  await product.kill('worker');
  await product.start('worker');
  expect((await placing)?.status).toBe(200);
  await actors.reached('workOrder', order, 'offered');
  measured('worker killed in an act, order offered after', killed);

  const taking = actors.onOrder(order, { type: 'accept' });
  killed = performance.now();
  await product.kill('temporal', 'worker', 'api');
  await taking;
  await product.start();
  // What was under way when the API died may or may not have been stored: people click again.
  if ((await rowsOf(order, 'accept')) === 0) await actors.onOrder(order, { type: 'accept' });
  await actors.reached('workOrder', order, 'accepted', 'running');
  measured('everything killed in an act, order accepted after', killed);

  expect((await actors.onOrder(order, { type: 'complete', result: 'done' }))?.status).toBe(200);
  await actors.reached('ticket', ticket, 'confirming');
  expect((await actors.onTicket('resident', ticket, { type: 'confirm' }))?.status).toBe(200);
  await actors.reached('ticket', ticket, 'closed');
  await actors.reached('workOrder', order, 'closed');
  await actors.settled(ticket, order);
  const twice = await product.workspace.query(
    `select template, recipient_id from message where file_id = $1 and state <> 'withdrawn' and command_id is not null
     group by template, recipient_id, command_id having count(*) > 1`,
    [ticket],
  );
  expect(twice).toEqual([]);
});

async function rowsOf(subject: string, type: string): Promise<number> {
  const rows = await product.workspace.query('select from command where subject_id = $1 and type = $2', [
    subject,
    type,
  ]);
  return rows.length;
}

test('everything is killed after the rows are written and before the engine knows: each act is there once', async () => {
  const [reported, accepted, reopened, outrun] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const [accepting, reopening, late] = [randomUUID(), randomUUID(), randomUUID()];
  for (const ticket of [accepted, reopened, outrun]) expect(await actors.report(ticket)).toMatchObject(taken);
  expect(await actors.onTicket('manager', reopened, { type: 'close', outcome: 'notNeeded' })).toMatchObject(applied);
  await actors.settled(accepted, reopened, outrun);

  product.freezeAnswers();
  const acts = [
    actors.report(reported),
    actors.onTicket('manager', accepted, { type: 'accept' }, accepting),
    actors.onTicket('manager', reopened, { type: 'reopen' }, reopening),
    actors.onTicket('manager', outrun, { type: 'accept' }, late),
  ];
  await until('all four rows are written', async () => {
    const rows = await Promise.all([reported, accepted, reopened, outrun].map(rowOf));
    return rows.map((row) => row?.revision).join() === '1,2,3,2';
  });
  const killed = performance.now();
  await product.kill('temporal', 'worker', 'api');
  await Promise.all(acts);
  expect((await rowOf(accepted))?.phase).toBe('open');

  // Before anybody sends the lost acts again, somebody else acts on one of these tickets.
  await product.start('temporal', 'worker');
  const note: StoredCommand = {
    id: randomUUID(),
    noun: 'ticket',
    subjectId: outrun,
    type: 'note',
    actor: { kind: 'employee', id: actors.manager },
    at: new Date().toISOString(),
    facts: { visibility: 'internal' },
    words: { text: 'Anruf' },
    files: [],
  };
  await product.workspace.transaction((q) => storeCommand(q, note));
  await until('the note is written', () =>
    product.withClient(async (client) => (await sendCommand(client, product.workspace, note)).state === 'applied'),
  );
  expect(await rowOf(outrun)).toMatchObject({ phase: 'new', revision: 2 });

  await product.start('api');
  await actors.settled(reported, accepted, reopened, outrun);
  measured('killed between commit and answer, every act settled after', killed);
  const manager = { kind: 'employee', id: actors.manager } as const;
  expect(await rowOf(reported)).toMatchObject({ phase: 'new', revision: 1 });
  expect(await rowOf(accepted)).toMatchObject({ phase: 'open', revision: 2 });
  expect(await rowOf(reopened)).toMatchObject({ phase: 'open', revision: 3 });
  expect(await rowOf(outrun)).toMatchObject({ phase: 'open', revision: 3 });
  expect(await actors.revisionOf(accepted, { id: accepting, actor: manager })).toBe(2);
  expect(await actors.revisionOf(reopened, { id: reopening, actor: manager })).toBe(3);
  expect(await actors.revisionOf(outrun, { id: late, actor: manager })).toBe(3);
  const voided = await product.workspace.query<{ file: string }>(
    // A kill in an earlier story may have left a lawful one: only these four are told here.
    `select file_id as file from timeline where kind = 'voided' and file_id = any($1::uuid[])`,
    [[reported, accepted, reopened, outrun]],
  );
  expect(voided).toEqual([{ file: outrun }]);
  expect(await actors.onTicket('manager', reported, { type: 'accept' })).toMatchObject(applied);
});

test('an act that only its row tells of is not called done, and what is built on it comes after it', async () => {
  const [ticket, order, accept, place] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  expect(await actors.report(ticket)).toMatchObject(taken);
  await actors.reached('ticket', ticket, 'new');
  await actors.settled(ticket);
  product.freezeAnswers();
  const accepting = actors.onTicket('manager', ticket, { type: 'accept' }, accept);
  await until('its row is written', async () => (await rowOf(ticket))?.revision === 2);
  await product.kill('temporal', 'worker');
  const kept = { status: 200, data: { state: 'kept' } };
  expect(await accepting).toMatchObject(kept);
  expect(await actors.onTicket('manager', ticket, { type: 'accept' }, accept)).toMatchObject(kept);
  expect(await actors.order(order, ticket, place)).toMatchObject(kept);
  await product.start('temporal', 'worker');
  await until('the order is placed', async () => {
    const answer = await actors.order(order, ticket, place);
    return answer?.data?.state === 'applied';
  });
  await actors.reached('workOrder', order, 'offered');
  await actors.settled(ticket, order);
  expect(await actors.onTicket('manager', ticket, { type: 'accept' }, accept)).toMatchObject({
    ...applied,
    data: { state: 'applied', revision: 2 },
  });
  const voided = await product.workspace.query(`select from timeline where kind = 'voided' and file_id = $1`, [ticket]);
  expect(voided).toEqual([]);
});

test.each([
  ['the engine', ['temporal'] as const],
  ['a worker', ['worker'] as const],
])(
  'without %s reports are numbered and at the desk, an act is kept, and all go on within half a minute afterwards',
  async (_without, parts) => {
    const [before, during, accept] = [randomUUID(), randomUUID(), randomUUID()];
    const more = Array.from({ length: 20 }, () => randomUUID());
    expect(await actors.report(before)).toMatchObject(taken);
    await product.kill(...parts);
    const asked = performance.now();
    const answer = await actors.report(during);
    measured(`${parts[0]} away, report numbered after`, asked);
    expect(performance.now() - asked).toBeLessThan(30_000);
    expect(answer).toMatchObject(taken);
    expect(await actors.atDesk(answer?.data?.number ?? '')).toBe(true);
    const numbers = await Promise.all(more.map((id) => actors.report(id)));
    expect(new Set(numbers.map((taken) => taken?.data?.number)).size).toBe(more.length);
    const kept = await actors.onTicket('manager', before, { type: 'accept' }, accept);
    expect(kept).toMatchObject({ status: 200, data: { state: 'kept' } });
    await product.start(...parts);
    const back = performance.now();
    await Promise.all([during, ...more].map((id) => actors.reached('ticket', id, 'new')));
    expect(performance.now() - back).toBeLessThan(30_000);
    await actors.reached('ticket', before, 'open');
    measured(`${parts[0]} back, reports and act carried out after`, back);
    await actors.settled(before, during);
    expect(await actors.onTicket('manager', before, { type: 'accept' }, accept)).toMatchObject(applied);
  },
);
