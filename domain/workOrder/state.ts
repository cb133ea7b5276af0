import type { Appointment } from '../appointments/rules.ts';
import type { Ball, Timing } from '../lifecycle/ball.ts';
import type { CompletionResult } from '../lifecycle/facts.ts';
import type { Actor } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';

/** Where an order stands. */
export const orderPhases = ['joining', 'offered', 'unplaced', 'running', 'returned', 'done', 'closed'] as const;
export type OrderPhase = (typeof orderPhases)[number];

/** How an order ended. */
export const orderOutcomes = ['accepted', 'cancelled', 'refused'] as const;
export type OrderOutcome = (typeof orderOutcomes)[number];

/** One ticket of an order: whether it joined, and whether its work was accepted. */
export interface OrderedTicket {
  id: string;
  answer: 'open' | 'joined' | 'refused' | 'left';
  revision: number;
  accepted: boolean;
  /** What the contractor reported about this ticket's work; null until then, and again when rework is demanded. */
  completion: CompletionResult | null;
}

/** Whether a ticket has nothing to do with its order (any more): its dwelling is none of the contractor's business. */
export function isGone({ answer }: Pick<OrderedTicket, 'answer'>): boolean {
  return answer === 'refused' || answer === 'left';
}

/** The whole truth of an order and its appointments, as plain JSON: ids, kinds and dates only. */
export interface OrderState extends Timing {
  noun: 'workOrder';
  id: string;
  revision: number;
  phase: OrderPhase;
  outcome: OrderOutcome | null;
  tickets: OrderedTicket[];
  /** Contractors in the order in which they are asked; those before `at` have declined or stayed silent. */
  contractors: string[];
  at: number;
  accepted: boolean;
  needsAppointment: boolean;
  appointments: Appointment[];
  completion: { result: CompletionResult; at: Instant } | null;
  questions: { id: string; by: Actor }[];
  balls: Ball[];
  applied: string[];
  placedAt: Instant;
  changedAt: Instant;
  closedAt: Instant | null;
}

/** The contractor who is asked or works now, or null when nobody is left. */
export function contractorOf(state: Pick<OrderState, 'contractors' | 'at'>): string | null {
  return state.contractors[state.at] ?? null;
}
