import type { LifecycleState } from '../lifecycle/draft.ts';
import type { Instant } from '../time/berlin.ts';

/** What people are asked: to say that they have read something, or to vote. */
export const campaignKinds = ['readReceipt', 'vote'] as const;
export type CampaignKind = (typeof campaignKinds)[number];

/** Where a campaign stands: answers come in; a vote waits for its result to be announced; receipts are missing. */
export const campaignPhases = ['open', 'pending', 'lapsed', 'closed'] as const;
export type CampaignPhase = (typeof campaignPhases)[number];

/** How a campaign ended. A read receipt ends by itself with the document that was to be read. */
export const campaignOutcomes = ['complete', 'lapsed', 'announced', 'withdrawn', 'documentWithdrawn'] as const;
export type CampaignOutcome = (typeof campaignOutcomes)[number];

/** The whole truth of a campaign but for its answers, which are rows of the database: ids, kinds and dates only. */
export interface CampaignState extends LifecycleState {
  noun: 'campaign';
  kind: CampaignKind;
  phase: CampaignPhase;
  outcome: CampaignOutcome | null;
  assignee: string | null;
  /** Until when answers are taken. */
  deadline: Instant;
  openedAt: Instant;
}
