import type { RoundStep } from '../../domain/invitation/course.ts';

/** The activities of one round of invitations, named by its id. All can be repeated. */
export interface InvitationActivities {
  /**
   * Writes the mails' intents and, all at once, the letters with their codes; gives the round's further steps. `missing`
   * where no such round is written down (yet).
   */
  prepareRound(round: { id: string }): Promise<{ state: 'missing' } | { state: 'prepared'; steps: RoundStep[] }>;
  /** Reminds by mail who has not come; each reminder reaches everybody once. */
  remindRound(round: { id: string; n: number }): Promise<void>;
  /** Tells who sent the round how many have not come. */
  noteRound(round: { id: string }): Promise<void>;
  /** Ends what is still open. */
  expireRound(round: { id: string }): Promise<void>;
}
