import type { OrderFact, TicketFact } from '../domain/lifecycle/facts.ts';
import { check } from '../domain/workOrder/check.ts';
import { tick } from '../domain/workOrder/clock.ts';
import type { OrderAct } from '../domain/workOrder/commands.ts';
import { hear, ticketGone } from '../domain/workOrder/hear.ts';
import { apply, place } from '../domain/workOrder/rules.ts';
import type { OrderState } from '../domain/workOrder/state.ts';
import { live, type Rules } from './lifecycle.ts';
import { actOnOrder, type OrderStart, tellOrder } from './messages/lifecycle.ts';

/**
 * An order with its appointments: placed, joined by its tickets, offered to one contractor after the other, done and
 * accepted. It begins with the act `place`.
 */
export async function workOrder(start: OrderStart): Promise<void> {
  const rules: Rules<OrderState, OrderAct, TicketFact, OrderFact> = {
    noun: 'workOrder',
    acts: actOnOrder,
    facts: tellOrder,
    check,
    apply(state, act) {
      if (state) return apply(state, act);
      if (act.command.type !== 'place') throw new RangeError('an order begins when it is placed');
      return place(start.id, { ...act, command: act.command });
    },
    hear,
    gone: ticketGone,
    tick,
  };
  await live(rules, start);
}
