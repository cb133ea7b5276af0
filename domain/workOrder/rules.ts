import { newAppointment, nextRound } from '../appointments/rules.ts';
import type { DomainErrorCode } from '../errors.ts';
import { type Ball, takeDue } from '../lifecycle/ball.ts';
import { Draft } from '../lifecycle/draft.ts';
import type { TicketFact } from '../lifecycle/facts.ts';
import type { Audience } from '../lifecycle/outcome.ts';
import { isUs, system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import type { OrderAct, OrderCommand } from './commands.ts';
import { contractorParty, everyone, type OrderDraft, type OrderOutcomeData, theContractor, us } from './draft.ts';
import { contractorOf, type OrderOutcome, type OrderState } from './state.ts';
import { applyAppointment, cancelVisit, checkAppointment, endVisits, freeVisit, setAppointment } from './visits.ts';

type Next = OrderOutcomeData;

/** How many contractors who did not take it an order remembers: the state has to stay small. */
const FORMER_KEPT = 50;

const byManagement: ReadonlySet<OrderCommand['type']> = new Set([
  'offer',
  'newRound',
  'continue',
  'acceptWork',
  'cancel',
]);
const byContractor: ReadonlySet<OrderCommand['type']> = new Set([
  'accept',
  'decline',
  'proposeSlots',
  'complete',
  'ask',
  'answer',
]);

/**
 * Whether an act may be done in this state: null, or the code of the sentence that says why not. A command that was
 * applied before is allowed (it has no second effect). Who may enter at all is the API's question; a contractor's acts
 * are checked here against the contractor whose turn it is, since that may have changed on the way.
 */
export function check(state: OrderState | null, { id, actor, at, command }: OrderAct): DomainErrorCode | null {
  const employee = actor.kind === 'employee';
  if (command.type === 'place') {
    if (!employee) return 'forbidden';
    return state === null || state.applied.includes(id) ? null : 'conflictingChange';
  }
  if (state === null) return 'notFound';
  if (state.applied.includes(id)) return null;
  if (state.phase === 'closed') return 'closed';
  if (byManagement.has(command.type) && !employee) return 'forbidden';
  if (byContractor.has(command.type) && actor.kind !== 'contractor' && !employee) return 'forbidden';
  if (actor.kind === 'contractor' && actor.id !== contractorOf(state)) return 'linkRevoked';
  switch (command.type) {
    case 'accept':
    case 'decline':
      if (command.type === 'decline' && state.phase === 'running') return null;
      return state.phase === 'offered' ? null : 'notAllowedNow';
    case 'offer':
      return ['unplaced', 'returned', 'offered'].includes(state.phase) ? null : 'notAllowedNow';
    case 'ask':
      if (state.phase === 'joining' || !contractorOf(state)) return 'notAllowedNow';
      return state.questions.length < 10 ? null : 'tooMany';
    case 'answer': {
      const question = state.questions.find((candidate) => candidate.id === command.question);
      // The contractor answers what we asked; who asks does not answer.
      return question && (employee || question.by.kind === 'employee') ? null : 'notAllowedNow';
    }
    case 'complete':
      return state.phase === 'running' ? null : 'notAllowedNow';
    case 'continue':
      return state.phase === 'returned' && contractorOf(state) ? null : 'notAllowedNow';
    case 'acceptWork':
      return ['done', 'returned'].includes(state.phase) ? null : 'notAllowedNow';
    case 'cancel':
      return null;
    default:
      return checkAppointment(state, actor, at, command);
  }
}

/** The first state of an order: it asks its tickets to join, and goes out when all have answered. */
export function place(id: string, orderAct: OrderAct & { command: { type: 'place' } }): Next {
  const { command, actor, at } = orderAct;
  const { policy, urgency, federalState, tickets, contractors, appointments } = command;
  const blank: OrderState = {
    noun: 'workOrder',
    id,
    revision: 0,
    phase: 'joining',
    outcome: null,
    policy,
    urgency,
    federalState,
    tickets: tickets.map((ticket) => ({ id: ticket, answer: 'open', revision: 0, accepted: false })),
    contractors,
    at: 0,
    accepted: false,
    needsAppointment: appointments.length > 0,
    appointments: appointments.map((wanted) => newAppointment(wanted.id, wanted.ticket, wanted.with)),
    completion: null,
    questions: [],
    balls: [],
    applied: [],
    placedAt: at,
    changedAt: at,
    closedAt: null,
  };
  const draft: OrderDraft = new Draft(blank, actor, at, orderAct.id);
  draft.deal('join', us);
  draft.tell('orderPlaced', everyone(draft.state));
  for (const ticket of tickets)
    draft.signal('ticket', ticket, { type: 'orderAsks', order: id, revision: draft.state.revision });
  return draft.done();
}

/** Offers the order to the contractor whose turn it is, or gives it back to us when nobody is left. */
function offer(draft: OrderDraft): void {
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
function run(draft: OrderDraft, rework?: string): void {
  const { state } = draft;
  state.phase = 'running';
  state.balls = state.balls.filter(isQuestion);
  for (const appointment of state.appointments) {
    const concerned = rework === undefined ? isHere(state, appointment.ticket) : appointment.ticket === rework;
    if (!concerned) continue;
    setAppointment(draft, appointment.status === 'open' ? appointment : nextRound(appointment));
    draft.deal('propose', contractorParty(state), { key: appointment.id });
  }
  keepRunning(draft);
}

function isQuestion(ball: Ball): boolean {
  return ball.stage === 'question' || ball.stage === 'clarification';
}

/** Whether a ticket still waits for this order's work. */
function isHere(state: OrderState, id: string): boolean {
  return state.tickets.some((ticket) => ticket.id === id && ticket.answer === 'joined' && !ticket.accepted);
}

/** Work that runs and has no visit to wait for is simply to be done: nothing open waits on nobody. */
function keepRunning(draft: OrderDraft): void {
  if (draft.state.phase !== 'running' || draft.state.balls.some((ball) => !isQuestion(ball))) return;
  draft.deal('perform', contractorParty(draft.state));
}

/** Marks what has ended and tells the contractor, or the dwelling whose date falls away. */
function end(draft: OrderDraft, outcome: OrderOutcome): void {
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

/**
 * The next state after an act that `check` allowed, with what happened and what has to be done about it. Uses the
 * command's own time. A command that was applied before changes nothing.
 */
export function apply(state: OrderState, orderAct: OrderAct): Next {
  const { id, actor, at, command } = orderAct;
  if (state.applied.includes(id)) return { state, happenings: [], effects: [] };
  const draft: OrderDraft = new Draft(state, actor, at, id);
  const next = draft.state;
  switch (command.type) {
    case 'place':
      break;
    case 'accept':
      next.accepted = true;
      draft.tell('orderAccepted', everyone(next), { contractor: contractorOf(next) });
      run(draft);
      draft.write('orderAccepted', us);
      break;
    case 'decline':
      draft.tell('orderDeclined', theContractor(next), { contractor: contractorOf(next), reason: command.reason });
      for (const appointment of state.appointments) freeVisit(draft, appointment);
      next.at += 1;
      offer(draft);
      draft.write('orderDeclined', us, { reason: command.reason });
      break;
    case 'offer': {
      const before = contractorOf(state);
      if (before && state.phase !== 'unplaced') draft.write('orderWithdrawn', { role: 'contractor', id: before });
      const former = next.contractors.slice(0, next.at + (before ? 1 : 0)).slice(-FORMER_KEPT);
      next.contractors = [...former, ...command.contractors];
      next.at = former.length;
      next.completion = null;
      offer(draft);
      break;
    }
    case 'ask': {
      const fromUs = actor.kind === 'employee';
      next.questions = [...next.questions, { id, by: actor }];
      draft.deal(fromUs ? 'clarification' : 'question', fromUs ? contractorParty(next) : us, { key: id });
      draft.tell('asked', theContractor(next), { to: fromUs ? contractorParty(next) : us });
      draft.write('clarificationAsked', fromUs ? contractorParty(next) : us, {}, { about: id });
      break;
    }
    case 'answer': {
      const question = next.questions.find((candidate) => candidate.id === command.question);
      next.questions = next.questions.filter((candidate) => candidate.id !== command.question);
      draft.drop(command.question);
      draft.tell('answered', theContractor(next), { question: command.question });
      const asker = question?.by.kind === 'employee' ? us : contractorParty(next);
      draft.write('clarificationAnswered', asker, {}, { about: id });
      break;
    }
    case 'complete':
      complete(draft, command.result);
      break;
    case 'continue':
      next.completion = null;
      draft.tell('orderContinued', everyone(next));
      run(draft);
      draft.write('reworkDemanded', contractorParty(next));
      break;
    case 'acceptWork':
      draft.tell('workAccepted', everyone(next));
      end(draft, 'accepted');
      break;
    case 'cancel':
      draft.tell('orderCancelled', everyone(next));
      end(draft, 'cancelled');
      break;
    default:
      applyAppointment(draft, actor, command);
  }
  return withNews(state, draft);
}

function complete(draft: OrderDraft, result: 'done' | 'partial' | 'impossible'): void {
  const { state } = draft;
  state.completion = { result, at: draft.at };
  state.balls = state.balls.filter(isQuestion);
  endVisits(draft, result === 'done');
  state.phase = result === 'done' ? 'done' : 'returned';
  draft.deal(result === 'done' ? 'settle' : result === 'partial' ? 'remainder' : 'impossible', us, {
    key: 'completion',
  });
  draft.tell('completed', everyone(state), { result });
  draft.write('workCompleted', us, { result });
}

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

/** Goes out when all tickets have answered; ends when none is left, or all work is accepted. */
function settle(draft: OrderDraft): void {
  const { state } = draft;
  if (state.phase === 'joining' && state.tickets.some((ticket) => ticket.answer === 'open')) return;
  const here = state.tickets.filter((ticket) => ticket.answer === 'joined');
  if (here.length === 0) {
    draft.tell('orderCancelled', everyone(state));
    end(draft, state.phase === 'joining' ? 'refused' : 'cancelled');
  } else if (here.every((ticket) => ticket.accepted)) {
    end(draft, 'accepted');
  } else if (state.phase === 'joining') {
    state.appointments = state.appointments.filter((wanted) => here.some((ticket) => ticket.id === wanted.ticket));
    offer(draft);
  }
}

/** A ticket whose workflow has ended can't answer: it counts as one that refused, or has left. */
export function ticketGone(state: OrderState, ticket: string, at: Instant): Next {
  const known = state.tickets.find((candidate) => candidate.id === ticket);
  if (!known || known.answer === 'refused' || known.answer === 'left') return { state, happenings: [], effects: [] };
  const type = known.answer === 'open' ? 'refused' : 'ticketClosed';
  return hear(state, { type, ticket, revision: known.revision + 1, by: system }, at);
}

/** What the clock leads to at `now`: reminders, escalations, and a ball that passes on when its period is over. */
export function tick(state: OrderState, now: Instant): Next {
  const { balls, due } = takeDue(state.balls, now, state);
  if (due.length === 0) return { state, happenings: [], effects: [] };
  const draft: OrderDraft = new Draft({ ...state, balls }, system, now, null);
  for (const { ball, step, late } of due) {
    if (!draft.state.balls.some(({ key, since }) => key === ball.key && since === ball.since)) continue;
    const appointment = draft.state.appointments.find((candidate) => candidate.id === ball.key);
    const facts = {
      stage: ball.stage,
      since: ball.since,
      until: ball.until,
      ...(appointment && { appointment: appointment.id, ticket: appointment.ticket }),
    };
    if (step.kind === 'appointmentReminder') {
      if (!appointment?.picked || appointment.picked.starts <= now) continue;
      const date = { ...facts, starts: appointment.picked.starts, ends: appointment.picked.ends };
      draft.write('appointmentTomorrow', step.to, date, { about: ball.key, late });
    } else if (step.kind === 'reminder') {
      draft.tell('reminded', readers(draft.state, ball), { ...facts, to: ball.on });
      draft.write('reminder', step.to, facts, { about: ball.key, late });
    } else if (step.kind === 'escalation') {
      draft.tell('escalated', [], { ...facts, to: step.to });
      draft.write('escalation', step.to, facts, { about: `${ball.key}:${step.to.role}`, late });
    } else {
      draft.tell('lapsed', readers(draft.state, ball), { ...facts, on: ball.on });
      lapse(draft, ball);
    }
  }
  return withNews(state, draft);
}

function readers(state: OrderState, ball: Ball): Audience[] {
  return isUs(ball.on) ? [] : ball.on.role === 'contractor' ? theContractor(state) : ['reporter'];
}

/** What follows when somebody's period is over: the next contractor, or the ball comes back to us. */
function lapse(draft: OrderDraft, ball: Ball): void {
  const { state } = draft;
  draft.drop(ball.key);
  switch (ball.stage) {
    case 'offer': {
      const silent = contractorOf(state);
      if (silent) draft.write('orderWithdrawn', { role: 'contractor', id: silent });
      state.at += 1;
      offer(draft);
      return;
    }
    case 'clarification':
      state.questions = state.questions.filter((question) => question.id !== ball.key);
      break;
    case 'perform':
      draft.deal('reportMissing', us, { key: ball.key });
      break;
    default:
      draft.deal('silent', us, { key: ball.key });
  }
  draft.write('ballReturned', us, { stage: ball.stage, until: ball.until }, { about: ball.key });
}

/** On whom the order waits, our own turns first, then by date. Never empty while it is open, empty when it is closed. */
export function waiting(state: OrderState): Ball[] {
  return [...state.balls].sort((a, b) => {
    const ours = Number(isUs(b.on)) - Number(isUs(a.on));
    return ours || (a.until < b.until ? -1 : a.until > b.until ? 1 : 0);
  });
}

/** How the order stands for one of its tickets: a neighbour's visit is not what this ticket waits on. */
function newsOf(state: OrderState, ticket: string) {
  const phase = state.phase === 'closed' ? 'ended' : state.phase === 'done' ? 'done' : 'running';
  const others = state.appointments.filter((appointment) => appointment.ticket !== ticket);
  const ball = waiting(state).find(({ key }) => !others.some(({ id }) => id === key));
  // The steps stay with the order, whose clock they are.
  return { phase, contractor: contractorOf(state), ball: ball ? { ...ball, steps: [] } : null } as const;
}

/** The outcome, with news to the joined tickets when who has the ball, or where the order stands, has changed. */
function withNews(before: OrderState, draft: OrderDraft): Next {
  const { id: order, phase, revision, tickets } = draft.state;
  for (const { id, answer, accepted } of phase === 'joining' ? [] : tickets) {
    if (answer !== 'joined' || accepted) continue;
    const news = newsOf(draft.state, id);
    if (JSON.stringify(news) !== JSON.stringify(newsOf(before, id)))
      draft.signal('ticket', id, { type: 'orderNews', order, revision, ...news });
  }
  return draft.done();
}
