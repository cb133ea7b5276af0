import type { Template } from '../lifecycle/outcome.ts';
import type { Placeholder } from './placeholders.ts';

/** The messages to people outside to which the office may add words of its own. */
export const addable = [
  'reportReceived',
  'ticketRejected',
  'ticketForwarded',
  'clarificationAsked',
  'clarificationAnswered',
  'noteAdded',
  'approvalAsked',
  'ownerInformed',
  'ticketOrdered',
  'slotsProposed',
  'appointmentAgreed',
  'appointmentMoved',
  'appointmentCancelled',
  'appointmentMissed',
  'appointmentTomorrow',
  'confirmCompletion',
  'ticketClosed',
  'ticketReopened',
  'ticketMerged',
  'followStarted',
  'followedClosed',
  'reminder',
  'orderOffered',
  'orderWithdrawn',
  'proposeSlots',
  'slotsCountered',
  'reworkDemanded',
  'workAccepted',
] as const satisfies readonly Template[];
export type Addable = (typeof addable)[number];

/** Those of them that go to contractors; the others go to residents and owners, a reminder to both. */
export const toContractors: ReadonlySet<Addable> = new Set([
  'orderOffered',
  'orderWithdrawn',
  'proposeSlots',
  'slotsCountered',
  'reworkDemanded',
  'workAccepted',
]);

/** How long an addition may be. */
export const ADDITION_LONGEST = 1_500;

/** What an addition may name: what is known of every message. */
export const inAdditions: readonly Placeholder[] = ['name', 'number', 'title', 'address', 'company'];
