import { newAppointment } from '../appointments/rules.ts';
import { Draft, movePolicy } from '../lifecycle/draft.ts';
import type { CompletionResult } from '../lifecycle/facts.ts';
import type { OrderAct, TicketResult } from './commands.ts';
import { end, finish, keepRunning, offer, run, unreported, withNews } from './course.ts';
import {
  contractorParty,
  everyone,
  type OrderDraft,
  type OrderOutcomeData,
  onlookers,
  theContractor,
  us,
} from './draft.ts';
import { contractorOf, type OrderState } from './state.ts';
import { applyAppointment, endVisitsOf, freeVisit } from './visits.ts';

type Next = OrderOutcomeData;

/** How many contractors who did not take it an order remembers: the state has to stay small. */
const FORMER_KEPT = 50;

/** The first state of an order: it asks its tickets to join, and goes out when all have answered. */
export function place(id: string, orderAct: OrderAct & { command: { type: 'place' } }): Next {
  const { command, actor, at } = orderAct;
  const { policy, urgency, federalState, contractors, appointments } = command;
  const tickets = [...new Set(command.tickets)];
  const blank: OrderState = {
    noun: 'workOrder',
    id,
    revision: 0,
    phase: 'joining',
    outcome: null,
    policy,
    ...(command.rules && { rules: command.rules }),
    ...(command.spread && { spread: command.spread }),
    ...(command.away?.length && { away: command.away }),
    urgency,
    federalState,
    tickets: tickets.map((ticket) => ({ id: ticket, answer: 'open', revision: 0, accepted: false, completion: null })),
    contractors,
    at: 0,
    accepted: false,
    needsAppointment: appointments.length > 0,
    appointments: appointments.map((wanted) => newAppointment(wanted.id, wanted.ticket, wanted.with, wanted.also)),
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
  draft.tell('orderPlaced', onlookers(draft.state));
  for (const ticket of tickets)
    draft.signal('ticket', ticket, {
      type: 'orderAsks',
      order: id,
      revision: draft.state.revision,
      ...(command.besides && { besides: command.besides }),
    });
  return draft.done();
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
      draft.tell('orderAccepted', onlookers(next), { contractor: contractorOf(next) });
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
      if (command.away?.length) next.away = command.away;
      else delete next.away;
      forgetUnfinished(next);
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
      complete(draft, command.result, command.results);
      break;
    case 'invoice':
      draft.tell('invoiceSent', theContractor(next));
      if (actor.kind === 'contractor') draft.write('invoiceArrived', us);
      break;
    case 'continue':
      forgetUnfinished(next);
      draft.tell('orderContinued', everyone(next));
      run(draft);
      draft.write('reworkDemanded', contractorParty(next));
      break;
    case 'acceptWork':
      draft.tell('workAccepted', onlookers(next));
      end(draft, 'accepted');
      break;
    case 'movePolicy':
      movePolicy(draft, state, command);
      break;
    case 'cancel':
      draft.tell('orderCancelled', onlookers(next));
      end(draft, 'cancelled');
      break;
    default:
      applyAppointment(draft, actor, command);
  }
  return withNews(state, draft);
}

/** What was reported as not done is to be done after all: it counts as not reported. */
function forgetUnfinished(state: OrderState): void {
  state.completion = null;
  state.tickets = state.tickets.map((ticket) =>
    ticket.completion === 'done' ? ticket : { ...ticket, completion: null },
  );
}

/**
 * Takes a report about all tickets that still wait, or about those that `results` names. Each dwelling learns of its
 * own; what was written with a collective report stays between the contractor and us.
 */
function complete(draft: OrderDraft, result: CompletionResult, results: TicketResult[] | undefined): void {
  const { state } = draft;
  const reported = new Map(
    (results ?? unreported(state).map(({ id }) => ({ ticket: id, result }))).map((each) => [each.ticket, each.result]),
  );
  state.tickets = state.tickets.map((ticket) => {
    const its = reported.get(ticket.id);
    return its ? { ...ticket, completion: its } : ticket;
  });
  if (results && state.tickets.length > 1) {
    draft.tell('completionReported', theContractor(state), { count: results.length });
    for (const each of results)
      draft.tell('completed', ['reporter', 'owner', 'follower'], { ticket: each.ticket, result: each.result });
  } else draft.tell('completed', onlookers(state), { result });
  endVisitsOf(draft, reported);
  if (unreported(state).length === 0) finish(draft);
  else keepRunning(draft);
  draft.write('workCompleted', us, { result: state.completion?.result ?? result });
}
