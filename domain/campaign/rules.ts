import { Draft, movePolicy } from '../lifecycle/draft.ts';
import type { CampaignAct } from './commands.ts';
import {
  awaitAnswers,
  type CampaignDraft,
  type CampaignOutcomeData,
  close,
  endAnswers,
  ours,
  participants,
  silent,
} from './draft.ts';
import type { CampaignState } from './state.ts';

/** The first state of a campaign: everybody is asked, answers are taken until the deadline. */
export function open(id: string, act: CampaignAct & { command: { type: 'open' } }): CampaignOutcomeData {
  const { command, actor, at } = act;
  const blank: CampaignState = {
    noun: 'campaign',
    id,
    revision: 0,
    kind: command.kind,
    phase: 'open',
    outcome: null,
    policy: command.policy,
    ...(command.rules && { rules: command.rules }),
    urgency: 'normal',
    federalState: command.federalState,
    assignee: command.assignee,
    deadline: command.deadline,
    balls: [],
    applied: [],
    openedAt: at,
    changedAt: at,
    closedAt: null,
  };
  const draft: CampaignDraft = new Draft(blank, actor, at, act.id);
  awaitAnswers(draft, at);
  draft.tell('campaignOpened', ['participant'], {
    deadline: command.deadline,
    ...(command.document && { document: command.document }),
  });
  draft.write(command.kind === 'vote' ? 'voteAsked' : 'receiptAsked', participants, { until: command.deadline });
  return draft.done();
}

/**
 * The next state after an act that `check` allowed, with what happened and what has to be done about it. A command that
 * was applied before changes nothing.
 */
export function apply(state: CampaignState, { id, actor, at, command }: CampaignAct): CampaignOutcomeData {
  if (state.applied.includes(id)) return { state, happenings: [], effects: [] };
  const draft: CampaignDraft = new Draft(state, actor, at, id);
  const next = draft.state;
  switch (command.type) {
    case 'open':
      break;
    case 'extend':
      next.phase = 'open';
      next.deadline = command.deadline;
      awaitAnswers(draft, at);
      draft.tell('campaignExtended', ['participant'], { deadline: command.deadline });
      draft.write('campaignExtended', silent, { until: command.deadline });
      break;
    case 'withdraw':
      if (command.why === 'documentWithdrawn') {
        close(draft, 'documentWithdrawn');
        draft.tell('documentWithdrawn', ['participant']);
        // Who has answered has nothing to do anyway.
        if (command.tell) draft.write('campaignWithdrawn', silent, { why: command.why });
        break;
      }
      close(draft, 'withdrawn');
      draft.tell('campaignWithdrawn', ['participant']);
      draft.write('campaignWithdrawn', participants);
      break;
    case 'end':
      draft.tell('campaignEnded', ['participant'], { why: command.why });
      if (next.kind === 'readReceipt') {
        close(draft, command.why === 'allAnswered' ? 'complete' : 'lapsed');
        if (command.why === 'allAnswered') draft.write('campaignEnded', ours(next), { why: command.why });
      } else {
        endAnswers(draft);
        if (actor.kind === 'system') draft.write('campaignEnded', ours(next), { why: command.why });
      }
      break;
    case 'remind':
      draft.tell('reminded', [], { stage: 'answer', to: silent });
      draft.write('campaignReminder', silent, { until: next.deadline });
      break;
    case 'sendLetters':
      draft.tell('lettersSent', [], { to: silent });
      draft.write('campaignReminder', silent, { until: next.deadline, channel: 'letter' });
      break;
    case 'announce':
      close(draft, 'announced');
      draft.tell('resultAnnounced', ['participant'], { adopted: command.adopted, sold: command.sold });
      draft.write('resultAnnounced', participants, { adopted: command.adopted });
      break;
    case 'movePolicy':
      movePolicy(draft, state, command);
      // Until when there is time was said to everybody: only the reminders before it come by other rules.
      if (next.phase === 'open') awaitAnswers(draft, at);
      break;
  }
  return draft.done();
}
