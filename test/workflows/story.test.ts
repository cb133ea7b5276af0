import { randomUUID } from 'node:crypto';
import { Client, type WorkflowHandle, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../domain/parties.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import type { OrderCommand } from '../../domain/workOrder/commands.ts';
import { recordHistory } from '../support/histories.ts';
import { Lifecycles } from '../support/lifecycles.ts';
import { type TestTemporal, testTemporal } from '../support/temporal.ts';

let server: TestTemporal;
let client: Client;
beforeAll(async () => {
  server = await testTemporal();
  client = new Client({ connection: server.connection });
});
afterAll(() => server.close());

const manager: Actor = { kind: 'employee', id: randomUUID() };
const resident: Actor = { kind: 'person', id: randomUUID() };
const contractor = { kind: 'contractor', id: randomUUID() } as const;
const now = () => toInstant(Date.now());

const report = {
  type: 'report',
  policy: 1,
  urgency: 'normal',
  federalState: 'BW',
  category: 'water',
  place: 'common',
  reporter: resident,
  assignee: null,
} as const;

const place = (ticket: string): OrderCommand => ({
  type: 'place',
  policy: 1,
  urgency: 'normal',
  federalState: 'BW',
  tickets: [ticket],
  contractors: [contractor.id],
  appointments: [],
});

async function countOf(handle: WorkflowHandle) {
  const { events } = await handle.fetchHistory();
  const { raw } = await handle.describe();
  return {
    events: Number(raw.workflowExecutionInfo?.historyLength),
    transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount),
    tasks: events?.filter((event) => event.workflowTaskCompletedEventAttributes).length ?? 0,
  };
}

/** The code with which an act was refused; undefined when it was done. */
async function refusal(act: Promise<unknown>): Promise<string | null | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    // The other's act ended the ticket while this one was under way: the API says `closed` then.
    if (error instanceof WorkflowNotFoundError) return 'closed';
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return error.cause.type;
    throw error;
  }
}

async function withLifecycles(story: (lifecycles: Lifecycles) => Promise<void>): Promise<void> {
  const lifecycles = new Lifecycles(client);
  const worker = await lifecycles.worker(server.native);
  await worker.runUntil(story(lifecycles).finally(() => lifecycles.end()));
}

test('report, accept, order, done, confirmed fits into the pinned number of events, state transitions and tasks', async () => {
  const [ticket, order] = [randomUUID(), randomUUID()];
  await withLifecycles(async (lifecycles) => {
    await lifecycles.ticket(ticket, resident, report, now());
    await lifecycles.ticket(ticket, manager, { type: 'accept' }, now());
    await lifecycles.order(order, manager, place(ticket), now());
    await lifecycles.until(
      ({ state }) => state.id === ticket && state.noun === 'ticket' && state.orders.some((o) => o.contractor !== null),
    );
    await lifecycles.order(order, contractor, { type: 'accept' }, now());
    await lifecycles.order(order, contractor, { type: 'complete', result: 'done' }, now());
    await lifecycles.until(({ state }) => state.id === ticket && state.phase === 'confirming');
    await lifecycles.ticket(ticket, resident, { type: 'confirm' }, now());
    await lifecycles.handle('ticket', ticket).result();
    await lifecycles.handle('workOrder', order).result();
    const last = lifecycles.written.findLast(({ id }) => id === order);
    expect(last?.state).toMatchObject({ phase: 'closed', outcome: 'accepted', balls: [] });
    await recordHistory('ticket-confirmed', lifecycles.handle('ticket', ticket));
    await recordHistory('workOrder-accepted', lifecycles.handle('workOrder', order));
    const told = await countOf(lifecycles.handle('ticket', ticket));
    const ordered = await countOf(lifecycles.handle('workOrder', order));
    console.log(`history: ticket ${JSON.stringify(told)}; order ${JSON.stringify(ordered)}`);
    expect(told.events).toBeLessThanOrEqual(60);
    expect(told.transitions).toBeLessThanOrEqual(14);
    expect(told.tasks).toBeLessThanOrEqual(9);
  });
});

test('a double click, a retry and a late repetition of the same command have one effect', async () => {
  const ticket = randomUUID();
  await withLifecycles(async (lifecycles) => {
    const id = randomUUID();
    const both = await Promise.all([
      lifecycles.ticket(ticket, resident, report, now(), id),
      lifecycles.ticket(ticket, resident, report, now(), id),
    ]);
    expect(both).toEqual([{ revision: 1 }, { revision: 1 }]);
    const accept = randomUUID();
    await lifecycles.ticket(ticket, manager, { type: 'accept' }, now(), accept);
    await lifecycles.ticket(ticket, manager, { type: 'accept' }, now(), accept);
    expect(lifecycles.written.map(({ state }) => state.revision)).toEqual([1, 2]);
  });
});

test('two managers at once: the second is told, and what the first did stays', async () => {
  const ticket = randomUUID();
  await withLifecycles(async (lifecycles) => {
    await lifecycles.ticket(ticket, resident, report, now());
    const answers = await Promise.all([
      refusal(lifecycles.ticket(ticket, manager, { type: 'accept' }, now())),
      refusal(
        lifecycles.ticket(ticket, { kind: 'employee', id: randomUUID() }, { type: 'reject', reason: 'notOurs' }, now()),
      ),
    ]);
    expect(answers.filter((code) => code === undefined)).toHaveLength(1);
    expect(answers.filter((code) => code === 'notAllowedNow' || code === 'closed')).toHaveLength(1);
  });
});

test('an order whose ticket has ended comes to nothing instead of waiting for ever', async () => {
  const [ticket, order] = [randomUUID(), randomUUID()];
  await withLifecycles(async (lifecycles) => {
    await lifecycles.ticket(ticket, resident, report, now());
    await lifecycles.ticket(ticket, resident, { type: 'withdraw' }, now());
    await lifecycles.handle('ticket', ticket).result();
    await recordHistory('ticket-withdrawn', lifecycles.handle('ticket', ticket));
    await lifecycles.order(order, manager, place(ticket), now());
    const ended = await lifecycles.until(({ id, state }) => id === order && state.phase === 'closed');
    await lifecycles.handle('workOrder', order).result();
    await recordHistory('workOrder-refused', lifecycles.handle('workOrder', order));
    expect(ended.state).toMatchObject({ outcome: 'refused', balls: [] });
  });
});

test('a reopening that meets the end of its ticket is carried out, not left hanging', async () => {
  const [ticket, order] = [randomUUID(), randomUUID()];
  await withLifecycles(async (lifecycles) => {
    await lifecycles.ticket(ticket, resident, report, now());
    await lifecycles.order(order, manager, place(ticket), now());
    await lifecycles.until(({ id, state }) => id === order && state.phase === 'offered');
    await lifecycles.order(order, contractor, { type: 'accept' }, now());
    await lifecycles.order(order, contractor, { type: 'complete', result: 'done' }, now());
    await lifecycles.until(({ id, state }) => id === ticket && state.phase === 'confirming');
    const [, reopened] = await Promise.all([
      lifecycles.ticket(ticket, resident, { type: 'confirm' }, now()),
      lifecycles.ticket(ticket, manager, { type: 'reopen' }, now()).catch(() => null),
    ]);
    // Whoever comes first: the reopening is done or refused, and the ticket is not stuck in between.
    const last = lifecycles.written.findLast(({ id }) => id === ticket);
    expect(last?.state.phase).toBe(reopened ? 'open' : 'closed');
  });
});
