import { Draft } from '../lifecycle/draft.ts';
import type { MergeFact, OrderFact, RefusalReason } from '../lifecycle/facts.ts';
import { isUs, system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import { FOLLOWERS_MOST, follows } from './check.ts';
import { aboutVisit, isReporter, ours, type TicketDraft, type TicketOutcomeData, toUs } from './draft.ts';
import { close } from './end.ts';
import type { TicketState } from './state.ts';

type Next = TicketOutcomeData;

/** How many ended orders a ticket remembers. */
const ENDED_ORDERS_KEPT = 20;

/** What an order's fact leads to. Facts older than the last known revision of that order change nothing. */
export function hear(state: TicketState, fact: OrderFact, at: Instant): Next {
  const unchanged: Next = { state, happenings: [], effects: [] };
  if ('ticket' in fact) return hearTicket(state, fact, at);
  const known = state.orders.find((order) => order.id === fact.order);
  if (fact.type === 'orderAsks') {
    if (known) return unchanged;
    const draft: TicketDraft = new Draft(state, system, at, null);
    const { id: ticket, revision } = draft.state;
    const reason = whyNot(state, fact.besides);
    const answer = reason ? ({ type: 'refused', reason } as const) : ({ type: 'joined' } as const);
    draft.signal('workOrder', fact.order, { ...answer, ticket, revision });
    if (reason) return { ...unchanged, effects: draft.effects };
    draft.state.phase = 'ordered';
    draft.state.balls = draft.state.balls.filter((ball) => !isUs(ball.on) || aboutVisit(state, ball));
    draft.deal('ordered', ours(draft.state), { key: 'ordered' });
    draft.state.orders = [
      ...state.orders.filter((order) => order.phase !== 'ended'),
      ...state.orders.filter((order) => order.phase === 'ended').slice(-ENDED_ORDERS_KEPT),
      { id: fact.order, revision: fact.revision, contractor: null, phase: 'joining', ball: null },
    ];
    return draft.done();
  }
  if (!known || known.revision >= fact.revision || state.phase === 'closed') return unchanged;
  const draft: TicketDraft = new Draft(state, system, at, null);
  const next = draft.state;
  const { order: id, revision, contractor, phase, ball } = fact;
  next.orders = next.orders.map((order) => (order.id === id ? { id, revision, contractor, phase, ball } : order));
  if (contractor && known.contractor !== contractor && known.phase === 'joining' && state.reporter)
    draft.write('ticketOrdered', { role: 'reporter' }, { order: id });
  const running = next.orders.some((order) => order.phase === 'joining' || order.phase === 'running');
  if (running) return draft.done();
  if (next.orders.some((order) => order.phase === 'done') && next.phase === 'ordered') {
    next.balls = next.balls.filter((candidate) => candidate.key !== 'ordered');
    if (state.reporter) {
      next.phase = 'confirming';
      draft.deal('confirm', { role: 'reporter' });
      draft.write('confirmCompletion', { role: 'reporter' }, { order: id });
    } else {
      next.phase = 'acceptance';
      toUs(draft);
    }
  } else if (next.phase === 'ordered') {
    next.phase = 'open';
    draft.drop('ordered');
    toUs(draft);
  }
  return draft.done();
}

/** Why the ticket joins no order now; null when it does. `besides`: the orders that are known to run for it. */
function whyNot({ phase, orders, merging }: TicketState, besides: string[] | undefined): RefusalReason | null {
  if (merging || !['new', 'open', 'ordered', 'disputed', 'acceptance'].includes(phase)) return 'ended';
  const taken = orders.some((order) => ['joining', 'running'].includes(order.phase) && !besides?.includes(order.id));
  return besides && taken ? 'taken' : null;
}

/**
 * What another ticket asks or answers. The one that is to lead may have ended, or be about to follow another itself:
 * then both stay as they are.
 */
function hearTicket(state: TicketState, fact: MergeFact, at: Instant): Next {
  const unchanged: Next = { state, happenings: [], effects: [] };
  const draft: TicketDraft = new Draft(state, system, at, null);
  const next = draft.state;
  if (fact.type === 'mergeAsked') {
    const { ticket, number } = fact;
    const known = state.merged.includes(ticket);
    const full = !known && state.merged.length >= FOLLOWERS_MOST;
    const answer = (type: 'mergeTaken' | 'mergeRefused') =>
      draft.signal('ticket', ticket, { type, ticket: state.id, revision: next.revision });
    if (state.phase === 'closed' || state.merging || full) {
      answer('mergeRefused');
      return { ...unchanged, effects: draft.effects };
    }
    next.merged = known ? next.merged : [...next.merged, ticket];
    const more = fact.followers.filter((one) => !isReporter(state, one) && !follows(state, one));
    next.followers = [...next.followers, ...more].slice(0, FOLLOWERS_MOST);
    draft.tell('ticketMerged', [], { from: ticket, number });
    // First the row, then the answer: who was merged reads on here.
    answer('mergeTaken');
    return draft.done();
  }
  if (state.phase === 'closed' || state.merging?.into !== fact.ticket) return unchanged;
  const { into, number, command } = state.merging;
  next.merging = null;
  if (fact.type === 'mergeTaken') {
    next.mergedInto = into;
    draft.tell('merged', ['reporter', 'owner', 'follower'], { into, number });
    if (state.reporter) draft.write('ticketMerged', { role: 'reporter' }, { number, command });
    close(draft, 'merged');
  } else draft.tell('mergeRefused', [], { into, number });
  return draft.done();
}

/** What no longer exists can't be told anything: an order the ticket goes on without, a ticket does not lead it. */
export function orderGone(state: TicketState, order: string, at: Instant): Next {
  if (state.merging?.into === order) return hearTicket(state, { type: 'mergeRefused', ticket: order, revision: 0 }, at);
  const known = state.orders.find((candidate) => candidate.id === order);
  if (!known || known.phase === 'ended') return { state, happenings: [], effects: [] };
  return hear(
    state,
    {
      type: 'orderNews',
      order,
      revision: known.revision + 1,
      phase: 'ended',
      contractor: known.contractor,
      ball: null,
    },
    at,
  );
}
