import { ticketsOf } from '../appointments/rules.ts';
import { Draft } from '../lifecycle/draft.ts';
import type { TicketFact } from '../lifecycle/facts.ts';
import { system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import { keepRunning, newsOf, run, settle, withNews } from './course.ts';
import { contractorParty, everyone, type OrderDraft, type OrderOutcomeData } from './draft.ts';
import { isGone, type OrderState } from './state.ts';
import { leaveVisit } from './visits.ts';

type Next = OrderOutcomeData;

/** What a ticket's fact leads to. Facts older than the last known revision of that ticket change nothing. */
export function hear(state: OrderState, fact: TicketFact, at: Instant): Next {
  const unchanged: Next = { state, happenings: [], effects: [] };
  const known = state.tickets.find((ticket) => ticket.id === fact.ticket);
  if (!known || known.revision >= fact.revision) return unchanged;
  if (state.phase === 'closed') return fact.type === 'joined' ? ended(state, fact.ticket, at) : unchanged;
  const by = 'by' in fact ? fact.by : system;
  const draft: OrderDraft = new Draft(state, by, at, null);
  const next = draft.state;
  const mark = (change: Partial<OrderState['tickets'][number]>) => {
    next.tickets = next.tickets.map((ticket) =>
      ticket.id === fact.ticket ? { ...ticket, revision: fact.revision, ...change } : ticket,
    );
  };
  const ofTicket = state.appointments.filter((appointment) => ticketsOf(appointment).includes(fact.ticket));
  switch (fact.type) {
    case 'joined':
      mark({ answer: 'joined' });
      break;
    case 'refused':
      mark({ answer: 'refused' });
      draft.tell('ticketRefused', [], { ticket: fact.ticket, reason: fact.reason ?? 'ended' });
      break;
    case 'workAccepted':
      mark({ accepted: true });
      for (const appointment of ofTicket) leaveVisit(draft, appointment, fact.ticket);
      break;
    case 'ticketClosed':
      mark({ answer: 'left' });
      for (const appointment of ofTicket) leaveVisit(draft, appointment, fact.ticket);
      break;
    case 'reworkDemanded':
      if (state.phase !== 'done' && state.phase !== 'returned' && known.completion !== 'done') return unchanged;
      mark({ accepted: false, completion: null });
      next.completion = null;
      draft.tell('orderContinued', everyone(next));
      run(draft, fact.ticket);
      draft.write('reworkDemanded', contractorParty(next), { command: fact.command });
      break;
  }
  settle(draft);
  keepRunning(draft);
  return withNews(state, draft);
}

/** The answer to a ticket that joined when the order had ended meanwhile: it must not wait for it. */
function ended(state: OrderState, ticket: string, at: Instant): Next {
  const draft: OrderDraft = new Draft(state, system, at, null);
  draft.signal('ticket', ticket, {
    type: 'orderNews',
    order: state.id,
    revision: state.revision,
    ...newsOf(state, ticket),
  });
  return { state, happenings: [], effects: draft.effects };
}

/** A ticket whose workflow has ended can't answer: it counts as one that refused, or has left. */
export function ticketGone(state: OrderState, ticket: string, at: Instant): Next {
  const known = state.tickets.find((candidate) => candidate.id === ticket);
  if (!known || isGone(known)) return { state, happenings: [], effects: [] };
  const revision = known.revision + 1;
  if (known.answer === 'open') return hear(state, { type: 'refused', ticket, revision, reason: 'ended' }, at);
  return hear(state, { type: 'ticketClosed', ticket, revision, by: system }, at);
}
