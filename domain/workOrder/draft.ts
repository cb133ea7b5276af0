import type { Draft } from '../lifecycle/draft.ts';
import type { OrderFact } from '../lifecycle/facts.ts';
import type { Audience, Outcome } from '../lifecycle/outcome.ts';
import type { Party } from '../parties.ts';
import { contractorOf, type OrderState } from './state.ts';

export type OrderOutcomeData = Outcome<OrderState, OrderFact>;
export type OrderDraft = Draft<OrderState, OrderFact>;

export const us: Party = { role: 'management' };

/** The contractor whose turn it is as somebody to write to, ourselves where nobody is left. */
export function contractorParty(state: OrderState): Party {
  const id = contractorOf(state);
  return id ? { role: 'contractor', id } : us;
}

/** The contractor whose turn it is as a reader of the timeline. */
export function theContractor(state: OrderState): Audience[] {
  const id = contractorOf(state);
  return id ? [`contractor:${id}`] : [];
}

/** Everybody whom the order concerns, and those who follow a ticket of it: what is no dwelling's own business. */
export function onlookers(state: OrderState): Audience[] {
  return [...everyone(state), 'follower'];
}

/** Everybody whom the order concerns. */
export function everyone(state: OrderState): Audience[] {
  return ['reporter', 'owner', ...theContractor(state)];
}
