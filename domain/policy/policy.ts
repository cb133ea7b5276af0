import type { OfficeHours, Period } from '../time/workingTime.ts';

/** How pressing a matter is: an emergency runs in clock time and ignores office and quiet hours. */
export const urgencies = ['emergency', 'urgent', 'normal'] as const;
export type Urgency = (typeof urgencies)[number];

/** What is awaited of whoever has the ball; each has a period, reminders and escalations in the policy. */
export const stages = [
  'triage',
  'decide',
  'clarification',
  'forwarded',
  'approval',
  'ordered',
  'confirm',
  'acceptance',
  'disputed',
  'arrange',
  'visit',
  'join',
  'offer',
  'question',
  'propose',
  'pick',
  'counter',
  'perform',
  'reportMissing',
  'silent',
  'unplaced',
  'remainder',
  'impossible',
  'settle',
  'todo',
  'ownTodo',
  'todoLate',
  'reassign',
  'wrapUp',
  'answer',
  'missing',
  'announce',
] as const;
export type Stage = (typeof stages)[number];

/** Who is told when a period of ours runs out: the employees on call, or all managers. */
export type EscalationTarget = 'onCall' | 'managers';

/**
 * What happens while a stage lasts. Reminders and escalations are counted from its beginning; `expires` passes the
 * ball on when the period is over; `repeat` goes on telling the managers, so that nothing open is ever silent.
 */
export interface StageRule {
  period: Period;
  reminders: Period[];
  escalations: { after: Period; to: EscalationTarget }[];
  expires: boolean;
  repeat?: Period;
}

/** One version of a workspace's rules for reminders and escalations. A running lifecycle keeps the version it has. */
export interface Policy {
  version: number;
  office: OfficeHours;
  stages: Record<Urgency, Record<Stage, StageRule>>;
}

/** Rules that differ from the ones that every workspace starts with, by urgency and stage. */
export type StageChanges = Partial<Record<Urgency, Partial<Record<Stage, StageRule>>>>;

/** What a lifecycle carries of its policy: only what differs from the built-in one, for its own category. */
export interface PolicyRules {
  office?: OfficeHours;
  stages: StageChanges;
}

/** A policy as a manager writes it: the office's hours, rules for all tickets, and others for single categories. */
export interface PolicyDocument {
  office: OfficeHours;
  stages: StageChanges;
  categories: Record<string, StageChanges>;
}
