import {
  type Appointment,
  agree,
  checkPick,
  checkSlots,
  newAppointment,
  nextRound,
  offerSlots,
} from '../appointments/rules.ts';
import type { DomainErrorCode } from '../errors.ts';
import { appointmentReminders, type Ball, takeDue } from '../lifecycle/ball.ts';
import { Draft } from '../lifecycle/draft.ts';
import type { OrderFact, TicketFact } from '../lifecycle/facts.ts';
import type { Audience, Outcome } from '../lifecycle/outcome.ts';
import { type Actor, isUs, type Party, system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import type { OrderAct, OrderCommand } from './commands.ts';
import { contractorOf, type OrderOutcome, type OrderState } from './state.ts';

type Next = Outcome<OrderState, OrderFact>;
type OrderDraft = Draft<OrderState, OrderFact>;

const us: Party = { role: 'management' };

const byManagement: ReadonlySet<OrderCommand['type']> = new Set([
  'place',
  'offer',
  'newRound',
  'continue',
  'acceptWork',
  'cancel',
]);
const byContractor: ReadonlySet<OrderCommand['type']> = new Set(['accept', 'decline', 'proposeSlots', 'complete']);

/**
 * Whether an act may be done in this state: null, or the code of the sentence that says why not. A command that was
 * applied before is allowed (it has no second effect). Who may enter at all is the API's question; a contractor's acts
 * are checked here against the contractor whose turn it is, since that may have changed on the way.
 */
export function check(state: OrderState | null, { id, actor, at, command }: OrderAct): DomainErrorCode | null {
  if (command.type === 'place') return state === null || state.applied.includes(id) ? null : 'conflictingChange';
  if (state === null) return 'notFound';
  if (state.applied.includes(id)) return null;
  if (state.phase === 'closed') return 'closed';
  const employee = actor.kind === 'employee';
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
      return state.questions.length < 10 ? null : 'tooMany';
    case 'answer':
      return state.questions.some((question) => question.id === command.question) ? null : 'notAllowedNow';
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

type AppointmentCommand = Extract<OrderCommand, { appointment: string }>;

function checkAppointment(
  state: OrderState,
  actor: Actor,
  at: Instant,
  command: AppointmentCommand,
): DomainErrorCode | null {
  const appointment = state.appointments.find((candidate) => candidate.id === command.appointment);
  if (!appointment) return 'notFound';
  if (state.phase !== 'running') return 'notAllowedNow';
  const { status } = appointment;
  switch (command.type) {
    case 'proposeSlots':
      return ['open', 'proposed', 'countered'].includes(status) ? checkSlots(command.slots, at) : 'notAllowedNow';
    case 'counterSlots':
      if (actor.kind === 'contractor') return 'forbidden';
      return ['proposed', 'countered', 'open'].includes(status) ? checkSlots(command.slots, at) : 'notAllowedNow';
    case 'pickSlot':
      if (status === 'agreed') return appointment.picked?.id === command.slot ? 'notAllowedNow' : 'slotTaken';
      if (status === 'proposed' && actor.kind === 'contractor') return 'forbidden';
      if (status === 'countered' && actor.kind !== 'contractor' && actor.kind !== 'employee') return 'forbidden';
      return status === 'proposed' || status === 'countered'
        ? checkPick(appointment, command.slot, at)
        : 'notAllowedNow';
    case 'moveAppointment':
      if (status !== 'agreed') return 'notAllowedNow';
      return command.slots ? checkSlots(command.slots, at) : null;
    case 'missAppointment':
      if (status !== 'agreed' || !appointment.picked) return 'notAllowedNow';
      return appointment.picked.starts > at ? 'notAllowedNow' : null;
    case 'newRound':
      return ['open', 'proposed', 'countered'].includes(status) ? null : 'notAllowedNow';
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

function contractorParty(state: OrderState): Party {
  const id = contractorOf(state);
  return id ? { role: 'contractor', id } : us;
}

function everyone(state: OrderState): Audience[] {
  return ['reporter', 'owner', ...theContractor(state)];
}

function theContractor(state: OrderState): Audience[] {
  const id = contractorOf(state);
  return id ? [`contractor:${id}`] : [];
}

/** Offers the order to the contractor whose turn it is, or gives it back to us when nobody is left. */
function offer(draft: OrderDraft): void {
  const { state } = draft;
  state.accepted = false;
  state.balls = state.balls.filter((ball) => ball.stage === 'question');
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

function toContractor(draft: OrderDraft, appointment: Appointment, stage: 'propose' | 'counter'): void {
  draft.deal(stage, contractorParty(draft.state), { key: appointment.id });
}

function setAppointment(draft: OrderDraft, appointment: Appointment): void {
  draft.state.appointments = draft.state.appointments.map((known) =>
    known.id === appointment.id ? appointment : known,
  );
}

/** Starts (again) what the contractor has to do: find dates, or simply do it. */
function run(draft: OrderDraft): void {
  const { state } = draft;
  state.phase = 'running';
  state.balls = state.balls.filter((ball) => ball.stage === 'question' || ball.stage === 'clarification');
  if (!state.needsAppointment) draft.deal('perform', contractorParty(state));
  for (const appointment of state.appointments) {
    if (appointment.status === 'cancelled') continue;
    setAppointment(draft, appointment.status === 'open' ? appointment : nextRound(appointment));
    toContractor(draft, appointment, 'propose');
  }
}

/** Frees a visit of a contractor who steps back, and tells the dwelling that its date falls away. */
function release(draft: OrderDraft, appointment: Appointment): void {
  if (appointment.status === 'open') return;
  const freed = nextRound(appointment);
  setAppointment(draft, freed);
  if (appointment.status !== 'agreed') return;
  const facts = { appointment: appointment.id, ticket: appointment.ticket, sequence: freed.sequence };
  draft.write('appointmentCancelled', appointment.with, facts, { about: appointment.id });
}

/** Marks what has ended and tells the contractor, or the dwelling whose date falls away. */
function end(draft: OrderDraft, outcome: OrderOutcome): void {
  const { state } = draft;
  for (const appointment of state.appointments) {
    if (outcome === 'accepted' || !['agreed', 'proposed', 'countered'].includes(appointment.status)) continue;
    const facts = { appointment: appointment.id, ticket: appointment.ticket };
    draft.write('appointmentCancelled', appointment.with, facts, { about: appointment.id });
    const sequence = appointment.sequence + (appointment.picked ? 1 : 0);
    setAppointment(draft, { ...appointment, status: 'cancelled', sequence });
  }
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
      next.at += 1;
      for (const appointment of state.appointments) release(draft, appointment);
      offer(draft);
      draft.write('orderDeclined', us, { reason: command.reason });
      break;
    case 'offer': {
      const before = contractorOf(state);
      if (before && state.phase !== 'unplaced') draft.write('orderWithdrawn', { role: 'contractor', id: before });
      next.contractors = [...next.contractors.slice(0, next.at + (before ? 1 : 0)), ...command.contractors];
      next.at += before ? 1 : 0;
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
  state.balls = state.balls.filter((ball) => ball.stage === 'question');
  state.appointments = state.appointments.map((appointment) => ({
    ...appointment,
    status: appointment.status === 'agreed' ? 'held' : appointment.status === 'held' ? 'held' : 'cancelled',
  }));
  state.phase = result === 'done' ? 'done' : 'returned';
  draft.deal(result === 'done' ? 'settle' : result === 'partial' ? 'remainder' : 'impossible', us, {
    key: 'completion',
  });
  draft.tell('completed', everyone(state), { result });
  draft.write('workCompleted', us, { result });
}

function applyAppointment(draft: OrderDraft, actor: Actor, command: AppointmentCommand): void {
  const { state } = draft;
  const known = state.appointments.find((candidate) => candidate.id === command.appointment);
  if (!known) throw new RangeError('no such appointment');
  const facts = { appointment: known.id, ticket: known.ticket };
  const contractor = contractorParty(state);
  const byContractor = actor.kind === 'contractor';
  switch (command.type) {
    case 'proposeSlots':
    case 'counterSlots': {
      const by = command.type === 'proposeSlots' ? 'contractor' : 'dwelling';
      setAppointment(draft, offerSlots(known, by, command.slots));
      draft.tell(command.type === 'proposeSlots' ? 'slotsProposed' : 'slotsCountered', everyone(state), {
        ...facts,
        slots: command.slots,
      });
      askFor(draft, known, by);
      break;
    }
    case 'pickSlot': {
      const agreed = agree(known, command.slot);
      setAppointment(draft, agreed);
      const picked = agreed.picked ?? { starts: draft.at, ends: draft.at };
      const ball = draft.deal('perform', contractor, { key: known.id, from: picked.ends });
      ball.steps.push(...appointmentReminders(picked.starts, draft.at, [known.with, contractor]));
      ball.steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      const date = { ...facts, starts: picked.starts, ends: picked.ends, sequence: agreed.sequence };
      draft.tell('appointmentAgreed', everyone(state), date);
      draft.write('appointmentAgreed', known.with, date, { about: known.id });
      draft.write('appointmentAgreed', contractor, date, { about: known.id });
      break;
    }
    case 'moveAppointment': {
      const by = byContractor ? 'contractor' : 'dwelling';
      const cancelled = { ...facts, starts: known.picked?.starts ?? null, ends: known.picked?.ends ?? null };
      draft.tell('appointmentMoved', everyone(state), cancelled);
      const moved = command.slots ? offerSlots(known, by, command.slots) : nextRound(known);
      setAppointment(draft, moved);
      const note = { ...cancelled, sequence: moved.sequence };
      draft.write('appointmentMoved', byContractor ? known.with : contractor, note, { about: known.id });
      if (command.slots) askFor(draft, known, by);
      else toContractor(draft, known, 'propose');
      break;
    }
    case 'missAppointment': {
      const again = nextRound(known);
      setAppointment(draft, again);
      draft.tell('appointmentMissed', everyone(state), { ...facts, absent: command.absent });
      toContractor(draft, known, 'propose');
      const note = { ...facts, absent: command.absent, sequence: again.sequence };
      draft.write('appointmentMissed', byContractor ? known.with : contractor, note, { about: known.id });
      draft.write('appointmentMissed', us, note, { about: known.id });
      break;
    }
    case 'newRound':
      setAppointment(draft, nextRound(known));
      draft.tell('newRound', everyone(state), facts);
      toContractor(draft, known, 'propose');
      draft.write('proposeSlots', contractor, facts, { about: known.id });
      break;
  }
}

/** Passes offered slots to the other side. */
function askFor(draft: OrderDraft, known: Appointment, by: 'contractor' | 'dwelling'): void {
  const facts = { appointment: known.id, ticket: known.ticket };
  if (by === 'contractor') {
    draft.deal('pick', known.with, { key: known.id });
    draft.write('slotsProposed', known.with, facts, { about: known.id });
  } else {
    toContractor(draft, known, 'counter');
    draft.write('slotsCountered', contractorParty(draft.state), facts, { about: known.id });
  }
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
  switch (fact.type) {
    case 'joined':
    case 'refused':
      mark({ answer: fact.type });
      break;
    case 'workAccepted':
      mark({ accepted: true });
      break;
    case 'ticketClosed':
      mark({ answer: 'left' });
      break;
    case 'reworkDemanded':
      mark({ accepted: false });
      if (state.phase !== 'done' && state.phase !== 'returned') return unchanged;
      next.completion = null;
      draft.tell('orderContinued', everyone(next));
      run(draft);
      draft.write('reworkDemanded', contractorParty(next), { command: fact.command });
      break;
  }
  settle(draft);
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
    const appointment = draft.state.appointments.find((candidate) => candidate.id === ball.key);
    const facts = {
      stage: ball.stage,
      since: ball.since,
      until: ball.until,
      ...(appointment && { appointment: appointment.id, ticket: appointment.ticket }),
    };
    if (step.kind === 'appointmentReminder') {
      const date = { ...facts, starts: appointment?.picked?.starts ?? null, ends: appointment?.picked?.ends ?? null };
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

function newsOf(state: OrderState) {
  const phase = state.phase === 'closed' ? 'ended' : state.phase === 'done' ? 'done' : 'running';
  const ball = waiting(state)[0];
  // The steps stay with the order, whose clock they are.
  return { phase, contractor: contractorOf(state), ball: ball ? { ...ball, steps: [] } : null } as const;
}

/** The outcome, with news to the joined tickets when who has the ball, or where the order stands, has changed. */
function withNews(before: OrderState, draft: OrderDraft): Next {
  const news = newsOf(draft.state);
  if (draft.state.phase !== 'joining' && JSON.stringify(news) !== JSON.stringify(newsOf(before)))
    for (const ticket of draft.state.tickets)
      if (ticket.answer === 'joined' && !ticket.accepted)
        draft.signal('ticket', ticket.id, {
          type: 'orderNews',
          order: draft.state.id,
          revision: draft.state.revision,
          ...news,
        });
  return draft.done();
}
