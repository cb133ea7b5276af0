import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Party } from '../../domain/parties.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import { addMinutes, toInstant } from '../../domain/time/berlin.ts';
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
const [first, second] = [
  { kind: 'contractor', id: randomUUID() },
  { kind: 'contractor', id: randomUUID() },
] as const;
const now = () => toInstant(Date.now());

/** One ticket and its order on the real engine, told act by act; each act has to be allowed. */
class Tale {
  readonly ticket = randomUUID();
  readonly order = randomUUID();
  readonly visit = randomUUID();
  readonly lifecycles = new Lifecycles(client);

  async report(): Promise<void> {
    await this.onTicket(resident, {
      type: 'report',
      policy: 1,
      urgency: 'urgent',
      federalState: 'BE',
      category: 'water',
      place: 'unit',
      reporter: resident,
      assignee: null,
    });
  }

  async place(withVisit = true): Promise<void> {
    const dwelling: Party = { role: 'reporter' };
    await this.onOrder(manager, {
      type: 'place',
      policy: 1,
      urgency: 'urgent',
      federalState: 'BE',
      tickets: [this.ticket],
      contractors: [first.id, second.id],
      appointments: withVisit ? [{ id: this.visit, ticket: this.ticket, with: dwelling }] : [],
    });
    await this.lifecycles.until(({ id, state }) => id === this.order && state.phase === 'offered');
  }

  onTicket(actor: Actor, command: TicketCommand, id = randomUUID()): Promise<unknown> {
    return this.lifecycles.ticket(this.ticket, actor, command, now(), id);
  }

  onOrder(actor: Actor, command: OrderCommand, id = randomUUID()): Promise<unknown> {
    return this.lifecycles.order(this.order, actor, command, now(), id);
  }

  async ticketIs(phase: string): Promise<void> {
    await this.lifecycles.until(({ id, state }) => id === this.ticket && state.phase === phase);
  }

  slots() {
    return [24, 48, 72].map((hours) => ({
      id: randomUUID(),
      starts: addMinutes(now(), hours * 60),
      ends: addMinutes(now(), hours * 60 + 120),
    }));
  }
}

/** Tells a tale with a worker, records the histories when asked to, and ends what is still open. */
async function tell(name: string, tale: (told: Tale) => Promise<void>): Promise<void> {
  const told = new Tale();
  const worker = await told.lifecycles.worker(server.native);
  await worker.runUntil(async () => {
    try {
      await tale(told);
      await recordHistory(`ticket-${name}`, told.lifecycles.handle('ticket', told.ticket));
      if (told.lifecycles.written.some(({ noun }) => noun === 'workOrder'))
        await recordHistory(`workOrder-${name}`, told.lifecycles.handle('workOrder', told.order));
    } finally {
      await told.lifecycles.end();
    }
  });
}

test('asked, answered, forwarded, noted and rejected', () =>
  tell('asked-rejected', async (told) => {
    await told.report();
    const question = randomUUID();
    await told.onTicket(manager, { type: 'ask', to: { role: 'reporter' } }, question);
    await told.onTicket(resident, { type: 'answer', question });
    await told.onTicket(manager, { type: 'note', visibility: 'internal' });
    await told.onTicket(manager, { type: 'setUrgency', urgency: 'normal' });
    await told.onTicket(manager, { type: 'forward', to: { role: 'employee', id: randomUUID() } });
    await told.onTicket(manager, { type: 'reject', reason: 'notOurs' });
    expect(told.lifecycles.written.at(-1)?.state).toMatchObject({ phase: 'closed', outcome: 'rejected', balls: [] });
  }));

test('declined by one, accepted by the next; dates proposed, countered, picked, moved; partly done, then done', () =>
  tell('declined-moved-partial', async (told) => {
    await told.report();
    await told.place();
    await told.onOrder(first, { type: 'decline', reason: 'noCapacity' });
    await told.onOrder(second, { type: 'accept' });
    await told.onOrder(second, { type: 'proposeSlots', appointment: told.visit, slots: told.slots() });
    const wished = told.slots();
    await told.onOrder(resident, { type: 'counterSlots', appointment: told.visit, slots: wished });
    await told.onOrder(second, { type: 'pickSlot', appointment: told.visit, slot: wished[0]?.id ?? '' });
    const others = told.slots();
    await told.onOrder(second, { type: 'moveAppointment', appointment: told.visit, slots: others });
    await told.onOrder(resident, { type: 'pickSlot', appointment: told.visit, slot: others[1]?.id ?? '' });
    await told.onOrder(second, { type: 'complete', result: 'partial' });
    await told.onOrder(manager, { type: 'continue' });
    await told.onOrder(second, { type: 'complete', result: 'done' });
    await told.ticketIs('confirming');
    await told.onTicket(resident, { type: 'confirm' });
    await told.lifecycles.handle('workOrder', told.order).result();
    expect(told.lifecycles.written.findLast(({ id }) => id === told.order)?.state).toMatchObject({
      outcome: 'accepted',
    });
  }));

test('a date proposed by the contractor is confirmed by the dwelling; the contractor asks back', () =>
  tell('picked-asked', async (told) => {
    await told.report();
    await told.place();
    const question = randomUUID();
    await told.onOrder(first, { type: 'ask' }, question);
    await told.onOrder(manager, { type: 'answer', question });
    await told.onOrder(first, { type: 'accept' });
    const offered = told.slots();
    await told.onOrder(first, { type: 'proposeSlots', appointment: told.visit, slots: offered });
    await told.onOrder(resident, { type: 'pickSlot', appointment: told.visit, slot: offered[2]?.id ?? '' });
    const last = told.lifecycles.written.findLast(({ id }) => id === told.order);
    expect(last?.state).toMatchObject({ phase: 'running', appointments: [{ status: 'agreed' }] });
  }));

test('disputed, done again and accepted by the management', () =>
  tell('disputed-rework', async (told) => {
    await told.report();
    await told.onTicket(manager, { type: 'accept' });
    await told.place(false);
    await told.onOrder(first, { type: 'accept' });
    await told.onOrder(first, { type: 'complete', result: 'done' });
    await told.ticketIs('confirming');
    await told.onTicket(resident, { type: 'dispute' });
    await told.onTicket(manager, { type: 'demandRework', order: told.order });
    await told.lifecycles.until(
      ({ id, state, happenings }) =>
        id === told.order && state.phase === 'running' && happenings.some(({ kind }) => kind === 'orderContinued'),
    );
    const before = told.lifecycles.written.filter(
      ({ id, state }) => id === told.ticket && state.phase === 'confirming',
    );
    await told.onOrder(first, { type: 'complete', result: 'done' });
    await told.lifecycles.until(
      (written) => written.id === told.ticket && written.state.phase === 'confirming' && !before.includes(written),
    );
    await told.onTicket(manager, { type: 'acceptWork' });
    await told.lifecycles.handle('workOrder', told.order).result();
    expect(told.lifecycles.written.findLast(({ id }) => id === told.ticket)?.state).toMatchObject({ outcome: 'done' });
  }));

test('impossible for one, offered to another, cancelled; the ticket comes back to us and is closed', () =>
  tell('impossible-cancelled', async (told) => {
    await told.report();
    await told.place(false);
    await told.onOrder(first, { type: 'accept' });
    await told.onOrder(first, { type: 'complete', result: 'impossible' });
    await told.onOrder(manager, { type: 'offer', contractors: [second.id] });
    await told.onOrder(manager, { type: 'cancel' });
    await told.lifecycles.handle('workOrder', told.order).result();
    await told.ticketIs('open');
    await told.onTicket(manager, { type: 'close', outcome: 'notNeeded' });
    expect(told.lifecycles.written.findLast(({ id }) => id === told.ticket)?.state).toMatchObject({
      outcome: 'notNeeded',
    });
  }));
