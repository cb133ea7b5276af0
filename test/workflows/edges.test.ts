import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Party } from '../../domain/parties.ts';
import type { PolicyRules, StageRule } from '../../domain/policy/policy.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
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
  /** Further tickets, by the part that they play. */
  readonly others: Record<string, string> = {};
  readonly lifecycles = new Lifecycles(client);

  async report(rules?: PolicyRules): Promise<void> {
    await this.onTicket(resident, {
      type: 'report',
      policy: rules ? 2 : 1,
      ...(rules && { rules }),
      urgency: 'urgent',
      federalState: 'BE',
      category: 'water',
      place: 'unit',
      reporter: resident,
      assignee: null,
    });
  }

  async place(withVisit = true, rules?: PolicyRules): Promise<void> {
    const dwelling: Party = { role: 'reporter' };
    await this.onOrder(manager, {
      type: 'place',
      policy: rules ? 2 : 1,
      ...(rules && { rules }),
      urgency: 'urgent',
      federalState: 'BE',
      tickets: [this.ticket],
      contractors: [first.id, second.id],
      appointments: withVisit ? [{ id: this.visit, ticket: this.ticket, with: dwelling }] : [],
    });
    await this.lifecycles.until(({ id, state }) => id === this.order && state.phase === 'offered');
  }

  onTicket(actor: Actor, command: TicketCommand, id = randomUUID(), at = now()): Promise<unknown> {
    return this.lifecycles.ticket(this.ticket, actor, command, at, id);
  }

  onOrder(actor: Actor, command: OrderCommand, id = randomUUID(), at = now()): Promise<unknown> {
    return this.lifecycles.order(this.order, actor, command, at, id);
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
      for (const [other, id] of Object.entries(told.others))
        await recordHistory(`ticket-${name}-${other}`, told.lifecycles.handle('ticket', id));
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

test('the owner is asked and agrees; somebody follows and leaves; what was accepted is taken back; another policy', () =>
  tell('approved-followed-retracted', async (told) => {
    await told.report();
    const follower: Actor = { kind: 'person', id: randomUUID() };
    await told.onTicket(follower, { type: 'follow' });
    await told.onTicket(follower, { type: 'unfollow' });
    const stateNow = () => told.lifecycles.written.findLast(({ id }) => id === told.ticket)?.state as TicketState;
    const [before, accept] = [stateNow(), randomUUID()];
    await told.onTicket(manager, { type: 'accept' }, accept);
    const back: TicketCommand = { type: 'retract', command: accept, act: 'accept', before, audience: [], told: [] };
    await told.onTicket(manager, back);
    expect(stateNow().phase).toBe('new');
    const question = randomUUID();
    await told.onTicket(manager, { type: 'seekApproval', amountCents: 40_000 }, question);
    const owner: Actor = { kind: 'person', id: randomUUID() };
    await told.onTicket(owner, { type: 'decideApproval', question, given: true });
    await told.onTicket(manager, { type: 'movePolicy', policy: 2, rules: { stages: {} } });
    await told.onTicket(manager, { type: 'close', outcome: 'notNeeded' });
    expect(stateNow()).toMatchObject({ phase: 'closed', policy: 2, approval: { status: 'given' } });
  }));

test('a report that is the same joins the other one; one whose leading ticket has ended does not', () =>
  tell('merged', async (told) => {
    const report: TicketCommand = {
      type: 'report',
      policy: 1,
      urgency: 'normal',
      federalState: 'BE',
      category: 'water',
      place: 'common',
      reporter: { kind: 'person', id: randomUUID() },
      assignee: null,
    };
    await told.report();
    for (const part of ['joining', 'refusing', 'late', 'orphan']) {
      told.others[part] = randomUUID();
      await told.lifecycles.ticket(told.others[part], resident, report, now());
    }
    const { joining = '', refusing = '', late = '', orphan = '' } = told.others;
    const join = (from: string, into: string) =>
      told.lifecycles.ticket(from, manager, { type: 'merge', into, number: 'V-1', own: 'V-2' }, now());
    const closed = (ticket: string) =>
      told.lifecycles.until(({ id, state }) => id === ticket && state.phase === 'closed');
    await join(joining, told.ticket);
    await closed(joining);
    await told.onTicket(manager, { type: 'split', into: randomUUID(), number: 'V-3' });
    // Two that want to join each other: who asked is refused by one that is about to leave.
    await Promise.all([join(refusing, late), join(late, refusing)]);
    await told.lifecycles.told();
    await told.onTicket(resident, { type: 'withdraw' });
    await closed(told.ticket);
    await told.lifecycles.handle('ticket', told.ticket).result();
    await join(orphan, told.ticket);
    await told.lifecycles.until(
      ({ id, state }) => id === orphan && state.noun === 'ticket' && state.merging === null && state.revision > 2,
    );
  }));

test('a second order for a ticket that another has taken is refused; a ticket that is closed takes its order along', () =>
  tell('taken-closed', async (told) => {
    await told.report();
    await told.place(false);
    await told.onOrder(first, { type: 'accept' });
    const second = randomUUID();
    const place: OrderCommand = {
      type: 'place',
      policy: 1,
      urgency: 'urgent',
      federalState: 'BE',
      tickets: [told.ticket],
      contractors: [first.id],
      besides: [],
      appointments: [],
    };
    await told.lifecycles.order(second, manager, place, now());
    await told.lifecycles.until(({ id, state }) => id === second && state.phase === 'closed');
    await told.lifecycles.handle('workOrder', second).result();
    await recordHistory('workOrder-taken', told.lifecycles.handle('workOrder', second));
    await told.onOrder(first, { type: 'complete', result: 'done' });
    await told.ticketIs('confirming');
    await told.onTicket(manager, { type: 'close', outcome: 'done' });
    await told.lifecycles.handle('workOrder', told.order).result();
  }));

test('an invoice comes with the work', () =>
  tell('invoiced', async (told) => {
    await told.report();
    await told.place(false);
    await told.onOrder(first, { type: 'accept' });
    await told.onOrder(first, { type: 'complete', result: 'done' });
    await told.ticketIs('confirming');
    await told.onOrder(first, { type: 'invoice' });
    await told.onTicket(resident, { type: 'confirm' });
    await told.lifecycles.handle('workOrder', told.order).result();
  }));

test('a closed ticket is opened again and goes on from where it was', () =>
  tell('reopened', async (told) => {
    await told.report();
    await told.place();
    await told.onOrder(first, { type: 'accept' });
    await told.onOrder(first, { type: 'complete', result: 'done' });
    await told.ticketIs('confirming');
    await Promise.all([
      told.onTicket(resident, { type: 'confirm' }),
      told.onTicket(manager, { type: 'reopen' }).catch(() => undefined),
    ]);
    await told.lifecycles.handle('workOrder', told.order).result();
  }));

test('a date is missed, the search begins anew; the order by another policy, its work accepted by the management', () =>
  tell('missed-round', async (told) => {
    await told.report();
    await told.place();
    await told.onOrder(first, { type: 'accept' });
    await told.onOrder(manager, { type: 'movePolicy', policy: 2, rules: { stages: {} } });
    const offered = told.slots();
    const appointment = told.visit;
    await told.onOrder(first, { type: 'proposeSlots', appointment, slots: offered });
    await told.onOrder(manager, { type: 'newRound', appointment });
    await told.onOrder(first, { type: 'proposeSlots', appointment, slots: offered });
    await told.onOrder(resident, { type: 'pickSlot', appointment, slot: offered[0]?.id ?? '' });
    const tomorrow = addMinutes(now(), 25 * 60);
    await told.onOrder(first, { type: 'missAppointment', appointment, absent: 'dwelling' }, randomUUID(), tomorrow);
    await told.onOrder(first, { type: 'complete', result: 'done' });
    await told.onOrder(manager, { type: 'acceptWork' });
    await told.lifecycles.handle('workOrder', told.order).result();
  }));

test('a visit of ours without an order: dates offered, countered, declined, picked, moved, missed, called off, held', () =>
  tell('visited', async (told) => {
    await told.report();
    const appointment = told.visit;
    const visitor = manager.kind === 'employee' ? manager.id : '';
    const offer = (slots = told.slots()) => ({ slots, fixed: false });
    const set = () => ({ slots: told.slots().slice(0, 1), fixed: true });
    const arrange = (id: string, dates: ReturnType<typeof offer>): TicketCommand => ({
      type: 'arrangeVisit',
      appointment: id,
      visitor,
      with: 'reporter',
      ...dates,
    });
    const tomorrow = () => addMinutes(now(), 25 * 60);
    await told.onTicket(manager, arrange(appointment, offer()));
    await told.onTicket(resident, { type: 'counterSlots', appointment, slots: told.slots() });
    await told.onTicket(manager, { type: 'proposeSlots', appointment, ...offer() });
    await told.onTicket(resident, { type: 'declineSlots', appointment });
    const last = offer();
    await told.onTicket(manager, { type: 'proposeSlots', appointment, ...last });
    await told.onTicket(resident, { type: 'pickSlot', appointment, slot: last.slots[1]?.id ?? '' });
    await told.onTicket(resident, { type: 'moveAppointment', appointment });
    await told.onTicket(manager, { type: 'proposeSlots', appointment, ...set() });
    await told.onTicket(
      resident,
      { type: 'missAppointment', appointment, absent: 'management' },
      undefined,
      tomorrow(),
    );
    await told.onTicket(manager, { type: 'cancelVisit', appointment });
    const second = randomUUID();
    await told.onTicket(manager, arrange(second, set()));
    const held: TicketCommand = { type: 'holdVisit', appointment: second, visibility: 'internal' };
    await told.onTicket(manager, held, undefined, tomorrow());
    expect(told.lifecycles.written.at(-1)?.state).toMatchObject({
      phase: 'open',
      visits: [{ status: 'cancelled' }, { status: 'held' }],
      balls: [{ stage: 'decide' }],
    });
    await told.onTicket(manager, { type: 'close', outcome: 'notNeeded' });
  }));

test('nobody acts: reminded, escalated again and again, passed on to the next contractor and back to us', () =>
  tell('silent', async (told) => {
    const time = (seconds: number) => ({ clock: seconds / 60 });
    const turn: StageRule = {
      period: time(1),
      reminders: [time(0.5)],
      escalations: [{ after: time(1.2), to: 'managers' }],
      expires: false,
      repeat: time(1),
    };
    const passed: StageRule = { period: time(1), reminders: [time(0.5)], escalations: [], expires: true };
    const stages = { urgent: { triage: turn, clarification: passed, join: turn, offer: passed, unplaced: turn } };
    await told.report({ stages });
    await told.lifecycles.until(
      ({ id, state, happenings }) =>
        id === told.ticket && state.revision > 4 && happenings.some(({ kind }) => kind === 'escalated'),
    );
    await told.onTicket(manager, { type: 'ask', to: { role: 'reporter' } });
    await told.lifecycles.until(({ happenings }) => happenings.some(({ kind }) => kind === 'lapsed'));
    await told.place(false, { stages });
    await told.lifecycles.until(({ id, state }) => id === told.order && state.phase === 'unplaced');
    await told.onOrder(manager, { type: 'cancel' });
    await told.lifecycles.until(
      ({ state }) => state.noun === 'ticket' && state.orders.some(({ phase }) => phase === 'ended'),
    );
    await told.onTicket(manager, { type: 'close', outcome: 'notNeeded' });
  }));
