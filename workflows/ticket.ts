import type { OrderFact, TicketFact } from '../domain/lifecycle/facts.ts';
import { check } from '../domain/ticket/check.ts';
import { tick } from '../domain/ticket/clock.ts';
import type { TicketAct } from '../domain/ticket/commands.ts';
import { hear, orderGone } from '../domain/ticket/hear.ts';
import { apply, open } from '../domain/ticket/rules.ts';
import type { TicketState } from '../domain/ticket/state.ts';
import { live, type Rules } from './lifecycle.ts';
import { actOnTicket, type TicketStart, tellTicket } from './messages/lifecycle.ts';

/**
 * A ticket from its report to its end: reported, decided, ordered, confirmed. It begins with the act `report`; a
 * reopened one begins a new run with the state it had.
 */
export async function ticket(start: TicketStart): Promise<void> {
  const rules: Rules<TicketState, TicketAct, OrderFact, TicketFact> = {
    noun: 'ticket',
    acts: actOnTicket,
    facts: tellTicket,
    check,
    apply(state, act) {
      if (state) return apply(state, act);
      if (act.command.type !== 'report') throw new RangeError('a ticket begins with its report');
      return open(start.id, { ...act, command: act.command });
    },
    hear,
    gone: orderGone,
    tick,
  };
  await live(rules, start);
}
