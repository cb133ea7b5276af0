import { randomUUID, type UUID } from 'node:crypto';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../domain/parties.ts';
import { addMinutes, toInstant } from '../../domain/time/berlin.ts';
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

/** How many updates one ticket gets, every how many of them writes a message, and how often a date is moved. */
const UPDATES = 2_500;
const MESSAGES = 1_000;
const MOVED = 50;
/** The engine takes ten of a workflow at once; people and orders need some of those. */
const IN_FLIGHT = 8;
const PAYLOAD_MOST = 64 * 1_024;

type History = temporal.api.history.v1.IHistory;

/** The histories of all runs of a lifecycle, the first run first. */
async function runsOf(handle: WorkflowHandle, firstRun: string): Promise<History[]> {
  const runs: History[] = [];
  for (let runId: string | null | undefined = firstRun; runId; ) {
    const history = await client.workflow.getHandle(handle.workflowId, runId).fetchHistory();
    runs.push(history);
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}

/** The largest payload of a history in bytes, wherever it stands. */
function largestPayload(history: History): number {
  let largest = 0;
  const look = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    if (value instanceof Uint8Array) {
      largest = Math.max(largest, value.byteLength);
      return;
    }
    for (const inner of Object.values(value)) look(inner);
  };
  look(history.events);
  return largest;
}

test('a ticket with 2,500 updates, 1,000 messages and 50 moved dates ends well, over several runs of small payloads', async () => {
  const [ticket, order, visit] = [randomUUID(), randomUUID(), randomUUID()];
  const lifecycles = new Lifecycles(client);
  const worker = await lifecycles.worker(server.native);
  await worker.runUntil(async () => {
    await lifecycles.ticket(
      ticket,
      resident,
      {
        type: 'report',
        policy: 1,
        urgency: 'normal',
        federalState: 'BE',
        category: 'water',
        place: 'unit',
        reporter: resident,
        assignee: null,
      },
      now(),
    );
    const handle = lifecycles.handle('ticket', ticket);
    const firstRun = (await handle.describe()).runId;
    const place = {
      type: 'place',
      policy: 1,
      urgency: 'normal',
      federalState: 'BE',
      tickets: [ticket],
      contractors: [contractor.id],
      appointments: [{ id: visit, ticket, with: { role: 'reporter' } }],
    } as const;
    await lifecycles.order(
      order,
      manager,
      { ...place, tickets: [ticket], contractors: [contractor.id], appointments: [...place.appointments] },
      now(),
    );
    await lifecycles.until(({ id, state }) => id === order && state.phase === 'offered');
    await lifecycles.order(order, contractor, { type: 'accept' }, now());

    const slots = (day: number) =>
      [0, 1].map((hour) => ({
        id: randomUUID(),
        starts: addMinutes(now(), day * 1_440 + hour * 60),
        ends: addMinutes(now(), day * 1_440 + hour * 60 + 50),
      }));
    const moving = (async () => {
      const proposed = slots(2);
      await lifecycles.order(order, contractor, { type: 'proposeSlots', appointment: visit, slots: proposed }, now());
      for (let n = 0, offered = proposed; n <= MOVED; n += 1) {
        const slot = offered[0]?.id ?? '';
        await lifecycles.order(order, resident, { type: 'pickSlot', appointment: visit, slot }, now());
        if (n === MOVED) break;
        offered = slots(3 + n);
        await lifecycles.order(
          order,
          contractor,
          { type: 'moveAppointment', appointment: visit, slots: offered },
          now(),
        );
      }
    })();

    const given: UUID[] = [];
    let asked = 0;
    const lane = async () => {
      while (asked < UPDATES) {
        const visibility = asked < MESSAGES ? ('visible' as const) : ('internal' as const);
        asked += 1;
        const id = randomUUID();
        await lifecycles.ticket(ticket, manager, { type: 'note', visibility }, now(), id);
        given.push(id);
      }
    };
    await Promise.all([moving, ...Array.from({ length: IN_FLIGHT }, lane)]);

    // The engine has forgotten the update ids of earlier runs; the state remembers the last of them.
    expect((await handle.describe()).runId).not.toBe(firstRun);
    const before = lifecycles.written.length;
    for (const id of given.slice(-150, -110))
      await lifecycles.ticket(ticket, manager, { type: 'note', visibility: 'visible' }, now(), id);
    const again = lifecycles.written.slice(before).filter(({ id }) => id === ticket);
    expect(again).toEqual([]);

    await lifecycles.order(order, contractor, { type: 'complete', result: 'done' }, now());
    await lifecycles.until(({ id, state }) => id === ticket && state.phase === 'confirming');
    await lifecycles.ticket(ticket, resident, { type: 'confirm' }, now());
    await handle.result();
    await lifecycles.handle('workOrder', order).result();

    const own = lifecycles.written.filter(({ id }) => id === ticket);
    expect(own.at(-1)?.state).toMatchObject({ phase: 'closed', outcome: 'done', balls: [] });
    // Each act once, in one unbroken row of revisions over all runs.
    const commands = own.flatMap(({ command }) => command ?? []);
    expect(new Set(commands).size).toBe(commands.length);
    expect(commands).toHaveLength(UPDATES + 2);
    expect(own.map(({ state }) => state.revision)).toEqual(own.map((_, n) => n + 1));
    const messages = own.flatMap((revision) => revision.messages.filter(({ template }) => template === 'noteAdded'));
    expect(messages).toHaveLength(MESSAGES);
    const agreed = lifecycles.written.filter(
      ({ id, happenings }) => id === order && happenings.some(({ kind }) => kind === 'appointmentAgreed'),
    );
    expect(agreed.length).toBeGreaterThanOrEqual(MOVED);

    const runs = [...(await runsOf(handle, firstRun)), await lifecycles.handle('workOrder', order).fetchHistory()];
    expect(runs.length).toBeGreaterThan(2);
    for (const history of runs) expect(largestPayload(history)).toBeLessThanOrEqual(PAYLOAD_MOST);
    console.log(`${runs.length - 1} runs, largest payload ${Math.max(...runs.map(largestPayload))} bytes`);
  });
});
