import { m } from '../../../.build/i18n/messages.js';
import type { AppointmentStatus } from '../../../domain/appointments/rules.ts';
import type { CompletionResult } from '../../../domain/lifecycle/facts.ts';
import type { Urgency } from '../../../domain/policy/policy.ts';
import type { rejectionReasons } from '../../../domain/ticket/rejection.ts';
import type { TicketOutcome, TicketPhase } from '../../../domain/ticket/state.ts';
import type { declineReasons } from '../../../domain/workOrder/commands.ts';
import type { OrderOutcome, OrderPhase } from '../../../domain/workOrder/state.ts';
import type { Tone } from '../../ui/tones.ts';

type Words<Key extends string> = Record<Key, () => string>;

const urgency: Words<Urgency> = {
  emergency: () => m.lifecycle_urgency_emergency(),
  urgent: () => m.lifecycle_urgency_urgent(),
  normal: () => m.lifecycle_urgency_normal(),
};
const phase: Words<TicketPhase> = {
  received: () => m.lifecycle_phase_received(),
  new: () => m.lifecycle_phase_new(),
  open: () => m.lifecycle_phase_open(),
  ordered: () => m.lifecycle_phase_ordered(),
  confirming: () => m.lifecycle_phase_confirming(),
  acceptance: () => m.lifecycle_phase_acceptance(),
  disputed: () => m.lifecycle_phase_disputed(),
  closed: () => m.lifecycle_phase_closed(),
};
const outcome: Words<TicketOutcome> = {
  done: () => m.lifecycle_outcome_done(),
  notNeeded: () => m.lifecycle_outcome_not_needed(),
  rejected: () => m.lifecycle_outcome_rejected(),
  withdrawn: () => m.lifecycle_outcome_withdrawn(),
  merged: () => m.lifecycle_outcome_merged(),
};
const orderPhase: Words<OrderPhase> = {
  joining: () => m.lifecycle_order_joining(),
  offered: () => m.lifecycle_order_offered(),
  unplaced: () => m.lifecycle_order_unplaced(),
  running: () => m.lifecycle_order_running(),
  returned: () => m.lifecycle_order_returned(),
  done: () => m.lifecycle_order_done(),
  closed: () => m.lifecycle_order_closed(),
};
const orderOutcome: Words<OrderOutcome> = {
  accepted: () => m.lifecycle_order_outcome_accepted(),
  cancelled: () => m.lifecycle_order_outcome_cancelled(),
  refused: () => m.lifecycle_order_outcome_refused(),
};
const rejection: Words<(typeof rejectionReasons)[number]> = {
  notOurs: () => m.lifecycle_reject_not_ours(),
  duplicate: () => m.lifecycle_reject_duplicate(),
  tooVague: () => m.lifecycle_reject_too_vague(),
  ownResponsibility: () => m.lifecycle_reject_own_responsibility(),
  other: () => m.lifecycle_reject_other(),
};
const decline: Words<(typeof declineReasons)[number]> = {
  noCapacity: () => m.lifecycle_decline_no_capacity(),
  notOurTrade: () => m.lifecycle_decline_not_our_trade(),
  tooFar: () => m.lifecycle_decline_too_far(),
  terms: () => m.lifecycle_decline_terms(),
  other: () => m.lifecycle_decline_other(),
};
const completion: Words<CompletionResult> = {
  done: () => m.lifecycle_completion_done(),
  partial: () => m.lifecycle_completion_partial(),
  impossible: () => m.lifecycle_completion_impossible(),
};
const appointment: Words<AppointmentStatus> = {
  open: () => m.lifecycle_appointment_open(),
  proposed: () => m.lifecycle_appointment_proposed(),
  countered: () => m.lifecycle_appointment_countered(),
  agreed: () => m.lifecycle_appointment_agreed(),
  held: () => m.lifecycle_appointment_held(),
  missed: () => m.lifecycle_appointment_missed(),
  cancelled: () => m.lifecycle_appointment_cancelled(),
};

const lists = { urgency, phase, outcome, orderPhase, orderOutcome, rejection, decline, completion, appointment };

/** The word for a kind, as people read it: `sayWord('urgency', 'urgent')` is "Dringend". An unknown one is itself. */
export function sayWord(list: keyof typeof lists, kind: unknown): string {
  const words: Record<string, (() => string) | undefined> = lists[list];
  return words[String(kind)]?.() ?? String(kind);
}

const urgencyTones: Record<Urgency, Tone> = { emergency: 'late', urgent: 'late', normal: 'neutral' };

/** The tone of an urgency; what is pressing is red. */
export const urgencyTone = (kind: Urgency): Tone => urgencyTones[kind];
