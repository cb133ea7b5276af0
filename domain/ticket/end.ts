import { isUs } from '../parties.ts';
import { ours, type TicketDraft } from './draft.ts';
import type { TicketOutcome } from './state.ts';
import { endVisits } from './visits.ts';

/** Ends the ticket: what was open about it falls away, whoever waits for it is told. */
export function close(draft: TicketDraft, outcome: TicketOutcome): void {
  const { state } = draft;
  state.phase = 'closed';
  state.outcome = outcome;
  state.closedAt = draft.at;
  state.balls = [];
  endVisits(draft);
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
