import { Draft, movePolicy } from '../lifecycle/draft.ts';
import type { Audience } from '../lifecycle/outcome.ts';
import { type Actor, isUs, type Party } from '../parties.ts';
import type { TicketAct } from './commands.ts';
import {
  aboutVisit,
  audienceOf,
  contractors,
  isReporter,
  keepQuestions,
  ours,
  own,
  partyOf,
  redeal,
  type TicketDraft,
  type TicketOutcomeData,
  toUs,
  us,
} from './draft.ts';
import { close, tellEnd } from './end.ts';
import { retract } from './retract.ts';
import type { Follower, TicketState } from './state.ts';
import { applyToVisit, arrange } from './visits.ts';

type Next = TicketOutcomeData;

/** The first state of a ticket and what its report leads to. */
export function open(id: string, ticketAct: TicketAct & { command: { type: 'report' } }): Next {
  const { command, actor, at } = ticketAct;
  const blank: TicketState = {
    noun: 'ticket',
    id,
    revision: 0,
    phase: 'new',
    outcome: null,
    policy: command.policy,
    ...(command.rules && { rules: command.rules }),
    ...(command.spread && { spread: command.spread }),
    urgency: command.urgency,
    federalState: command.federalState,
    category: command.category,
    place: command.place,
    reporter: command.reporter,
    assignee: command.assignee,
    balls: [],
    asked: [],
    followers: [],
    merging: null,
    mergedInto: null,
    merged: [],
    owner: command.owner ?? null,
    approval: null,
    orders: [],
    applied: [],
    reportedAt: at,
    changedAt: at,
    closedAt: null,
  };
  const draft: TicketDraft = new Draft(blank, actor, at, ticketAct.id);
  draft.deal('triage', ours(draft.state), { key: 'ours' });
  draft.tell('reported', ['reporter', 'owner'], { urgency: command.urgency });
  if (command.reporter) draft.write('reportReceived', { role: 'reporter' });
  if (command.urgency === 'emergency') draft.write('emergencyReported', { role: 'onCall' });
  return draft.done();
}

/**
 * The next state after an act that `check` allowed, with what happened and what has to be done about it. Uses the
 * command's own time. A command that was applied before changes nothing.
 */
export function apply(state: TicketState, ticketAct: TicketAct): Next {
  const { id, actor, at, command } = ticketAct;
  if (state.applied.includes(id)) return { state, happenings: [], effects: [] };
  const draft: TicketDraft = new Draft(state, actor, at, id);
  const next = draft.state;
  switch (command.type) {
    case 'report':
      break;
    case 'accept':
      next.phase = 'open';
      toUs(draft);
      tellAccepted(draft);
      break;
    case 'reject':
      draft.tell('rejected', ['reporter', 'owner', 'follower'], { reason: command.reason });
      close(draft, 'rejected');
      if (state.reporter) draft.write('ticketRejected', { role: 'reporter' }, { reason: command.reason });
      break;
    case 'forward':
      forward(draft, id, command.to);
      break;
    case 'ask':
      if (!isUs(command.to)) draft.drop('ours');
      next.asked = [...next.asked, { id, kind: 'clarification', by: actor, to: command.to }];
      draft.deal('clarification', command.to, { key: id });
      draft.tell('asked', [...audienceOf(command.to), ...own(state, actor)], { to: command.to });
      draft.write('clarificationAsked', command.to, {}, { about: id });
      break;
    case 'answer': {
      const question = next.asked.find((asked) => asked.id === command.question);
      next.asked = next.asked.filter((asked) => asked.id !== command.question);
      draft.drop(command.question);
      draft.tell('answered', [...audienceOf(question?.to ?? us), ...own(state, question?.by ?? actor)], {
        question: command.question,
      });
      const asker = question && (isUs(question.to) ? partyOf(state, question.by) : ours(next));
      if (asker) draft.write('clarificationAnswered', asker, {}, { about: id });
      toUs(draft);
      break;
    }
    case 'note': {
      const visible = command.visibility === 'visible';
      draft.tell('noted', visible ? [...new Set<Audience>(['reporter', 'owner', ...own(state, actor)])] : [], {
        visibility: command.visibility,
      });
      if (visible && actor.kind === 'employee' && state.reporter) draft.write('noteAdded', { role: 'reporter' });
      if (visible && actor.kind !== 'employee') draft.write('noteAdded', ours(next));
      break;
    }
    case 'setUrgency':
      next.urgency = command.urgency;
      draft.tell('urgencySet', ['reporter'], { urgency: command.urgency });
      if (command.urgency === state.urgency) break;
      // Dates that an appointment has set stay.
      next.balls = next.balls.map((ball) => (aboutVisit(next, ball) ? ball : redeal(draft, ball.key)));
      if (command.urgency === 'emergency') draft.write('emergencyReported', { role: 'onCall' });
      break;
    case 'movePolicy':
      movePolicy(draft, state, command);
      break;
    case 'confirm':
      draft.tell('confirmed', ['reporter', 'owner', 'follower', ...contractors(state)]);
      close(draft, 'done');
      tellEnd(draft);
      break;
    case 'dispute':
      next.phase = 'disputed';
      keepQuestions(draft);
      draft.deal('disputed', ours(next), { key: 'ours' });
      draft.tell('disputed', ['reporter', 'owner', 'follower']);
      draft.write('completionDisputed', ours(next));
      break;
    case 'acceptWork':
      draft.tell('workAccepted', ['reporter', 'owner', 'follower', ...contractors(state)]);
      close(draft, 'done');
      if (state.reporter) draft.write('ticketClosed', { role: 'reporter' });
      break;
    case 'demandRework':
      next.phase = 'ordered';
      keepQuestions(draft);
      next.orders = next.orders.map((order) => (order.id === command.order ? { ...order, phase: 'running' } : order));
      draft.deal('ordered', ours(next), { key: 'ordered' });
      draft.tell('reworkDemanded', ['reporter', 'owner', ...contractors(state)]);
      draft.signal('workOrder', command.order, {
        type: 'reworkDemanded',
        ticket: state.id,
        revision: next.revision,
        by: actor,
        command: id,
      });
      break;
    case 'close':
      draft.tell('closed', ['reporter', 'owner', 'follower'], { outcome: command.outcome });
      close(draft, command.outcome);
      if (state.reporter) draft.write('ticketClosed', { role: 'reporter' });
      break;
    case 'withdraw':
      draft.tell('withdrawn', ['reporter', 'owner', 'follower']);
      close(draft, 'withdrawn');
      tellEnd(draft);
      break;
    case 'reopen':
      next.phase = 'open';
      next.outcome = null;
      next.closedAt = null;
      next.mergedInto = null;
      next.orders = [];
      toUs(draft);
      draft.tell('reopened', ['reporter', 'owner', 'follower']);
      if (actor.kind !== 'employee') draft.write('ticketReopened', ours(next));
      if (state.reporter && !isReporter(state, actor)) draft.write('ticketReopened', { role: 'reporter' });
      break;
    case 'retract':
      retract(draft, command);
      break;
    case 'merge': {
      const { into, number, own: mine } = command;
      next.merging = { into, number, command: id };
      draft.tell('mergeAsked', ['reporter', 'owner'], { into, number });
      const reporter = followerOf(state.reporter);
      const followers = reporter ? [reporter, ...state.followers] : state.followers;
      const { id: ticket, revision } = next;
      draft.signal('ticket', into, { type: 'mergeAsked', ticket, revision, number: mine, followers });
      break;
    }
    case 'split':
      draft.tell('split', [], { into: command.into, number: command.number });
      break;
    case 'follow': {
      const follower = followerOf(actor);
      if (!follower) break;
      next.followers = [...next.followers, follower];
      draft.tell('followed', []);
      draft.write('followStarted', { role: 'follower', ...follower }, {}, { about: follower.id });
      break;
    }
    case 'unfollow':
      next.followers = next.followers.filter(
        ({ kind, id }) => !('id' in actor && kind === actor.kind && id === actor.id),
      );
      draft.tell('unfollowed', []);
      break;
    case 'seekApproval': {
      const to: Party = { role: 'owner' };
      draft.drop('ours');
      next.asked = [...next.asked, { id, kind: 'approval', by: actor, to }];
      next.approval = { id, status: 'open', amountCents: command.amountCents };
      draft.deal('approval', to, { key: id });
      draft.tell('approvalAsked', ['owner'], { to, amountCents: command.amountCents });
      if (next.phase === 'new') {
        next.phase = 'open';
        tellAccepted(draft);
      }
      draft.write('approvalAsked', to, { amountCents: command.amountCents }, { about: id });
      break;
    }
    case 'decideApproval': {
      next.asked = next.asked.filter((asked) => asked.id !== command.question);
      draft.drop(command.question);
      if (next.approval?.id === command.question)
        next.approval = { ...next.approval, status: command.given ? 'given' : 'refused' };
      draft.tell(command.given ? 'approvalGiven' : 'approvalRefused', ['owner'], { question: command.question });
      draft.write('approvalDecided', ours(next), { given: command.given }, { about: id });
      toUs(draft);
      break;
    }
    case 'arrangeVisit':
      // Told first: the words that come with the act belong to its first entry.
      arrange(draft, command);
      if (state.phase === 'new') {
        next.phase = 'open';
        tellAccepted(draft);
      }
      break;
    default:
      applyToVisit(draft, actor, command);
  }
  return draft.done();
}

/** Tells that a report was taken on; a flat's owner who is only to know of it hears it now. */
function tellAccepted(draft: TicketDraft): void {
  draft.tell('accepted', ['reporter', 'owner', 'follower']);
  if (draft.state.owner === 'inform') draft.write('ownerInformed', { role: 'owner' });
}

/** The actor as one who follows; null for others than residents and who reported without an account. */
function followerOf(actor: Actor | null): Follower | null {
  return actor?.kind === 'person' || actor?.kind === 'unconfirmed' ? { kind: actor.kind, id: actor.id } : null;
}

/** Hands the ticket to a colleague (or back to the desk), or lets somebody outside see to it. */
function forward(draft: TicketDraft, id: string, to: Party): void {
  const { state } = draft;
  if (isUs(to)) {
    state.assignee = to.role === 'employee' ? to.id : null;
    state.balls = state.balls.map((ball) =>
      isUs(ball.on) && !aboutVisit(state, ball) ? redeal(draft, ball.key, to) : ball,
    );
  } else {
    state.asked = [...state.asked, { id, kind: 'forwarded', by: draft.actor, to }];
    draft.drop('ours');
    draft.deal('forwarded', to, { key: id });
  }
  // Told first, because the words that come with the act belong to its first entry: the reporter must not read them.
  draft.tell('forwarded', audienceOf(to), { to });
  if (!isUs(to) && state.phase === 'new') {
    state.phase = 'open';
    tellAccepted(draft);
  }
  draft.write('ticketForwarded', to, {}, { about: id });
}
