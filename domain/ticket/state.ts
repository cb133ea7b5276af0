import type { Ball, Timing } from '../lifecycle/ball.ts';
import type { Actor, Party } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';

/** Where a ticket stands. */
export const ticketPhases = [
  'received',
  'new',
  'open',
  'ordered',
  'confirming',
  'acceptance',
  'disputed',
  'closed',
] as const;
export type TicketPhase = (typeof ticketPhases)[number];

/** How a ticket ended. */
export const ticketOutcomes = ['done', 'rejected', 'withdrawn', 'notNeeded'] as const;
export type TicketOutcome = (typeof ticketOutcomes)[number];

/** What an order last told the ticket: its revision, where it stands, who has the ball. */
export interface OrderNews {
  id: string;
  revision: number;
  contractor: string | null;
  phase: 'joining' | 'running' | 'done' | 'ended';
  ball: Ball | null;
}

/** The whole truth of a ticket, as plain JSON: ids, kinds and dates only. */
export interface TicketState extends Timing {
  noun: 'ticket';
  id: string;
  revision: number;
  phase: TicketPhase;
  outcome: TicketOutcome | null;
  category: string;
  place: 'unit' | 'common';
  /** Who reported it, so that rules know who may confirm; null when the management itself did. */
  reporter: Actor | null;
  assignee: string | null;
  balls: Ball[];
  /** Open questions and forwards: who asked, to whom; the key of its ball is the id. */
  asked: { id: string; kind: 'clarification' | 'forwarded'; by: Actor; to: Party }[];
  orders: OrderNews[];
  /** The last commands that were applied, newest last: a repeated one is answered without effect. */
  applied: string[];
  reportedAt: Instant;
  changedAt: Instant;
  closedAt: Instant | null;
}
