import type { Instant } from '../../domain/time/berlin.ts';

/** What a drain leaves: when the next message is due (null: none is waiting), and how many were handed over. */
export interface Drained {
  next: Instant | null;
  sent: number;
}

/** The activities that the mailroom workflow calls. */
export interface MailroomActivities {
  /** Sends what is due, for ten seconds at most. Idempotent by message. */
  drainOutbox(): Promise<Drained>;
}

/** Longest time for which one drain takes up new messages. */
export const DRAIN_MS = 10_000;

/**
 * How long a claimed message belongs to whoever claimed it. Longer than any attempt of a channel, shorter than
 * `DRAIN_TIMEOUT_MS`: when Temporal gives a drain up and starts another, the first can't send any more.
 */
export const LEASE_MS = 25_000;

/** After this a drain counts as lost, and after this silence too. */
export const DRAIN_TIMEOUT_MS = 60_000;
export const DRAIN_SILENCE_MS = 10_000;
