import type { Actor } from '../parties.ts';
import type { Ball } from './ball.ts';

/** What a contractor reported about the work. */
export const completionResults = ['done', 'partial', 'impossible'] as const;
export type CompletionResult = (typeof completionResults)[number];

/** What an order tells a ticket; older revisions than the last known one are dropped. */
export type OrderFact =
  | { type: 'orderAsks'; order: string; revision: number }
  | {
      type: 'orderNews';
      order: string;
      revision: number;
      phase: 'running' | 'done' | 'ended';
      contractor: string | null;
      ball: Ball | null;
    };

/** What a ticket tells an order. */
export type TicketFact =
  | { type: 'joined'; ticket: string; revision: number }
  | { type: 'refused'; ticket: string; revision: number }
  | { type: 'workAccepted'; ticket: string; revision: number; by: Actor }
  | { type: 'reworkDemanded'; ticket: string; revision: number; by: Actor; command: string }
  | { type: 'ticketClosed'; ticket: string; revision: number; by: Actor };
