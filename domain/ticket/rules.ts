import type { DomainErrorCode } from '../errors.ts';
import { takeDue } from '../lifecycle/ball.ts';
import { Draft } from '../lifecycle/draft.ts';
import type { OrderFact, TicketFact } from '../lifecycle/facts.ts';
import type { Audience, Outcome } from '../lifecycle/outcome.ts';
import { type Actor, isUs, type Party, system } from '../parties.ts';
import type { Stage } from '../policy/policy.ts';
import type { Instant } from '../time/berlin.ts';
import type { TicketAct, TicketCommand } from './commands.ts';
import type { TicketOutcome, TicketPhase, TicketState } from './state.ts';

type Next = Outcome<TicketState, TicketFact>;
type TicketDraft = Draft<TicketState, TicketFact>;

const us: Party = { role: 'management' };

/** How many questions and forwards may be open at once: the state has to stay small. */
const OPEN_QUESTIONS = { employee: 25, others: 10 };

/** How many ended orders a ticket remembers. */
const ENDED_ORDERS_KEPT = 20;

/** Which acts belong to the management alone; the others are open to whoever is involved as the rules say. */
const byManagement: ReadonlySet<TicketCommand['type']> = new Set([
  'accept',
  'reject',
  'forward',
  'setUrgency',
  'acceptWork',
  'demandRework',
  'close',
]);

/**
 * Whether an act may be done in this state: null, or the code of the sentence that says why not. A command that was
 * applied before is allowed (it has no second effect).
 */
export function check(state: TicketState | null, { id, actor, command }: TicketAct): DomainErrorCode | null {
  if (command.type === 'report') return state === null || state.applied.includes(id) ? null : 'conflictingChange';
  if (state === null) return 'notFound';
  if (state.applied.includes(id)) return null;
  if (command.type === 'reopen') {
    if (actor.kind === 'contractor' || (actor.kind === 'unconfirmed' && !isReporter(state, actor))) return 'forbidden';
    return state.phase === 'closed' ? null : 'notAllowedNow';
  }
  if (state.phase === 'closed') return 'closed';
  if (byManagement.has(command.type) && actor.kind !== 'employee') return 'forbidden';
  switch (command.type) {
    case 'accept':
    case 'reject':
      return state.phase === 'new' ? null : 'notAllowedNow';
    case 'answer':
      return state.asked.some((asked) => asked.id === command.question) ? null : 'notAllowedNow';
    case 'confirm':
    case 'dispute':
      if (actor.kind !== 'employee' && !isReporter(state, actor)) return 'forbidden';
      return state.phase === 'confirming' || state.phase === 'acceptance' ? null : 'notAllowedNow';
    case 'acceptWork':
      return ['confirming', 'acceptance', 'disputed'].includes(state.phase) ? null : 'notAllowedNow';
    case 'demandRework':
      return state.orders.some((order) => order.id === command.order && order.phase === 'done')
        ? null
        : 'notAllowedNow';
    case 'close': {
      const needed = command.outcome === 'done' ? ['running'] : ['running', 'done'];
      return state.orders.some((order) => needed.includes(order.phase)) ? 'notAllowedNow' : null;
    }
    case 'withdraw':
      if (actor.kind !== 'employee' && !isReporter(state, actor)) return 'forbidden';
      return state.phase === 'new' || state.phase === 'open' ? null : 'notAllowedNow';
    case 'ask':
      if (actor.kind !== 'employee' && command.to.role !== 'management') return 'forbidden';
      return checkAddressee(state, actor, command.to);
    case 'forward':
      return isUs(command.to) ? null : checkAddressee(state, actor, command.to);
    case 'note':
      return command.visibility === 'internal' && actor.kind !== 'employee' ? 'forbidden' : null;
    case 'setUrgency':
      return null;
  }
}

/** Whether there is somebody to ask, and not too much asked already. */
function checkAddressee(state: TicketState, actor: Actor, to: Party): DomainErrorCode | null {
  if (to.role === 'reporter' && !state.reporter) return 'addresseeUnknown';
  const most = actor.kind === 'employee' ? OPEN_QUESTIONS.employee : OPEN_QUESTIONS.others;
  return state.asked.length < most ? null : 'tooMany';
}

/** Whether the actor is the one who reported the ticket. */
export function isReporter(state: Pick<TicketState, 'reporter'>, actor: Actor): boolean {
  const { reporter } = state;
  return (
    reporter !== null && 'id' in reporter && 'id' in actor && reporter.kind === actor.kind && reporter.id === actor.id
  );
}

/** The audience that a party of this ticket reads with. */
function audienceOf(party: Party): Audience[] {
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

/** The first state of a ticket and what its report leads to. */
export function open(id: string, ticketAct: TicketAct & { command: { type: 'report' } }): Next {
  const { command, actor, at } = ticketAct;
  const blank: TicketState = {
    noun: 'ticket',
    id,
    revision: 0,
    phase: 'new',
    outcome: null,
    policy: command.policy,
    urgency: command.urgency,
    federalState: command.federalState,
    category: command.category,
    place: command.place,
    reporter: command.reporter,
    assignee: command.assignee,
    balls: [],
    asked: [],
    orders: [],
    applied: [],
    reportedAt: at,
    changedAt: at,
    closedAt: null,
  };
  const draft: TicketDraft = new Draft(blank, actor, at, ticketAct.id);
  draft.deal('triage', ours(draft.state), { key: 'ours' });
  draft.tell('reported', ['reporter', 'owner'], { urgency: command.urgency });
  if (command.reporter) draft.write('reportReceived', { role: 'reporter' });
  if (command.urgency === 'emergency') draft.write('emergencyReported', { role: 'onCall' });
  return draft.done();
}

function ours(state: TicketState): Party {
  return state.assignee ? { role: 'employee', id: state.assignee } : us;
}

/** What is ours to do in each phase; in the others the ticket is watched, or waits on the reporter. */
const oursIn: Partial<Record<TicketPhase, Stage>> = {
  new: 'triage',
  open: 'decide',
  acceptance: 'acceptance',
  disputed: 'disputed',
};

/** Gives the ball back to us unless somebody else still has it. A turn of ours that runs already keeps its dates. */
function toUs(draft: TicketDraft): void {
  const { balls, phase } = draft.state;
  const stage = oursIn[phase];
  if (!stage || balls.some((ball) => !isUs(ball.on))) return;
  if (!balls.some((ball) => ball.key === 'ours' && ball.stage === stage))
    draft.deal(stage, ours(draft.state), { key: 'ours' });
}

/** Leaves of the balls only those of open questions and forwards. */
function keepQuestions(draft: TicketDraft): void {
  const { asked } = draft.state;
  draft.state.balls = draft.state.balls.filter((ball) => asked.some(({ id }) => id === ball.key));
}

function close(draft: TicketDraft, outcome: TicketOutcome): void {
  const { state } = draft;
  state.phase = 'closed';
  state.outcome = outcome;
  state.closedAt = draft.at;
  state.balls = [];
  for (const { id, to } of state.asked)
    if (!isUs(to) && to.role !== 'reporter') draft.write('ticketClosed', to, {}, { about: id });
  state.asked = [];
  for (const order of state.orders) {
    if (order.phase === 'ended') continue;
    const { id: ticket, revision } = state;
    const type = outcome === 'done' ? 'workAccepted' : 'ticketClosed';
    draft.signal('workOrder', order.id, { type, ticket, revision, by: draft.actor });
  }
}

/**
 * The next state after an act that `check` allowed, with what happened and what has to be done about it. Uses the
 * command's own time. A command that was applied before changes nothing.
 */
export function apply(state: TicketState, ticketAct: TicketAct): Next {
  const { id, actor, at, command } = ticketAct;
  if (state.applied.includes(id)) return { state, happenings: [], effects: [] };
  const draft: TicketDraft = new Draft(state, actor, at, id);
  const next = draft.state;
  switch (command.type) {
    case 'report':
      break;
    case 'accept':
      next.phase = 'open';
      toUs(draft);
      draft.tell('accepted', ['reporter', 'owner']);
      break;
    case 'reject':
      draft.tell('rejected', ['reporter', 'owner'], { reason: command.reason });
      close(draft, 'rejected');
      if (state.reporter) draft.write('ticketRejected', { role: 'reporter' }, { reason: command.reason });
      break;
    case 'forward':
      forward(draft, id, command.to);
      break;
    case 'ask':
      if (!isUs(command.to)) draft.drop('ours');
      next.asked = [...next.asked, { id, kind: 'clarification', by: actor, to: command.to }];
      draft.deal('clarification', command.to, { key: id });
      draft.tell('asked', [...audienceOf(command.to), ...own(state, actor)], { to: command.to });
      draft.write('clarificationAsked', command.to, {}, { about: id });
      break;
    case 'answer': {
      const question = next.asked.find((asked) => asked.id === command.question);
      next.asked = next.asked.filter((asked) => asked.id !== command.question);
      draft.drop(command.question);
      draft.tell('answered', [...audienceOf(question?.to ?? us), ...own(state, question?.by ?? actor)], {
        question: command.question,
      });
      const asker = question && (isUs(question.to) ? partyOf(state, question.by) : ours(next));
      if (asker) draft.write('clarificationAnswered', asker, {}, { about: id });
      toUs(draft);
      break;
    }
    case 'note': {
      const visible = command.visibility === 'visible';
      draft.tell('noted', visible ? [...new Set<Audience>(['reporter', 'owner', ...own(state, actor)])] : [], {
        visibility: command.visibility,
      });
      if (visible && actor.kind === 'employee' && state.reporter) draft.write('noteAdded', { role: 'reporter' });
      if (visible && actor.kind !== 'employee') draft.write('noteAdded', ours(next));
      break;
    }
    case 'setUrgency':
      next.urgency = command.urgency;
      draft.tell('urgencySet', ['reporter'], { urgency: command.urgency });
      if (command.urgency === state.urgency) break;
      next.balls = next.balls.map((ball) => redeal(draft, ball.key));
      if (command.urgency === 'emergency') draft.write('emergencyReported', { role: 'onCall' });
      break;
    case 'confirm':
      draft.tell('confirmed', ['reporter', 'owner', ...contractors(state)]);
      close(draft, 'done');
      tellEnd(draft);
      break;
    case 'dispute':
      next.phase = 'disputed';
      keepQuestions(draft);
      draft.deal('disputed', ours(next), { key: 'ours' });
      draft.tell('disputed', ['reporter', 'owner']);
      draft.write('completionDisputed', ours(next));
      break;
    case 'acceptWork':
      draft.tell('workAccepted', ['reporter', 'owner', ...contractors(state)]);
      close(draft, 'done');
      if (state.reporter) draft.write('ticketClosed', { role: 'reporter' });
      break;
    case 'demandRework':
      next.phase = 'ordered';
      keepQuestions(draft);
      next.orders = next.orders.map((order) => (order.id === command.order ? { ...order, phase: 'running' } : order));
      draft.deal('ordered', ours(next), { key: 'ordered' });
      draft.tell('reworkDemanded', ['reporter', 'owner', ...contractors(state)]);
      draft.signal('workOrder', command.order, {
        type: 'reworkDemanded',
        ticket: state.id,
        revision: next.revision,
        by: actor,
        command: id,
      });
      break;
    case 'close':
      draft.tell('closed', ['reporter', 'owner'], { outcome: command.outcome });
      close(draft, command.outcome);
      if (state.reporter) draft.write('ticketClosed', { role: 'reporter' });
      break;
    case 'withdraw':
      draft.tell('withdrawn', ['reporter', 'owner']);
      close(draft, 'withdrawn');
      tellEnd(draft);
      break;
    case 'reopen':
      next.phase = 'open';
      next.outcome = null;
      next.closedAt = null;
      next.orders = [];
      toUs(draft);
      draft.tell('reopened', ['reporter', 'owner']);
      if (actor.kind !== 'employee') draft.write('ticketReopened', ours(next));
      if (state.reporter && !isReporter(state, actor)) draft.write('ticketReopened', { role: 'reporter' });
      break;
  }
  return draft.done();
}

/** Tells the other side of an end that the reporter, or we in their name, have brought about. */
function tellEnd(draft: TicketDraft): void {
  const { state, actor } = draft;
  if (actor.kind !== 'employee') draft.write('ticketClosed', ours(state));
  else if (state.reporter) draft.write('ticketClosed', { role: 'reporter' });
}

/** The actor as somebody to write to; null when nobody is known. */
function partyOf(state: TicketState, by: Actor): Party | null {
  if (isReporter(state, by)) return { role: 'reporter' };
  return by.kind === 'system' || by.kind === 'unconfirmed' ? null : { role: by.kind, id: by.id };
}

/** Who asked reads along, when it was not the management. */
function own(state: TicketState, by: Actor): Audience[] {
  if (isReporter(state, by)) return ['reporter'];
  return by.kind === 'person' ? [`person:${by.id}`] : by.kind === 'contractor' ? [`contractor:${by.id}`] : [];
}

function contractors(state: TicketState): Audience[] {
  return state.orders.flatMap((order): Audience[] => (order.contractor ? [`contractor:${order.contractor}`] : []));
}

/** Hands the ticket to a colleague (or back to the desk), or lets somebody outside see to it. */
function forward(draft: TicketDraft, id: string, to: Party): void {
  const { state } = draft;
  if (isUs(to)) {
    state.assignee = to.role === 'employee' ? to.id : null;
    state.balls = state.balls.map((ball) => (isUs(ball.on) ? redeal(draft, ball.key, to) : ball));
  } else {
    state.asked = [...state.asked, { id, kind: 'forwarded', by: draft.actor, to }];
    draft.drop('ours');
    draft.deal('forwarded', to, { key: id });
  }
  // Told first, because the words that come with the act belong to its first entry: the reporter must not read them.
  draft.tell('forwarded', audienceOf(to), { to });
  if (!isUs(to) && state.phase === 'new') {
    state.phase = 'open';
    draft.tell('accepted', ['reporter', 'owner']);
  }
  draft.write('ticketForwarded', to, {}, { about: id });
}

/** The same ball from now on, by the policy of this moment (another urgency, another employee). */
function redeal(draft: TicketDraft, key: string, on?: Party) {
  const ball = draft.state.balls.find((candidate) => candidate.key === key);
  if (!ball) throw new RangeError('no such ball');
  return draft.deal(ball.stage, on ?? ball.on, { key });
}

/** What an order's fact leads to. Facts older than the last known revision of that order change nothing. */
export function hear(state: TicketState, fact: OrderFact, at: Instant): Next {
  const unchanged: Next = { state, happenings: [], effects: [] };
  const known = state.orders.find((order) => order.id === fact.order);
  if (fact.type === 'orderAsks') {
    if (known) return unchanged;
    const joins = ['new', 'open', 'ordered', 'disputed', 'acceptance'].includes(state.phase);
    const draft: TicketDraft = new Draft(state, system, at, null);
    const { id: ticket, revision } = draft.state;
    draft.signal('workOrder', fact.order, { type: joins ? 'joined' : 'refused', ticket, revision });
    if (!joins) return { ...unchanged, effects: draft.effects };
    draft.state.phase = 'ordered';
    draft.state.balls = draft.state.balls.filter((ball) => !isUs(ball.on));
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

/** An order that no longer exists can't be told anything: the ticket goes on without it. */
export function orderGone(state: TicketState, order: string, at: Instant): Next {
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

/** What the clock leads to at `now`: reminders, escalations, and a ball that passes on when its period is over. */
export function tick(state: TicketState, now: Instant): Next {
  const { balls, due } = takeDue(state.balls, now, state);
  if (due.length === 0) return { state, happenings: [], effects: [] };
  const draft: TicketDraft = new Draft({ ...state, balls }, system, now, null);
  for (const { ball, step, late } of due) {
    if (!draft.state.balls.some(({ key, since }) => key === ball.key && since === ball.since)) continue;
    const facts = { stage: ball.stage, since: ball.since, until: ball.until };
    if (step.kind === 'reminder') {
      draft.tell('reminded', audienceOf(ball.on), { ...facts, to: ball.on });
      draft.write('reminder', step.to, facts, { about: ball.key, late });
    } else if (step.kind === 'escalation') {
      draft.tell('escalated', [], { ...facts, to: step.to });
      draft.write('escalation', step.to, facts, { about: `${ball.key}:${step.to.role}`, late });
    } else if (step.kind === 'expiry') {
      draft.drop(ball.key);
      draft.state.asked = draft.state.asked.filter((asked) => asked.id !== ball.key);
      draft.tell('lapsed', audienceOf(ball.on), { ...facts, on: ball.on });
      if (ball.stage === 'confirm') draft.state.phase = 'acceptance';
      toUs(draft);
      draft.write('ballReturned', ours(draft.state), facts, { about: ball.key, late });
    }
  }
  return draft.done();
}

/**
 * On whom the ticket waits, most important first: the balls of its running orders where there are any, else its own.
 * Never empty while the ticket is open, always empty when it is closed.
 */
export function waiting(state: TicketState): TicketState['balls'] {
  if (state.phase === 'closed') return [];
  const ordered = state.orders.flatMap((order) => (order.phase === 'running' && order.ball ? [order.ball] : []));
  const own = state.balls.filter((ball) => ball.key !== 'ordered');
  const all = [...own, ...ordered];
  return all.length > 0 ? all : state.balls;
}
