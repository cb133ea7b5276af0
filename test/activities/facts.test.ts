import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Revision } from '../../activities/lifecycle/contract.ts';
import type { FactBook } from '../../activities/lifecycle/courier.ts';
import { factBookOf, writeRevisions } from '../../activities/lifecycle/project.ts';
import { overdueWays } from '../../db/queries/facts.ts';
import type { TicketFact } from '../../domain/lifecycle/facts.ts';
import { open } from '../../domain/ticket/rules.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

let room: TestMailroom;
let book: FactBook;
let state: TicketState;

beforeAll(async () => {
  room = await startMailroom();
  book = factBookOf(room.workspace);
  const command = {
    type: 'report',
    policy: 1,
    urgency: 'normal',
    federalState: 'BE',
    category: 'water',
    place: 'unit',
    reporter: null,
    assignee: null,
  } as const;
  const actor = { kind: 'person', id: room.ids.resident } as const;
  state = open(room.ids.ticket, { id: randomUUID(), actor, at: '2026-11-23T10:00:00.000Z', command }).state;
});
afterAll(() => room.close());
beforeEach(async () => {
  await room.workspace.query('delete from lifecycle_fact');
  await room.workspace.query('delete from revision_log');
  await room.workspace.query(`update ticket set revision = 1, phase = 'open'`);
  await room.workspace.query(`update work_order set phase = 'offered'`);
});

const way = () => ({
  fromNoun: 'ticket' as const,
  fromId: room.ids.ticket,
  toNoun: 'workOrder' as const,
  toId: room.ids.order,
});

/** A revision of the ticket that tells the order something. */
function telling(revision: number, heard: string, type: 'joined' | 'refused', more: Partial<Revision> = {}): Revision {
  const fact: TicketFact = { type, ticket: room.ids.ticket, revision };
  const facts = [{ to: { noun: 'workOrder' as const, id: room.ids.order }, fact }];
  return { command: null, heard, state: { ...state, revision }, happenings: [], messages: [], facts, ...more };
}

const write = (...revisions: Revision[]) => writeRevisions(room.workspace, 'ticket', room.ids.ticket, revisions);

test('facts wait in the order of their revisions, and a projection that is repeated adds none', async () => {
  const revisions = [telling(2, randomUUID(), 'joined'), telling(3, randomUUID(), 'refused')];
  await write(...revisions);
  await write(...revisions);
  const first = await book.next(way(), null);
  expect(first?.body).toMatchObject({ type: 'joined', revision: 2 });
  const second = await book.next(way(), first?.id ?? '');
  expect(second?.body).toMatchObject({ type: 'refused', revision: 3 });
  expect(await book.next(way(), second?.id ?? '')).toBeUndefined();
  await write(...revisions);
  expect(await book.next(way(), null)).toBeUndefined();
});

test('a fact of a revision that another claims is never told: what takes its place is', async () => {
  await write(telling(2, randomUUID(), 'joined'));
  const lost = await book.next(way(), null);
  await write(telling(2, randomUUID(), 'refused'));
  const won = await book.next(way(), null);
  expect(won?.body).toMatchObject({ type: 'refused' });
  expect(won?.id).not.toBe(lost?.id);
  expect(await book.next(way(), won?.id ?? '')).toBeUndefined();
});

test('one that stays as it was answers all the same, beside the fact of its last revision', async () => {
  await write(telling(2, randomUUID(), 'joined'));
  const aside = telling(2, randomUUID(), 'refused', { unchanged: true });
  await write(aside);
  await write(aside);
  const first = await book.next(way(), null);
  const second = await book.next(way(), first?.id ?? '');
  expect([first?.body.type, second?.body.type]).toEqual(['joined', 'refused']);
  expect(await book.next(way(), second?.id ?? '')).toBeUndefined();
});

test('a fact is held once its cause is answered: a settled command, a told fact, a deadline that says so', async () => {
  const command = randomUUID();
  await room.workspace.query(
    `insert into command (id, noun, subject_id, type, actor, at, facts, settled)
     values ($1, 'ticket', $2, 'close', '{}', now(), '{}', false)`,
    [command, room.ids.ticket],
  );
  await write({ ...telling(2, '', 'joined'), heard: undefined, command });
  const byCommand = await book.next(way(), null);
  expect(byCommand?.held).toBe(false);
  expect(await overdueWays(room.workspace, 0, 10)).toEqual([]);
  await room.workspace.query('update command set settled = true where id = $1', [command]);
  expect(await overdueWays(room.workspace, 0, 10)).toEqual([way()]);
  await write(telling(3, byCommand?.id ?? '', 'refused'), { ...telling(4, '', 'joined'), heard: undefined });
  await book.next(way(), byCommand?.id ?? '');
  const byFact = await book.next(way(), null);
  expect(byFact?.held).toBe(true);
  const byClock = await book.next(way(), byFact?.id ?? '');
  expect(byClock).toMatchObject({ revision: 4, held: false });
});

test('who told somebody who has ended hears so after everything else that one said; who has not begun is waited for', async () => {
  await write(telling(2, randomUUID(), 'joined'));
  const fact = await book.next(way(), null);
  if (!fact) throw new Error('nothing was written');
  expect(await book.gone(fact)).toBe(false);
  await room.workspace.query(`update work_order set phase = 'closed'`);
  expect(await book.gone(fact)).toBe(true);
  expect(await book.gone(fact)).toBe(true);
  expect(await book.next(way(), null)).toBeUndefined();
  const back = { fromNoun: 'workOrder', fromId: room.ids.order, toNoun: 'ticket', toId: room.ids.ticket } as const;
  const answer = await book.next(back, null);
  expect(answer).toMatchObject({ held: true, body: { type: 'gone', id: room.ids.order } });
  expect(await book.next(back, answer?.id ?? '')).toBeUndefined();
});
