import { Draft } from '../lifecycle/draft.ts';
import type { TicketFact } from '../lifecycle/facts.ts';
import { system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import { keepRunning, run, settle, withNews } from './course.ts';
import { contractorParty, everyone, type OrderDraft, type OrderOutcomeData } from './draft.ts';
import type { OrderState } from './state.ts';
import { cancelVisit } from './visits.ts';

type Next = OrderOutcomeData;

/** What a ticket's fact leads to. Facts older than the last known revision of that ticket change nothing. */
export function hear(state: OrderState, fact: TicketFact, at: Instant): Next {
  const unchanged: Next = { state, happenings: [], effects: [] };
  const known = state.tickets.find((ticket) => ticket.id === fact.ticket);
  if (!known || state.phase === 'closed' || known.revision >= fact.revision) return unchanged;
  const by = 'by' in fact ? fact.by : system;
  const draft: OrderDraft = new Draft(state, by, at, null);
  const next = draft.state;
  const mark = (change: Partial<OrderState['tickets'][number]>) => {
    next.tickets = next.tickets.map((ticket) =>
      ticket.id === fact.ticket ? { ...ticket, revision: fact.revision, ...change } : ticket,
    );
  };
  const ofTicket = state.appointments.filter(({ ticket }) => ticket === fact.ticket);
  switch (fact.type) {
    case 'joined':
    case 'refused':
      mark({ answer: fact.type });
      break;
    case 'workAccepted':
      mark({ accepted: true });
      for (const appointment of ofTicket) cancelVisit(draft, appointment);
      break;
    case 'ticketClosed':
      mark({ answer: 'left' });
      for (const appointment of ofTicket) cancelVisit(draft, appointment);
      break;
    case 'reworkDemanded':
      mark({ accepted: false });
      if (state.phase !== 'done' && state.phase !== 'returned') return unchanged;
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

/** A ticket whose workflow has ended can't answer: it counts as one that refused, or has left. */
export function ticketGone(state: OrderState, ticket: string, at: Instant): Next {
  const known = state.tickets.find((candidate) => candidate.id === ticket);
  if (!known || known.answer === 'refused' || known.answer === 'left') return { state, happenings: [], effects: [] };
  const type = known.answer === 'open' ? 'refused' : 'ticketClosed';
  return hear(state, { type, ticket, revision: known.revision + 1, by: system }, at);
}
