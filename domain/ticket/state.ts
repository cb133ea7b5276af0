import type { Appointment } from '../appointments/rules.ts';
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
export const ticketOutcomes = ['done', 'rejected', 'withdrawn', 'notNeeded', 'merged'] as const;
export type TicketOutcome = (typeof ticketOutcomes)[number];

/** What an order last told the ticket: its revision, where it stands, who has the ball. */
export interface OrderNews {
  id: string;
  revision: number;
  contractor: string | null;
  phase: 'joining' | 'running' | 'done' | 'ended';
  ball: Ball | null;
}

/** Somebody who reported the same, or joined as one who has the same damage; told of the end, and may leave. */
export interface Follower {
  kind: 'person' | 'unconfirmed';
  id: string;
}

/** What the owner of a flat was asked to agree to: that work in it is ordered at their expense. */
export interface Approval {
  id: string;
  status: 'open' | 'given' | 'refused' | 'lapsed';
  amountCents: number | null;
}

/** A visit by one of us, without an order: its appointment, and who comes. */
export interface Visit extends Appointment {
  visitor: string;
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
  /** Open questions, forwards and requests for approval: who asked, to whom; the key of its ball is the id. */
  asked: { id: string; kind: 'clarification' | 'forwarded' | 'approval'; by: Actor; to: Party }[];
  followers: Follower[];
  /** The ticket that this one was asked to be merged into, until that one has answered. */
  merging: { into: string; number: string; command: string } | null;
  /** The ticket that leads this one since it was merged. */
  mergedInto: string | null;
  /** The tickets that were merged into this one. */
  merged: string[];
  /** Whether a flat's owner is only told of damage in it, or asked before work is ordered; null where nobody is. */
  owner: 'ask' | 'inform' | null;
  approval: Approval | null;
  orders: OrderNews[];
  /** Our own visits, the newest last; those that have ended are forgotten beyond a few. */
  visits?: Visit[];
  /** The last commands that were applied, newest last: a repeated one is answered without effect. */
  applied: string[];
  reportedAt: Instant;
  changedAt: Instant;
  closedAt: Instant | null;
}
