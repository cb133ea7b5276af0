import type { DomainErrorCode } from '../errors.ts';
import { check as checkTicket } from '../ticket/check.ts';
import { tick as tickTicket } from '../ticket/clock.ts';
import type { TicketAct } from '../ticket/commands.ts';
import { hear as hearTicket, orderGone } from '../ticket/hear.ts';
import { apply as applyToTicket, open } from '../ticket/rules.ts';
import type { TicketState } from '../ticket/state.ts';
import type { Instant } from '../time/berlin.ts';
import { check as checkOrder } from '../workOrder/check.ts';
import { tick as tickOrder } from '../workOrder/clock.ts';
import type { OrderAct } from '../workOrder/commands.ts';
import { hear as hearOrder, ticketGone } from '../workOrder/hear.ts';
import { apply as applyToOrder, place } from '../workOrder/rules.ts';
import type { OrderState } from '../workOrder/state.ts';
import { nextDeadline } from './ball.ts';
import type { LifecycleState } from './draft.ts';
import type { OrderFact, TicketFact } from './facts.ts';
import type { MessageEffect, Noun, Outcome, SignalEffect } from './outcome.ts';

/** Something that a lifecycle did: its new state with what happened and which messages it wrote. */
export interface Occurrence {
  noun: Noun;
  id: string;
  at: Instant;
  command: string | null;
  outcome: Outcome<TicketState, TicketFact> | Outcome<OrderState, OrderFact>;
}

/** A fact on its way from one lifecycle to another. */
export interface Letter {
  from: { noun: Noun; id: string };
  effect: SignalEffect<OrderFact | TicketFact>;
}

/**
 * Tickets and orders as their rules alone make them move: the same functions that the workflows call, with signals
 * delivered at once and a clock that is told where to go. Forecasts, simulated histories and tests run on it.
 */
export class World {
  readonly tickets = new Map<string, TicketState>();
  readonly orders = new Map<string, OrderState>();
  private readonly record: (occurrence: Occurrence) => void;
  private readonly partial: boolean;
  private readonly post: ((letter: Letter) => void) | null;

  /**
   * A `partial` world is a cut-out: a ticket or order that is not in it lives elsewhere and hears what it is told. In
   * a whole one it does not exist, and who tells it something learns that. With `post`, facts are handed to it instead
   * of being delivered at once.
   */
  constructor(
    record: (occurrence: Occurrence) => void = () => {},
    { partial = false, post = null }: { partial?: boolean; post?: ((letter: Letter) => void) | null } = {},
  ) {
    this.record = record;
    this.partial = partial;
    this.post = post;
  }

  /** Does an act on a ticket; the code of the refusal, or null when it was done. */
  actOnTicket(id: string, act: TicketAct): DomainErrorCode | null {
    const state = this.tickets.get(id) ?? null;
    const refusal = checkTicket(state, act);
    if (refusal) return refusal;
    if (act.command.type === 'report') {
      if (!state) this.ticketBecame(id, open(id, { ...act, command: act.command }), act.at, act.id);
    } else if (state) this.ticketBecame(id, applyToTicket(state, act), act.at, act.id);
    return null;
  }

  /** Does an act on an order; the code of the refusal, or null when it was done. */
  actOnOrder(id: string, act: OrderAct): DomainErrorCode | null {
    const state = this.orders.get(id) ?? null;
    const refusal = checkOrder(state, act);
    if (refusal) return refusal;
    if (act.command.type === 'place') {
      if (!state) this.orderBecame(id, place(id, { ...act, command: act.command }), act.at, act.id);
    } else if (state) this.orderBecame(id, applyToOrder(state, act), act.at, act.id);
    return null;
  }

  /** The next instant at which anything happens by itself, or null. */
  next(): Instant | null {
    let next: Instant | null = null;
    for (const state of [...this.tickets.values(), ...this.orders.values()]) {
      const at = nextDeadline(state);
      if (at !== null && (next === null || at < next)) next = at;
    }
    return next;
  }

  /** Lets everything happen that is due at `at`. */
  tick(at: Instant): void {
    for (const id of [...this.orders.keys()]) {
      const state = this.orders.get(id);
      const due = state ? nextDeadline(state) : null;
      if (state && due !== null && due <= at) this.orderBecame(id, tickOrder(state, at), at, null);
    }
    for (const id of [...this.tickets.keys()]) {
      const state = this.tickets.get(id);
      const due = state ? nextDeadline(state) : null;
      if (state && due !== null && due <= at) this.ticketBecame(id, tickTicket(state, at), at, null);
    }
  }

  /** Lets time pass until `until` while nobody acts. */
  pass(until: Instant): void {
    for (let at = this.next(); at !== null && at <= until; at = this.next()) this.tick(at);
  }

  /**
   * Delivers a fact. A lifecycle that has ended does not hear it, and the sender learns that; one that `lingers` (its
   * run is not over yet) hears it all the same.
   */
  deliver({ from, effect }: Letter, at: Instant, { lingers = false } = {}): void {
    const { noun, id, fact } = effect;
    const ticket = noun === 'ticket' ? this.tickets.get(id) : undefined;
    const order = noun === 'workOrder' ? this.orders.get(id) : undefined;
    if (!ticket && !order && this.partial) return;
    if (ticket && (ticket.phase !== 'closed' || lingers))
      this.ticketBecame(id, hearTicket(ticket, fact as OrderFact, at), at, null);
    else if (order && (order.phase !== 'closed' || lingers))
      this.orderBecame(id, hearOrder(order, fact as TicketFact, at), at, null);
    else this.gone(from, id, at);
  }

  private gone({ noun, id }: Letter['from'], whom: string, at: Instant): void {
    const ticket = noun === 'ticket' ? this.tickets.get(id) : undefined;
    const order = noun === 'workOrder' ? this.orders.get(id) : undefined;
    if (ticket) this.ticketBecame(id, orderGone(ticket, whom, at), at, null);
    if (order) this.orderBecame(id, ticketGone(order, whom, at), at, null);
  }

  private ticketBecame(
    id: string,
    outcome: Outcome<TicketState, TicketFact>,
    at: Instant,
    command: string | null,
  ): void {
    if (outcome.state === this.tickets.get(id) && outcome.effects.length === 0) return;
    this.tickets.set(id, outcome.state);
    this.record({ noun: 'ticket', id, at, command, outcome });
    this.send({ noun: 'ticket', id }, outcome, at);
  }

  private orderBecame(id: string, outcome: Outcome<OrderState, OrderFact>, at: Instant, command: string | null): void {
    if (outcome.state === this.orders.get(id) && outcome.effects.length === 0) return;
    this.orders.set(id, outcome.state);
    this.record({ noun: 'workOrder', id, at, command, outcome });
    this.send({ noun: 'workOrder', id }, outcome, at);
  }

  private send(from: Letter['from'], outcome: Occurrence['outcome'], at: Instant): void {
    for (const effect of outcome.effects) {
      if (effect.kind !== 'signal') continue;
      if (this.post) this.post({ from, effect });
      else this.deliver({ from, effect }, at);
    }
  }
}

/** A dated step of a forecast: a message that would be written, or a period that would lapse. */
export interface ForecastStep {
  at: Instant;
  noun: Noun;
  id: string;
  kind: string;
  stage: string | null;
  to: MessageEffect['to'] | null;
  /** The ticket whose visit it is about; null when it is about the whole. */
  ticket: string | null;
}

/**
 * What would happen to one lifecycle, which is told nothing by others, if nobody acted any more: its entries of the
 * timeline in order, at most `most`.
 */
export function forecastAlone<State extends LifecycleState>(
  state: State,
  tick: (state: State, at: Instant) => Outcome<State, unknown>,
  most = 8,
): ForecastStep[] {
  const steps: ForecastStep[] = [];
  let current = state;
  for (let at = nextDeadline(current); at !== null && steps.length < most; at = nextDeadline(current)) {
    const { state: next, happenings } = tick(current, at);
    for (const { kind, facts } of happenings) {
      const to = (facts.to ?? facts.on ?? null) as ForecastStep['to'];
      const { noun, id } = state;
      steps.push({ at, noun, id, kind, stage: (facts.stage ?? null) as string | null, to, ticket: null });
    }
    current = next;
  }
  return steps.slice(0, most);
}

/**
 * What would happen if nobody acted any more: the entries of the timeline in order, at most `most`. Computed by the
 * rules themselves, so it is what the workflows do.
 */
export function forecast(tickets: TicketState[], orders: OrderState[], most = 8): ForecastStep[] {
  const steps: ForecastStep[] = [];
  const world = new World(
    ({ noun, id, at, outcome }) => {
      for (const { kind, facts } of outcome.happenings) {
        const to = (facts.to ?? facts.on ?? null) as ForecastStep['to'];
        const ticket = typeof facts.ticket === 'string' ? facts.ticket : null;
        steps.push({ at, noun, id, kind, stage: (facts.stage ?? null) as string | null, to, ticket });
      }
      for (const effect of outcome.effects)
        if (effect.kind === 'message' && effect.template === 'appointmentTomorrow')
          steps.push({
            at,
            noun,
            id,
            kind: 'appointmentTomorrow',
            stage: null,
            to: effect.to,
            ticket: typeof effect.facts.ticket === 'string' ? effect.facts.ticket : null,
          });
    },
    { partial: true },
  );
  for (const state of tickets) world.tickets.set(state.id, state);
  for (const state of orders) world.orders.set(state.id, state);
  for (let at = world.next(); at !== null && steps.length < most; at = world.next()) world.tick(at);
  return steps.slice(0, most);
}
