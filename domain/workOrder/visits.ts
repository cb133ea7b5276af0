import {
  type Appointment,
  agree,
  checkPick,
  checkSlots,
  nextRound,
  offerSlots,
  type Slot,
  ticketsOf,
} from '../appointments/rules.ts';
import type { DomainErrorCode } from '../errors.ts';
import { appointmentReminders, endingBy } from '../lifecycle/ball.ts';
import type { CompletionResult } from '../lifecycle/facts.ts';
import { type Actor, isUs } from '../parties.ts';
import { berlinClock, type Instant } from '../time/berlin.ts';
import type { OrderCommand } from './commands.ts';
import { contractorParty, everyone, type OrderDraft, us } from './draft.ts';
import type { OrderState } from './state.ts';

type AppointmentCommand = Extract<OrderCommand, { appointment: string }>;

/** Whether an act on a visit may be done now: null, or the code of the sentence that says why not. */
export function checkAppointment(
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

/** What an act on a visit that `checkAppointment` allowed leads to. */
export function applyAppointment(draft: OrderDraft, actor: Actor, command: AppointmentCommand): void {
  const { state } = draft;
  const known = state.appointments.find((candidate) => candidate.id === command.appointment);
  if (!known) throw new RangeError('no such appointment');
  const facts = { appointment: known.id, ticket: known.ticket };
  const contractor = contractorParty(state);
  const byContractor = actor.kind === 'contractor';
  // Who acts knows it; when we act for one of them, both are told.
  const others = byContractor ? [known.with] : actor.kind === 'employee' ? [known.with, contractor] : [contractor];
  switch (command.type) {
    case 'proposeSlots':
    case 'counterSlots': {
      const by = command.type === 'proposeSlots' ? 'contractor' : 'dwelling';
      setAppointment(draft, offerSlots(known, by, command.slots));
      draft.tell(command.type === 'proposeSlots' ? 'slotsProposed' : 'slotsCountered', everyone(state), {
        ...facts,
        slots: command.slots,
      });
      askFor(draft, known, by, command.slots);
      break;
    }
    case 'pickSlot': {
      const agreed = agree(known, command.slot);
      setAppointment(draft, agreed);
      const picked = agreed.picked ?? { starts: draft.at, ends: draft.at };
      const ball = draft.deal('perform', contractor, { key: known.id, from: picked.ends });
      ball.steps.push(...appointmentReminders(state, picked.starts, draft.at, [known.with, contractor]));
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
      for (const other of others) draft.write('appointmentMoved', other, note, { about: known.id });
      if (command.slots) askFor(draft, known, by, command.slots);
      else draft.deal('propose', contractor, { key: known.id });
      break;
    }
    case 'missAppointment': {
      const again = nextRound(known);
      setAppointment(draft, again);
      draft.tell('appointmentMissed', everyone(state), { ...facts, absent: command.absent });
      draft.deal('propose', contractor, { key: known.id });
      const note = { ...facts, absent: command.absent, sequence: again.sequence };
      for (const other of others) draft.write('appointmentMissed', other, note, { about: known.id });
      draft.write('appointmentMissed', us, note, { about: known.id });
      break;
    }
    case 'newRound':
      setAppointment(draft, nextRound(known));
      draft.tell('newRound', everyone(state), facts);
      draft.deal('propose', contractor, { key: known.id });
      draft.write('proposeSlots', contractor, facts, { about: known.id });
      break;
  }
}

/** Passes offered slots to the other side, whose turn ends at the latest when the last of them has begun. */
function askFor(draft: OrderDraft, known: Appointment, by: 'contractor' | 'dwelling', offered: Slot[]): void {
  const { state } = draft;
  const to = by === 'contractor' ? known.with : contractorParty(state);
  const ball = draft.deal(by === 'contractor' ? 'pick' : 'counter', to, { key: known.id });
  const last =
    offered
      .map(({ starts }) => starts)
      .sort()
      .at(-1) ?? draft.at;
  state.balls = state.balls.map((dealt) => (dealt === ball ? endingBy(state, ball, last) : dealt));
  const facts = { appointment: known.id, ticket: known.ticket };
  draft.write(by === 'contractor' ? 'slotsProposed' : 'slotsCountered', to, facts, { about: known.id });
}

export function setAppointment(draft: OrderDraft, appointment: Appointment): void {
  draft.state.appointments = draft.state.appointments.map((known) =>
    known.id === appointment.id ? appointment : known,
  );
}

/** Tells that a date falls away: the dwelling that was offered or had agreed one, the contractor who had agreed. */
function tellCancelled(draft: OrderDraft, before: Appointment, sequence: number): void {
  const { id, ticket, status, picked } = before;
  if (status === 'open' || status === 'held' || status === 'cancelled') return;
  const facts = { appointment: id, ticket, starts: picked?.starts ?? null, ends: picked?.ends ?? null, sequence };
  draft.write('appointmentCancelled', before.with, facts, { about: id });
  const contractor = contractorParty(draft.state);
  if (picked && !isUs(contractor)) draft.write('appointmentCancelled', contractor, facts, { about: id });
}

/** Frees a visit of the contractor who steps back, for the next one. */
export function freeVisit(draft: OrderDraft, appointment: Appointment): void {
  if (appointment.status === 'open') return;
  const freed = nextRound(appointment);
  setAppointment(draft, freed);
  tellCancelled(draft, appointment, freed.sequence);
}

/** Ends a visit that will not take place; one that was held stays so. */
export function cancelVisit(draft: OrderDraft, appointment: Appointment): void {
  if (appointment.status === 'held' || appointment.status === 'cancelled') return;
  const sequence = appointment.sequence + (appointment.picked ? 1 : 0);
  setAppointment(draft, { ...appointment, status: 'cancelled', sequence });
  tellCancelled(draft, appointment, sequence);
  draft.drop(appointment.id);
}

/** Ends the visits all of whose tickets were reported: held where they have begun, else not to take place. */
export function endVisitsOf(draft: OrderDraft, reported: ReadonlyMap<string, CompletionResult>): void {
  const { tickets } = draft.state;
  for (const appointment of draft.state.appointments) {
    const its = ticketsOf(appointment);
    const waits = (id: string) =>
      tickets.some((ticket) => ticket.id === id && ticket.answer === 'joined' && ticket.completion === null);
    if (!its.some((id) => reported.has(id)) || its.some(waits)) continue;
    endVisit(
      draft,
      appointment,
      its.some((id) => reported.get(id) === 'done'),
    );
    draft.drop(appointment.id);
  }
}

/** A visit without a ticket of its: it falls away, or stays for the other tickets of the dwelling. */
export function leaveVisit(draft: OrderDraft, appointment: Appointment, ticket: string): void {
  const rest = ticketsOf(appointment).filter(
    (id) =>
      id !== ticket && draft.state.tickets.some((one) => one.id === id && one.answer === 'joined' && !one.accepted),
  );
  const [first, ...also] = rest;
  if (first) setAppointment(draft, { ...appointment, ticket: first, also });
  else cancelVisit(draft, appointment);
}

/**
 * Ends all visits: those that have begun (when the work is done, also those of later today) were held, the others
 * will not take place.
 */
export function endVisits(draft: OrderDraft, done: boolean): void {
  for (const appointment of draft.state.appointments) endVisit(draft, appointment, done);
}

function endVisit(draft: OrderDraft, appointment: Appointment, done: boolean): void {
  const { status, picked } = appointment;
  const begun = picked && (picked.starts <= draft.at || (done && isSameDay(picked.starts, draft.at)));
  if (status === 'agreed' && begun) setAppointment(draft, { ...appointment, status: 'held' });
  else cancelVisit(draft, appointment);
}

function isSameDay(a: Instant, b: Instant): boolean {
  return berlinClock(a).day === berlinClock(b).day;
}
