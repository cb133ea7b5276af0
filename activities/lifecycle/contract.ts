import type { Fact } from '../../domain/lifecycle/facts.ts';
import type { Happening, MessageEffect, Noun } from '../../domain/lifecycle/outcome.ts';
import type { AnyState } from '../../domain/lifecycle/states.ts';
import type { Instant } from '../../domain/time/berlin.ts';

/** Something that one lifecycle tells another. */
export interface Telling {
  to: { noun: Noun; id: string };
  fact: Fact;
}

/**
 * One revision of a lifecycle, as it is to be written: its state, what happened, which messages it causes, what it
 * tells others. Caused by a command, by a fact that was `heard`, or by a deadline.
 */
export interface Revision {
  command: string | null;
  heard?: string;
  state: AnyState;
  happenings: Happening[];
  messages: MessageEffect[];
  facts?: Telling[];
  /** Nothing but facts: an answer of one that stays as it was. */
  unchanged?: boolean;
}

/** What a lifecycle hands to its projection: revisions in rising order, the last of which is the row's. */
export interface Projection {
  noun: Noun;
  id: string;
  revisions: Revision[];
}

/** The activities that lifecycle workflows call. */
export interface LifecycleActivities {
  /**
   * Writes row, timeline, message intents, facts and the commands' answers in one transaction, then wakes readers and
   * the mailroom, and has the facts told once the engine holds what caused them. Idempotent by (id, revision): an older
   * or known revision changes nothing.
   */
  project(projection: Projection): Promise<void>;
  /**
   * Has the facts told that deadlines led to, up to a revision. No update can be asked whether the engine holds those:
   * this is no local activity, so it runs only when it does.
   */
  tell(from: { noun: Noun; id: string; revision: number }): Promise<void>;
  /**
   * Until when what was due at `due` has to wait, because somebody said something before that which is stored and not sent
   * yet, since it may still be taken back; null when nothing does. Asked anew then.
   */
  heldUntil(deadline: { noun: Noun; id: string; due: Instant }): Promise<Instant | null>;
}
