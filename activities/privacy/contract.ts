import type { DataKind } from '../../domain/privacy/retention.ts';
import type { Instant } from '../../domain/time/berlin.ts';

/** The activities of somebody's request about their data, named by its id. All can be repeated. */
export interface PrivacyActivities {
  /**
   * Writes the reminders that are due and gives up a copy whose time is over. Tells when to look again (null: when
   * somebody acts), whether an erasure is to be carried out now, and whether nothing follows any more.
   */
  attendRequest(request: { id: string }): Promise<{ next: Instant | null; erases: boolean; over: boolean }>;
  /** Finds the kinds of which something may go today, in the order in which they are erased. */
  planErasure(request: { id: string }): Promise<{ kinds: DataKind[] }>;
  /** Erases what may go of one kind: bytes of files first, then rows. */
  eraseKind(request: { id: string; kind: DataKind }): Promise<void>;
  /** Writes down what stays until when, and whether nothing is left. */
  finishErasure(request: { id: string }): Promise<void>;
}
