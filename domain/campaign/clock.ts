import { takeDue } from '../lifecycle/ball.ts';
import { Draft } from '../lifecycle/draft.ts';
import { system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import { type CampaignDraft, type CampaignOutcomeData, endAnswers, ours } from './draft.ts';
import type { CampaignState } from './state.ts';

/**
 * What the clock leads to at `now`: reminders to those who have not answered, the end of the time for answers, and
 * reminders and escalations of what is ours to do afterwards.
 */
export function tick(state: CampaignState, now: Instant): CampaignOutcomeData {
  const { balls, due } = takeDue(state.balls, now, state);
  if (due.length === 0) return { state, happenings: [], effects: [] };
  const draft: CampaignDraft = new Draft({ ...state, balls }, system, now, null);
  for (const { ball, step, late } of due) {
    const facts = { stage: ball.stage, since: ball.since, until: ball.until };
    if (step.kind === 'expiry') {
      draft.tell('lapsed', ['participant'], { ...facts, on: ball.on });
      endAnswers(draft);
      draft.write('campaignEnded', ours(draft.state), { why: 'deadline', until: ball.until }, { late });
    } else if (step.kind === 'escalation') {
      draft.tell('escalated', [], { ...facts, to: step.to });
      draft.write('escalation', step.to, facts, { about: `${ball.key}:${step.to.role}`, late });
    } else if (ball.stage === 'answer') {
      draft.tell('reminded', [], { ...facts, to: ball.on });
      draft.write('campaignReminder', step.to, { until: ball.until, since: ball.since }, { about: ball.key, late });
    } else {
      draft.tell('reminded', [], { ...facts, to: ball.on });
      draft.write('reminder', step.to, facts, { about: ball.key, late });
    }
  }
  return draft.done();
}
