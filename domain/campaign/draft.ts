import { type Ball, calendarOf, ruleOf, type Step } from '../lifecycle/ball.ts';
import type { Draft } from '../lifecycle/draft.ts';
import type { Outcome } from '../lifecycle/outcome.ts';
import type { Party } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import { after, dayBefore } from '../time/workingTime.ts';
import type { CampaignOutcome, CampaignState } from './state.ts';

export type CampaignOutcomeData = Outcome<CampaignState, never>;
export type CampaignDraft = Draft<CampaignState, never>;

/** Those who have not answered: they have the ball while a campaign runs. */
export const silent: Party = { role: 'silent' };
/** Everybody who is asked. */
export const participants = { role: 'participants' } as const;

/** Whoever opened it, or the desk. */
export function ours({ assignee }: Pick<CampaignState, 'assignee'>): Party {
  return assignee ? { role: 'employee', id: assignee } : { role: 'management' };
}

/** Less than this before the last reminder, an earlier one would only be a nuisance. */
const APART = { working: 4 * 60 };

/**
 * Gives the ball to those who have not answered, until the deadline that was set: reminders after the policy's periods,
 * counted from the beginning, as far as they come before the last one, which comes on the working day before the deadline.
 * What would have been told before `now` is left out.
 */
export function awaitAnswers(draft: CampaignDraft, now: Instant): void {
  const { state } = draft;
  const calendar = calendarOf(state);
  const since = state.openedAt;
  const last = dayBefore(state.deadline, calendar);
  const early = ruleOf(state, 'answer').reminders.map((period) => after(since, period, calendar));
  const dates = [...early.filter((at) => after(at, APART, calendar) <= last), last].filter(
    (at) => at > now && at < state.deadline && after(since, APART, calendar) <= at,
  );
  const steps: Step[] = dates.map((at) => ({ at, kind: 'reminder', to: silent }));
  steps.push({ at: state.deadline, kind: 'expiry', to: silent });
  const ball: Ball = { key: 'answers', stage: 'answer', on: silent, since, until: state.deadline, steps };
  state.balls = [ball];
}

/** Takes no more answers. A vote waits for its result to be announced, receipts that are missing for a decision. */
export function endAnswers(draft: CampaignDraft): void {
  const { state } = draft;
  state.balls = [];
  if (state.kind === 'vote') {
    state.phase = 'pending';
    draft.deal('announce', ours(state), { key: 'ours' });
  } else {
    state.phase = 'lapsed';
    draft.deal('missing', ours(state), { key: 'ours' });
  }
}

export function close(draft: CampaignDraft, outcome: CampaignOutcome): void {
  const { state } = draft;
  state.phase = 'closed';
  state.outcome = outcome;
  state.closedAt = draft.at;
  state.balls = [];
}
