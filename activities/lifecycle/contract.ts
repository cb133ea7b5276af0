import type { Happening, MessageEffect, Noun } from '../../domain/lifecycle/outcome.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import type { OrderState } from '../../domain/workOrder/state.ts';

/** One revision of a lifecycle, as it is to be written: its state, what happened, which messages it causes. */
export interface Revision {
  command: string | null;
  state: TicketState | OrderState;
  happenings: Happening[];
  messages: MessageEffect[];
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
   * Writes row, timeline, message intents and the commands' answers in one transaction, then wakes readers and the
   * mailroom. Idempotent by (id, revision): an older or known revision changes nothing.
   */
  project(projection: Projection): Promise<void>;
}
