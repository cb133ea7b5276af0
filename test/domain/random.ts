import fc from 'fast-check';
import type { World } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import { check as checkTicket } from '../../domain/ticket/check.ts';
import type { TicketAct, TicketCommand } from '../../domain/ticket/commands.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import { addMinutes, type Instant } from '../../domain/time/berlin.ts';
import { check as checkOrder } from '../../domain/workOrder/check.ts';
import type { OrderAct, OrderCommand } from '../../domain/workOrder/commands.ts';
import { contractorOf, type OrderState } from '../../domain/workOrder/state.ts';
import { anna, idOf, monday, neighbour, passerBy, plumber, report, resident, roofer, slot, uuid } from './given.ts';

export const tickets = [uuid(11), uuid(12), uuid(13)];
export const orders = [uuid(21), uuid(22), uuid(23)];

/** One thing that somebody tries, and the minutes before it; numbers pick among what there is to try. */
export interface Try {
  minutes: number;
  /** Nine of ten tries are of something that is allowed, so that the runs get far. */
  blind: boolean;
  noun: number;
  which: number;
  who: number;
  what: number;
  pick: number;
}

/** Sequences of tries: mostly a busy afternoon, now and then days or weeks of silence between. */
export const tries = (most: number) =>
  fc.array(
    fc.record({
      minutes: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: 0, max: 30 }) },
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 3000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
      ),
      blind: fc.integer({ min: 0, max: 9 }).map((n) => n === 9),
      noun: fc.nat(9),
      which: fc.nat(2),
      who: fc.nat(999),
      what: fc.nat(9999),
      pick: fc.nat(999),
    }),
    { minLength: Math.floor(most / 2), maxLength: most, size: 'max' },
  );

function of<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}

/** The commands that end something or lead nowhere, which are tried less often, so that the runs get far. */
const rare = new Set(
  'arrangeVisit cancelVisit merge follow unfollow seekApproval reject withdraw close cancel confirm acceptWork decline forward note ask setUrgency offer newRound'.split(
    ' ',
  ),
);

/** Picks an act for the state: mostly one that is allowed, and seldom one of the rare ones. */
function choose<Act extends { command: { type: string } }>(
  made: Act[],
  { blind, what }: Try,
  allowed: (act: Act) => boolean,
): Act {
  const may = blind ? made : made.filter(allowed);
  const gentle = may.filter(({ command }) => !rare.has(command.type));
  return of(gentle.length > 0 && what % 5 > 0 ? gentle : may.length > 0 ? may : made, Math.floor(what / 5));
}

function onTicket(state: TicketState | undefined, attempt: Try, at: Instant, id: string): TicketAct {
  const { who, pick, which } = attempt;
  const urgency = of(['normal', 'urgent', 'emergency'] as const, pick);
  if (!state) {
    const reporter = pick % 5 === 0 ? null : of([resident, neighbour, passerBy], which);
    return { id, actor: of([anna, resident], who), at, command: report({ urgency, reporter }) };
  }
  const to = of(
    [
      { role: 'reporter' },
      { role: 'owner' },
      { role: 'management' },
      { role: 'employee', id: uuid(2) },
      { role: 'person', id: idOf(neighbour) },
    ] as const,
    pick,
  );
  const commands: TicketCommand[] = [
    { type: 'accept' },
    { type: 'reject', reason: 'other' },
    { type: 'forward', to },
    { type: 'ask', to },
    { type: 'answer', question: of(state.asked, pick)?.id ?? uuid(1) },
    { type: 'note', visibility: pick % 2 ? 'internal' : 'visible' },
    { type: 'setUrgency', urgency },
    { type: 'confirm' },
    { type: 'dispute' },
    { type: 'acceptWork' },
    { type: 'demandRework', order: of(orders, pick) },
    { type: 'close', outcome: pick % 2 ? 'done' : 'notNeeded' },
    { type: 'withdraw' },
    { type: 'reopen' },
    { type: 'merge', into: of(tickets, who), number: 'V-1', own: 'V-2' },
    { type: 'follow' },
    { type: 'unfollow' },
    { type: 'seekApproval', amountCents: null },
    { type: 'decideApproval', question: of(state.asked, pick)?.id ?? uuid(1), given: pick % 2 === 0 },
    ...aboutVisits(state, pick, at),
  ];
  const actors: Actor[] = [anna, state.reporter ?? anna, of([neighbour, plumber, passerBy], who)];
  const made = commands.flatMap((command) => actors.map((actor): TicketAct => ({ id, actor, at, command })));
  return choose(made, attempt, (act) => checkTicket(state, act) === null);
}

/** What can be tried about visits of ours: a new one, and every act on one that there is. */
function aboutVisits(state: TicketState, pick: number, at: Instant): TicketCommand[] {
  const visit = of(state.visits ?? [], pick);
  const appointment = visit?.id ?? uuid(1);
  const slots = [slot(pick + 2000, at, 3 + (pick % 90)), slot(pick + 3000, at, 10 + (pick % 90))];
  const fixed = pick % 3 === 0;
  return [
    {
      type: 'arrangeVisit',
      appointment: uuid(5000 + (pick % 7)),
      visitor: uuid(2),
      with: of(['reporter', 'owner', 'management'] as const, pick),
      slots: fixed ? slots.slice(0, 1) : slots,
      fixed,
    },
    { type: 'proposeSlots', appointment, slots: fixed ? slots.slice(0, 1) : slots, fixed },
    { type: 'pickSlot', appointment, slot: of(visit?.slots ?? [], pick)?.id ?? uuid(1) },
    { type: 'counterSlots', appointment, slots },
    { type: 'declineSlots', appointment },
    { type: 'moveAppointment', appointment, ...(pick % 2 ? { slots } : {}) },
    { type: 'missAppointment', appointment, absent: 'dwelling' },
    { type: 'cancelVisit', appointment },
    { type: 'holdVisit', appointment, visibility: pick % 2 ? 'internal' : 'visible' },
  ];
}

function onOrder(state: OrderState | undefined, attempt: Try, at: Instant, id: string): OrderAct {
  const { who, pick, which } = attempt;
  if (!state) {
    const command: OrderCommand = {
      type: 'place',
      policy: 1,
      urgency: of(['normal', 'normal', 'urgent', 'emergency'] as const, pick),
      federalState: of(['BW', 'BE', 'SN'] as const, pick),
      tickets: tickets.slice(pick % 2, 1 + (pick % 3)).concat(tickets.slice(2)),
      ...(pick % 4 === 0 && { besides: [] }),
      contractors: pick % 2 ? [idOf(plumber)] : [idOf(plumber), idOf(roofer)],
      appointments: tickets
        .filter((_, n) => (who >> n) % 2)
        .map((ticket, n) => ({ id: uuid(1000 + which * 100 + n), ticket, with: { role: 'reporter' } as const })),
    };
    return { id, actor: anna, at, command };
  }
  const visit = of(state.appointments, pick);
  const appointment = visit?.id ?? uuid(1);
  const slots = [slot(pick, at, 3 + (pick % 90)), slot(pick + 1000, at, 10 + (pick % 90))];
  const commands: OrderCommand[] = [
    { type: 'accept' },
    { type: 'decline', reason: 'other' },
    { type: 'offer', contractors: [idOf(plumber), idOf(roofer)] },
    { type: 'ask' },
    { type: 'answer', question: of(state.questions, pick)?.id ?? uuid(1) },
    { type: 'proposeSlots', appointment, slots },
    { type: 'pickSlot', appointment, slot: visit?.slots[0]?.id ?? uuid(1) },
    { type: 'pickSlot', appointment, slot: visit?.slots[1]?.id ?? uuid(1) },
    { type: 'counterSlots', appointment, slots },
    { type: 'moveAppointment', appointment, ...(pick % 2 ? { slots } : {}) },
    { type: 'missAppointment', appointment, absent: 'dwelling' },
    { type: 'newRound', appointment },
    { type: 'complete', result: of(['done', 'done', 'partial', 'impossible'] as const, pick) },
    {
      type: 'complete',
      result: 'partial',
      results: state.tickets
        .filter((_, n) => (who >> n) % 2 === 0)
        .map(({ id: ticket }, n) => ({
          ticket,
          result: of(['done', 'done', 'partial', 'impossible'] as const, pick + n),
        })),
    },
    { type: 'continue' },
    { type: 'acceptWork' },
    { type: 'cancel' },
  ];
  const contractor: Actor = { kind: 'contractor', id: contractorOf(state) ?? idOf(plumber) };
  const actors: Actor[] = [anna, contractor, of([resident, roofer], who)];
  const made = commands.flatMap((command) => actors.map((actor): OrderAct => ({ id, actor, at, command })));
  return choose(made, attempt, (act) => checkOrder(state, act) === null);
}

/** A try as it was made: on what, which act, and the refusal if it was refused. */
export type Tried =
  | { noun: 'ticket'; id: string; act: TicketAct; again(): string | null }
  | { noun: 'workOrder'; id: string; act: OrderAct; again(): string | null };

/** Does the tries one after the other, time passing between them; `before` and `look` see the world around each. */
export function play(
  world: World,
  list: Try[],
  look: (now: Instant, tried: Tried, code: string | null) => void = () => {},
  before: () => void = () => {},
): Instant {
  let now = monday;
  list.forEach((attempt, n) => {
    now = addMinutes(now, attempt.minutes);
    world.pass(now);
    before();
    const id = uuid(1_000_000 + n);
    const ticket = of(tickets, attempt.which);
    const order = of(orders, attempt.which);
    let tried: Tried;
    if (attempt.noun < 4 || !world.tickets.has(ticket)) {
      const act = onTicket(world.tickets.get(ticket), attempt, now, id);
      tried = { noun: 'ticket', id: ticket, act, again: () => world.actOnTicket(ticket, act) };
    } else {
      const act = onOrder(world.orders.get(order), attempt, now, id);
      tried = { noun: 'workOrder', id: order, act, again: () => world.actOnOrder(order, act) };
    }
    look(now, tried, tried.again());
  });
  return now;
}
