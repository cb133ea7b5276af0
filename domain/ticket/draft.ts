import type { Draft } from '../lifecycle/draft.ts';
import type { TicketFact } from '../lifecycle/facts.ts';
import type { Audience, Outcome } from '../lifecycle/outcome.ts';
import { type Actor, isUs, type Party } from '../parties.ts';
import type { Stage } from '../policy/policy.ts';
import type { TicketOutcome, TicketPhase, TicketState } from './state.ts';

export type TicketOutcomeData = Outcome<TicketState, TicketFact>;
export type TicketDraft = Draft<TicketState, TicketFact>;

export const us: Party = { role: 'management' };

/** Whether the actor is the one who reported the ticket. */
export function isReporter(state: Pick<TicketState, 'reporter'>, actor: Actor): boolean {
  const { reporter } = state;
  return (
    reporter !== null && 'id' in reporter && 'id' in actor && reporter.kind === actor.kind && reporter.id === actor.id
  );
}

/** The audience that a party of this ticket reads with. */
export function audienceOf(party: Party): Audience[] {
  switch (party.role) {
    case 'reporter':
    case 'owner':
    case 'advisoryBoard':
      return [party.role];
    case 'person':
      return [`person:${party.id}`];
    case 'contractor':
      return [`contractor:${party.id}`];
    default:
      return [];
  }
}

export function ours(state: TicketState): Party {
  return state.assignee ? { role: 'employee', id: state.assignee } : us;
}

/** What is ours to do in each phase; in the others the ticket is watched, or waits on the reporter. */
export const oursIn: Partial<Record<TicketPhase, Stage>> = {
  new: 'triage',
  open: 'decide',
  acceptance: 'acceptance',
  disputed: 'disputed',
};

/** Gives the ball back to us unless somebody else still has it. A turn of ours that runs already keeps its dates. */
export function toUs(draft: TicketDraft): void {
  const { balls, phase } = draft.state;
  const stage = oursIn[phase];
  if (!stage || balls.some((ball) => !isUs(ball.on))) return;
  if (!balls.some((ball) => ball.key === 'ours' && ball.stage === stage))
    draft.deal(stage, ours(draft.state), { key: 'ours' });
}

/** Leaves of the balls only those of open questions and forwards. */
export function keepQuestions(draft: TicketDraft): void {
  const { asked } = draft.state;
  draft.state.balls = draft.state.balls.filter((ball) => asked.some(({ id }) => id === ball.key));
}

export function close(draft: TicketDraft, outcome: TicketOutcome): void {
  const { state } = draft;
  state.phase = 'closed';
  state.outcome = outcome;
  state.closedAt = draft.at;
  state.balls = [];
  for (const { id, to } of state.asked)
    if (!isUs(to) && to.role !== 'reporter') draft.write('ticketClosed', to, {}, { about: id });
  state.asked = [];
  state.merging = null;
  if (state.approval?.status === 'open') state.approval = { ...state.approval, status: 'lapsed' };
  // Whoever follows goes along with a ticket that was merged, and hears of the end of the one that leads.
  if (outcome !== 'merged')
    for (const follower of state.followers)
      draft.write('followedClosed', { role: 'follower', ...follower }, {}, { about: follower.id });
  for (const order of state.orders) {
    if (order.phase === 'ended') continue;
    const { id: ticket, revision } = state;
    // What was never reported as done is not accepted with the ticket: the order goes on without it.
    const type = outcome === 'done' && order.phase === 'done' ? 'workAccepted' : 'ticketClosed';
    draft.signal('workOrder', order.id, { type, ticket, revision, by: draft.actor });
  }
}

/** Tells the other side of an end that the reporter, or we in their name, have brought about. */
export function tellEnd(draft: TicketDraft): void {
  const { state, actor } = draft;
  if (actor.kind !== 'employee') draft.write('ticketClosed', ours(state));
  else if (state.reporter) draft.write('ticketClosed', { role: 'reporter' });
}

/** The actor as somebody to write to; null when nobody is known. */
export function partyOf(state: TicketState, by: Actor): Party | null {
  if (isReporter(state, by)) return { role: 'reporter' };
  return by.kind === 'system' || by.kind === 'unconfirmed' ? null : { role: by.kind, id: by.id };
}

/** Who asked reads along, when it was not the management. */
export function own(state: TicketState, by: Actor): Audience[] {
  if (isReporter(state, by)) return ['reporter'];
  return by.kind === 'person' ? [`person:${by.id}`] : by.kind === 'contractor' ? [`contractor:${by.id}`] : [];
}

export function contractors(state: TicketState): Audience[] {
  return state.orders.flatMap((order): Audience[] => (order.contractor ? [`contractor:${order.contractor}`] : []));
}

/** The same ball from now on, by the policy of this moment (another urgency, another employee). */
export function redeal(draft: TicketDraft, key: string, on?: Party) {
  const ball = draft.state.balls.find((candidate) => candidate.key === key);
  if (!ball) throw new RangeError('no such ball');
  return draft.deal(ball.stage, on ?? ball.on, { key });
}
