import {
  type Appointment,
  agree,
  checkPick,
  checkSlots,
  newAppointment,
  nextRound,
  offerSlots,
  type Slot,
} from '../appointments/rules.ts';
import type { DomainErrorCode } from '../errors.ts';
import { appointmentReminders, type Ball, type DueStep, endingBy } from '../lifecycle/ball.ts';
import type { Audience } from '../lifecycle/outcome.ts';
import { type Actor, isUs, type Party } from '../parties.ts';
import { berlinClock, type Instant } from '../time/berlin.ts';
import type { VisitCommand } from './commands.ts';
import { audienceOf, isReporter, type TicketDraft, toUs } from './draft.ts';
import type { TicketState, Visit } from './state.ts';

type Arrange = Extract<VisitCommand, { type: 'arrangeVisit' }>;

/** How many visits may be open at once, and how many that have ended a ticket remembers: the state has to stay small. */
const OPEN_VISITS = 3;
const ENDED_VISITS_KEPT = 5;

/** Phases in which the matter is with us, and no contractor's dates are looked for. */
const visitable: ReadonlySet<string> = new Set(['new', 'open', 'acceptance', 'disputed']);

/** What whoever opens the door may do about a date. */
export const dwellingActs: ReadonlySet<string> = new Set([
  'pickSlot',
  'counterSlots',
  'declineSlots',
  'moveAppointment',
  'missAppointment',
] satisfies VisitCommand['type'][]);

/** Whether a visit may still take place. */
export function isOpen({ status }: Pick<Appointment, 'status'>): boolean {
  return status !== 'held' && status !== 'cancelled' && status !== 'missed';
}

/** Whether an act on a visit of ours may be done now: null, or the code of the sentence that says why not. */
export function checkVisit(
  state: TicketState,
  actor: Actor,
  at: Instant,
  command: VisitCommand,
): DomainErrorCode | null {
  const visits = state.visits ?? [];
  if (command.type === 'arrangeVisit') {
    if (!visitable.has(state.phase) || state.merging) return 'notAllowedNow';
    if (visits.some(({ id }) => id === command.appointment)) return 'conflictingChange';
    if (visits.filter(isOpen).length >= OPEN_VISITS) return 'tooMany';
    if (command.with === 'reporter' && !state.reporter) return 'addresseeUnknown';
    return checkOffer(command, command.with, at);
  }
  const visit = visits.find(({ id }) => id === command.appointment);
  if (!visit) return 'notFound';
  const byUs = actor.kind === 'employee';
  if (!byUs && !opens(state, visit, actor)) return 'forbidden';
  const { status } = visit;
  const looking = ['open', 'proposed', 'countered'].includes(status);
  switch (command.type) {
    case 'proposeSlots':
      return looking || status === 'agreed' ? checkOffer(command, visit.with.role, at) : 'notAllowedNow';
    case 'counterSlots':
      return looking ? checkSlots(command.slots, at) : 'notAllowedNow';
    case 'declineSlots':
      return status === 'proposed' ? null : 'notAllowedNow';
    case 'pickSlot':
      if (status === 'agreed') return visit.picked?.id === command.slot ? 'notAllowedNow' : 'slotTaken';
      if (status === 'countered' && !byUs) return 'forbidden';
      return looking && status !== 'open' ? checkPick(visit, command.slot, at) : 'notAllowedNow';
    case 'moveAppointment':
      if (status !== 'agreed') return 'notAllowedNow';
      return command.slots ? checkSlots(command.slots, at) : null;
    case 'missAppointment':
      return hasBegun(visit, at) ? null : 'notAllowedNow';
    case 'cancelVisit':
      return isOpen(visit) ? null : 'notAllowedNow';
    case 'holdVisit':
      return hasBegun(visit, at) ? null : 'notAllowedNow';
  }
}

/** A date that is set is one; nobody can be asked to choose where we open ourselves. */
function checkOffer(
  { slots, fixed }: { slots: Slot[]; fixed: boolean },
  door: Party['role'],
  at: Instant,
): DomainErrorCode | null {
  if (fixed ? slots.length !== 1 : door === 'management') return 'badInput';
  return checkSlots(slots, at);
}

/** Whether this one opens the door. Who the flat's owner is, only the database knows: it let nobody else in. */
function opens(state: TicketState, { with: door }: Visit, actor: Actor): boolean {
  return door.role === 'owner' ? actor.kind === 'person' : door.role === 'reporter' && isReporter(state, actor);
}

function hasBegun({ status, picked }: Visit, at: Instant): boolean {
  return status === 'agreed' && picked !== null && picked.starts <= at;
}

/** Arranges a visit that `checkVisit` allowed. */
export function arrange(draft: TicketDraft, command: Arrange): void {
  const { state } = draft;
  const visit: Visit = {
    ...newAppointment(command.appointment, state.id, { role: command.with }),
    visitor: command.visitor,
  };
  const known = state.visits ?? [];
  state.visits = [...known.filter((one) => !isOpen(one)).slice(-ENDED_VISITS_KEPT), ...known.filter(isOpen), visit];
  offer(draft, visit, command);
}

/** What any other act on a visit that `checkVisit` allowed leads to. */
export function applyToVisit(draft: TicketDraft, actor: Actor, command: Exclude<VisitCommand, Arrange>): void {
  const visit = draft.state.visits?.find(({ id }) => id === command.appointment);
  if (!visit) throw new RangeError('no such visit');
  const facts = factsOf(visit);
  const byUs = actor.kind === 'employee';
  // Who acts knows it.
  const others = (byUs ? bothSides(visit) : [visitor(visit)]).filter(
    (side) => !(byUs && side.role === 'employee' && side.id === actor.id),
  );
  switch (command.type) {
    case 'proposeSlots':
      if (visit.status === 'agreed') fallAway(draft, visit, [visit.with]);
      offer(draft, visit, command);
      break;
    case 'counterSlots':
      counter(draft, visit, command.slots);
      break;
    case 'declineSlots':
      draft.tell('slotsDeclined', readers(visit), facts);
      again(draft, visit);
      draft.write('slotsDeclined', visitor(visit), facts, { about: visit.id });
      break;
    case 'pickSlot':
      settle(draft, visit, command.slot, bothSides(visit));
      break;
    case 'moveAppointment':
      fallAway(draft, visit, others);
      if (command.slots) counter(draft, visit, command.slots);
      else again(draft, visit);
      break;
    case 'missAppointment': {
      draft.tell('appointmentMissed', readers(visit), { ...facts, absent: command.absent });
      const next = again(draft, visit);
      const note = { ...facts, ...dateOf(visit), absent: command.absent, sequence: next.sequence };
      for (const other of others) draft.write('appointmentMissed', other, note, { about: visit.id });
      break;
    }
    case 'cancelVisit':
      draft.tell('visitCancelled', readers(visit), { ...facts, ...dateOf(visit) });
      cancel(draft, visit);
      toUs(draft);
      break;
    case 'holdVisit': {
      const visible = command.visibility === 'visible';
      // The words belong to the first entry: what stays with us is one of its own.
      if (!visible) draft.tell('noted', [], { visibility: 'internal' });
      draft.tell('visitHeld', readers(visit), { ...facts, ...dateOf(visit) });
      change(draft, { ...visit, status: 'held' });
      draft.drop(visit.id);
      if (visible && !isUs(visit.with)) draft.write('noteAdded', visit.with, {}, { about: visit.id });
      toUs(draft);
      break;
    }
  }
}

/** The visit that a ball is about. */
export function visitOf({ visits }: Pick<TicketState, 'visits'>, { key }: Pick<Ball, 'key'>): Visit | undefined {
  return visits?.find(({ id }) => id === key);
}

/** What the clock leads to about a visit alone; false when the step is like any other. */
export function tickVisit(draft: TicketDraft, visit: Visit, { ball, step, late }: DueStep): boolean {
  const facts = { ...factsOf(visit), stage: ball.stage, since: ball.since, until: ball.until };
  if (step.kind === 'appointmentReminder') {
    if (visit.picked && visit.picked.starts > draft.at)
      draft.write('appointmentTomorrow', step.to, { ...facts, ...dateOf(visit) }, { about: ball.key, late });
    return true;
  }
  if (step.kind !== 'expiry') return false;
  draft.tell('lapsed', audienceOf(ball.on), { ...facts, on: ball.on });
  // Silence never permits entry: whoever wanted to come asks again, or phones.
  draft.deal('arrange', visitor(visit), { key: visit.id });
  draft.write('ballReturned', visitor(visit), facts, { about: ball.key, late });
  return true;
}

/** Ends all visits with their ticket: one that has begun today was held, the others will not take place. */
export function endVisits(draft: TicketDraft): void {
  for (const visit of draft.state.visits?.filter(isOpen) ?? []) {
    const { status, picked } = visit;
    const begun = picked && (picked.starts <= draft.at || sameDay(picked.starts, draft.at));
    if (status === 'agreed' && begun) change(draft, { ...visit, status: 'held' });
    else cancel(draft, visit);
  }
}

function sameDay(a: Instant, b: Instant): boolean {
  return berlinClock(a).day === berlinClock(b).day;
}

/** Offers dates to the dwelling, or sets the one that there is. */
function offer(draft: TicketDraft, visit: Visit, { slots, fixed }: { slots: Slot[]; fixed: boolean }): void {
  const offered = { ...visit, ...offerSlots(visit, 'contractor', slots) };
  change(draft, offered);
  const [date] = slots;
  if (fixed && date) {
    settle(draft, offered, date.id, bothSides(visit));
    return;
  }
  draft.tell('slotsProposed', readers(visit), { ...factsOf(visit), slots });
  turn(draft, draft.deal('pick', visit.with, { key: visit.id }), slots);
  draft.write('slotsProposed', visit.with, factsOf(visit), { about: visit.id });
}

/** The dwelling asks for other dates. */
function counter(draft: TicketDraft, visit: Visit, slots: Slot[]): void {
  change(draft, { ...visit, ...offerSlots(visit, 'dwelling', slots) });
  draft.tell('slotsCountered', readers(visit), { ...factsOf(visit), slots });
  turn(draft, draft.deal('arrange', visitor(visit), { key: visit.id }), []);
  draft.write('slotsCountered', visitor(visit), factsOf(visit), { about: visit.id });
}

/** The date stands; `told` learn it with a calendar file. */
function settle(draft: TicketDraft, visit: Visit, slot: string, told: Party[]): void {
  const agreed = { ...visit, ...agree(visit, slot) };
  change(draft, agreed);
  const { starts, ends } = agreed.picked ?? { starts: draft.at, ends: draft.at };
  const ball = draft.deal('visit', visitor(visit), { key: visit.id, from: ends });
  ball.steps.push(...appointmentReminders(draft.state, starts, draft.at, told));
  turn(draft, ball, []);
  const facts = { ...factsOf(visit), starts, ends, sequence: agreed.sequence };
  draft.tell('appointmentAgreed', readers(visit), facts);
  for (const side of told) draft.write('appointmentAgreed', side, facts, { about: visit.id });
}

/** The date falls away; `told` take it out of their calendars. */
function fallAway(draft: TicketDraft, visit: Visit, told: Party[]): void {
  const date = { ...factsOf(visit), ...dateOf(visit) };
  draft.tell('appointmentMoved', readers(visit), date);
  const note = { ...date, sequence: visit.sequence + 1 };
  for (const side of told)
    if (side.role !== 'management') draft.write('appointmentMoved', side, note, { about: visit.id });
}

/** Dates are to be found anew, which is ours to do. */
function again(draft: TicketDraft, visit: Visit): Visit {
  const next = { ...visit, ...nextRound(visit) };
  change(draft, next);
  turn(draft, draft.deal('arrange', visitor(visit), { key: visit.id }), []);
  return next;
}

/** Ends a visit that will not take place, and tells who expects it. */
function cancel(draft: TicketDraft, visit: Visit): void {
  const sequence = visit.sequence + (visit.picked ? 1 : 0);
  change(draft, { ...visit, status: 'cancelled', sequence });
  draft.drop(visit.id);
  if (visit.status === 'open') return;
  const facts = { ...factsOf(visit), ...dateOf(visit), sequence };
  for (const side of visit.picked ? bothSides(visit) : [visit.with])
    if (side.role !== 'management') draft.write('appointmentCancelled', side, facts, { about: visit.id });
}

/** Whoever has the ball about a visit has the ball: what was ours to decide waits for it. */
function turn(draft: TicketDraft, ball: Ball, offered: Slot[]): void {
  const { state } = draft;
  draft.drop('ours');
  const last = offered
    .map(({ starts }) => starts)
    .sort()
    .at(-1);
  const kept = last === undefined ? ball : endingBy(state, ball, last);
  kept.steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  state.balls = state.balls.map((dealt) => (dealt === ball ? kept : dealt));
}

function change({ state }: TicketDraft, visit: Visit): void {
  state.visits = state.visits?.map((known) => (known.id === visit.id ? visit : known));
}

function factsOf({ id, ticket }: Visit) {
  return { appointment: id, ticket };
}

function dateOf({ picked }: Visit) {
  return { starts: picked?.starts ?? null, ends: picked?.ends ?? null };
}

function visitor({ visitor: id }: Visit): Party {
  return { role: 'employee', id };
}

/** Those who keep the date: whoever opens, where that is not us, and who comes. */
function bothSides(visit: Visit): Party[] {
  return isUs(visit.with) ? [visitor(visit)] : [visit.with, visitor(visit)];
}

/** Who reads of it besides us: whoever reported, and whoever opens. */
function readers(visit: Visit): Audience[] {
  return [...new Set<Audience>(['reporter', ...audienceOf(visit.with)])];
}
