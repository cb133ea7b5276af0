import type { Actor } from '../parties.ts';
import type { Follower } from '../ticket/state.ts';
import type { Ball } from './ball.ts';

/** What a contractor reported about the work. */
export const completionResults = ['done', 'partial', 'impossible'] as const;
export type CompletionResult = (typeof completionResults)[number];

/** What a ticket hears, mostly from orders; older revisions than the last known one are dropped. */
export type OrderFact =
  | { type: 'orderAsks'; order: string; revision: number; besides?: string[] }
  | {
      type: 'orderNews';
      order: string;
      revision: number;
      phase: 'running' | 'done' | 'ended';
      contractor: string | null;
      ball: Ball | null;
    }
  | MergeFact;

/** What one ticket tells another: that it wants to be led by it, and the answer. */
export type MergeFact =
  | { type: 'mergeAsked'; ticket: string; revision: number; number: string; followers: Follower[] }
  | { type: 'mergeTaken'; ticket: string; revision: number }
  | { type: 'mergeRefused'; ticket: string; revision: number };

/** Why a ticket does not join an order: it has ended (or is about to), or another order has taken it. */
export type RefusalReason = 'ended' | 'taken';

/** What a ticket tells, mostly to orders. */
export type TicketFact =
  | { type: 'joined'; ticket: string; revision: number }
  | { type: 'refused'; ticket: string; revision: number; reason?: RefusalReason }
  | { type: 'workAccepted'; ticket: string; revision: number; by: Actor }
  | { type: 'reworkDemanded'; ticket: string; revision: number; by: Actor; command: string }
  | { type: 'ticketClosed'; ticket: string; revision: number; by: Actor }
  | MergeFact;

/** A fact of any kind, on its way. */
export interface Fact {
  type: string;
}

/** What a lifecycle hears when one that it told something is no longer there. */
export interface Gone {
  type: 'gone';
  id: string;
}
