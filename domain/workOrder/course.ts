import { nextRound, ticketsOf } from '../appointments/rules.ts';
import type { Ball } from '../lifecycle/ball.ts';
import { isUs } from '../parties.ts';
import { contractorParty, type OrderDraft, type OrderOutcomeData, onlookers, theContractor, us } from './draft.ts';
import { contractorOf, type OrderOutcome, type OrderState } from './state.ts';
import { endVisits, setAppointment } from './visits.ts';

type Next = OrderOutcomeData;

/** Offers the order to the contractor whose turn it is, or gives it back to us when nobody is left. */
export function offer(draft: OrderDraft): void {
  const { state } = draft;
  state.accepted = false;
  // What the one before asked, or was asked, is none of the next one's business.
  state.balls = [];
  state.questions = [];
  const id = contractorOf(state);
  if (id) {
    state.phase = 'offered';
    draft.deal('offer', { role: 'contractor', id });
    draft.tell('orderOffered', theContractor(state), { contractor: id });
    draft.write('orderOffered', { role: 'contractor', id });
  } else {
    state.phase = 'unplaced';
    draft.deal('unplaced', us);
    draft.tell('orderUnplaced', []);
    draft.write('orderUnplaced', us);
  }
}

/**
 * Starts (again) what the contractor has to do: find dates, or simply do it. A rework of one ticket leaves the other
 * tickets' visits as they are.
 */
export function run(draft: OrderDraft, rework?: string): void {
  const { state } = draft;
  // While others of its tickets are worked on, their dates stay.
  if (rework === undefined || state.phase !== 'running') state.balls = state.balls.filter(isQuestion);
  state.phase = 'running';
  for (const appointment of state.appointments) {
    const concerned = ticketsOf(appointment).some((id) =>
      rework === undefined ? unreported(state).some((ticket) => ticket.id === id) : id === rework,
    );
    if (!concerned) continue;
    setAppointment(draft, appointment.status === 'open' ? appointment : nextRound(appointment));
    draft.deal('propose', contractorParty(state), { key: appointment.id });
  }
  keepRunning(draft);
}

export function isQuestion(ball: Ball): boolean {
  return ball.stage === 'question' || ball.stage === 'clarification';
}

/** Whether a ticket still waits for this order's work. */
export function isHere(state: OrderState, id: string): boolean {
  return state.tickets.some((ticket) => ticket.id === id && ticket.answer === 'joined' && !ticket.accepted);
}

/** The tickets whose work has not been reported yet. */
export function unreported(state: OrderState): OrderState['tickets'] {
  return state.tickets.filter(({ id, completion }) => completion === null && isHere(state, id));
}

/** All is reported: done and to be confirmed, or back to us with what is left. */
export function finish(draft: OrderDraft): void {
  const { state } = draft;
  const results = state.tickets.flatMap(({ id, completion }) => (completion && isHere(state, id) ? [completion] : []));
  const first = results[0] ?? 'done';
  const result = results.every((each) => each === first) ? first : 'partial';
  state.completion = { result, at: draft.at };
  state.balls = state.balls.filter(isQuestion);
  state.phase = result === 'done' ? 'done' : 'returned';
  draft.deal(result === 'done' ? 'settle' : result === 'partial' ? 'remainder' : 'impossible', us, {
    key: 'completion',
  });
}

/** Work that runs and has no visit to wait for is simply to be done: nothing open waits on nobody. */
export function keepRunning(draft: OrderDraft): void {
  if (draft.state.phase !== 'running' || draft.state.balls.some((ball) => !isQuestion(ball))) return;
  draft.deal('perform', contractorParty(draft.state));
}

/** Marks what has ended and tells the contractor, or the dwelling whose date falls away. */
export function end(draft: OrderDraft, outcome: OrderOutcome): void {
  const { state } = draft;
  endVisits(draft, outcome === 'accepted');
  const contractor = contractorOf(state);
  if (contractor && state.phase !== 'joining')
    draft.write(outcome === 'accepted' ? 'workAccepted' : 'orderWithdrawn', { role: 'contractor', id: contractor });
  state.phase = 'closed';
  state.outcome = outcome;
  state.closedAt = draft.at;
  state.balls = [];
  state.questions = [];
}

/** Whether nothing is left to do since a ticket has gone: all is reported, or the unfinished part was that one's. */
function isSettled(state: OrderState): boolean {
  if (state.phase === 'running') return unreported(state).length === 0;
  if (state.phase !== 'returned') return false;
  return state.tickets.every(({ id, completion }) => !isHere(state, id) || completion === 'done');
}

/** Goes out when all tickets have answered; ends when none is left, or all work is accepted. */
export function settle(draft: OrderDraft): void {
  const { state } = draft;
  if (state.phase === 'joining' && state.tickets.some((ticket) => ticket.answer === 'open')) return;
  const here = state.tickets.filter((ticket) => ticket.answer === 'joined');
  if (here.length === 0) {
    draft.tell('orderCancelled', onlookers(state));
    end(draft, state.phase === 'joining' ? 'refused' : 'cancelled');
  } else if (here.every((ticket) => ticket.accepted)) {
    end(draft, 'accepted');
  } else if (state.phase === 'joining') {
    state.appointments = state.appointments.filter((wanted) =>
      ticketsOf(wanted).some((id) => here.some((ticket) => ticket.id === id)),
    );
    offer(draft);
  } else if (isSettled(state)) {
    finish(draft);
  }
}

/** On whom the order waits, our own turns first, then by date. Never empty while it is open, empty when it is closed. */
export function waiting(state: OrderState): Ball[] {
  return [...state.balls].sort((a, b) => {
    const ours = Number(isUs(b.on)) - Number(isUs(a.on));
    return ours || (a.until < b.until ? -1 : a.until > b.until ? 1 : 0);
  });
}

/** How the order stands for one of its tickets: a neighbour's visit is not what this ticket waits on. */
export function newsOf(state: OrderState, ticket: string) {
  const completion = state.tickets.find(({ id }) => id === ticket)?.completion;
  const done = state.phase === 'done' || (state.phase !== 'closed' && completion === 'done');
  const phase = state.phase === 'closed' ? 'ended' : done ? 'done' : 'running';
  const others = state.appointments.filter((appointment) => !ticketsOf(appointment).includes(ticket));
  const ball = waiting(state).find(({ key }) => !others.some(({ id }) => id === key));
  // The steps stay with the order, whose clock they are.
  return { phase, contractor: contractorOf(state), ball: ball ? { ...ball, steps: [] } : null } as const;
}

/** The outcome, with news to the joined tickets when who has the ball, or where the order stands, has changed. */
export function withNews(before: OrderState, draft: OrderDraft): Next {
  const { id: order, phase, revision, tickets } = draft.state;
  for (const { id, answer, accepted } of phase === 'joining' ? [] : tickets) {
    if (answer !== 'joined' || accepted) continue;
    const news = newsOf(draft.state, id);
    if (JSON.stringify(news) !== JSON.stringify(newsOf(before, id)))
      draft.signal('ticket', id, { type: 'orderNews', order, revision, ...news });
  }
  return draft.done();
}
