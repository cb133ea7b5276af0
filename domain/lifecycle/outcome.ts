import type { Actor } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import type { Recipient } from './ball.ts';

/** The lifecycles of people's matters. */
export const nouns = ['ticket', 'workOrder', 'campaign', 'project'] as const;
export type Noun = (typeof nouns)[number];

/** What messages are about: people's matters, and documents, which have no lifecycle. */
export const matters = [...nouns, 'document'] as const;
export type Matter = (typeof matters)[number];

/** The texts that people get; one file each in both languages. */
export const templates = [
  'reportReceived',
  'emergencyReported',
  'ticketRejected',
  'ticketForwarded',
  'clarificationAsked',
  'clarificationAnswered',
  'noteAdded',
  'ticketOrdered',
  'confirmCompletion',
  'completionDisputed',
  'ticketClosed',
  'ticketReopened',
  'actRetracted',
  'ticketMerged',
  'followStarted',
  'followedClosed',
  'ownerInformed',
  'approvalAsked',
  'approvalDecided',
  'orderOffered',
  'orderWithdrawn',
  'orderDeclined',
  'orderUnplaced',
  'orderAccepted',
  'proposeSlots',
  'slotsProposed',
  'slotsCountered',
  'slotsDeclined',
  'appointmentAgreed',
  'appointmentMoved',
  'appointmentCancelled',
  'appointmentMissed',
  'appointmentTomorrow',
  'workCompleted',
  'invoiceArrived',
  'reworkDemanded',
  'workAccepted',
  'ballReturned',
  'reminder',
  'escalation',
  'todosAssigned',
  'todoReady',
  'todosMoved',
  'todosDue',
  'todosLate',
  'todosEscalated',
  'todoDone',
  'todoDropped',
  'todoReopened',
  'todoTakenOver',
  'todoCommented',
  'responsibleLeft',
  'projectCancelled',
  'voteAsked',
  'receiptAsked',
  'campaignReminder',
  'campaignExtended',
  'campaignEnded',
  'campaignWithdrawn',
  'resultAnnounced',
  'proxyGiven',
  'proxyWithdrawn',
  'documentPublished',
  'documentChanged',
  'documentWithdrawn',
] as const;
export type Template = (typeof templates)[number];

/** Ids, kinds, dates and amounts; words and names stay in the database. */
export type Facts = { [key: string]: string | number | boolean | null | Facts | Facts[] | string[] };

/** Who may read an entry of the timeline. Management reads everything. */
export type Audience =
  | 'management'
  | 'reporter'
  | 'owner'
  | 'advisoryBoard'
  | 'follower'
  | 'participant'
  | `person:${string}`
  | `contractor:${string}`;

/** One thing that happened, as the timeline tells it. Words come from the command and are added when it is stored. */
export interface Happening {
  kind: string;
  at: Instant;
  actor: Actor;
  audience: Audience[];
  facts: Facts;
}

/** A message that somebody gets; unique by subject, event and person. */
export interface MessageEffect {
  kind: 'message';
  template: Template;
  to: Recipient;
  /** Distinguishes occurrences of one template within a subject. */
  event: string;
  facts: Facts;
  late?: boolean;
}

/** A fact for another lifecycle, with the revision at which it held. */
export interface SignalEffect<Fact> {
  kind: 'signal';
  noun: Noun;
  id: string;
  fact: Fact;
}

/** What a command or the clock leads to: the next state, what happened, and what has to be done about it. */
export interface Outcome<State, Fact> {
  state: State;
  happenings: Happening[];
  effects: (MessageEffect | SignalEffect<Fact>)[];
}
