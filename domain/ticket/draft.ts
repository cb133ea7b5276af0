import type { Ball } from '../lifecycle/ball.ts';
import type { Draft } from '../lifecycle/draft.ts';
import type { TicketFact } from '../lifecycle/facts.ts';
import type { Audience, Outcome } from '../lifecycle/outcome.ts';
import { type Actor, isUs, type Party } from '../parties.ts';
import type { Stage } from '../policy/policy.ts';
import type { TicketPhase, TicketState } from './state.ts';

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

/** Whether a ball is about a visit of ours. */
export function aboutVisit({ visits }: Pick<TicketState, 'visits'>, { key }: Pick<Ball, 'key'>): boolean {
  return visits?.some(({ id }) => id === key) ?? false;
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
  // A visit that is to come, or to be arranged, is what we do about it.
  if (!stage || balls.some((ball) => !isUs(ball.on) || aboutVisit(draft.state, ball))) return;
  if (!balls.some((ball) => ball.key === 'ours' && ball.stage === stage))
    draft.deal(stage, ours(draft.state), { key: 'ours' });
}

/** Leaves of the balls only those of open questions and forwards, and of our own visits. */
export function keepQuestions(draft: TicketDraft): void {
  const { asked } = draft.state;
  draft.state.balls = draft.state.balls.filter(
    (ball) => asked.some(({ id }) => id === ball.key) || aboutVisit(draft.state, ball),
  );
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
