import { z } from 'zod';
import type { Ball, Timing } from '../lifecycle/ball.ts';
import { type Day, type Instant, MINUTE, toInstant, toMillis } from '../time/berlin.ts';
import type { Period } from '../time/workingTime.ts';

/** Where a project stands. */
export const projectPhases = ['running', 'closed'] as const;
export type ProjectPhase = (typeof projectPhases)[number];

/** How a project ended. */
export const projectOutcomes = ['done', 'cancelled'] as const;
export type ProjectOutcome = (typeof projectOutcomes)[number];

/** How many to-dos, dependencies and parties a project has at the most: its state stays under 64 KiB. */
export const TODOS_MOST = 500;
export const NEEDS_MOST = 1_000;
export const PARTIES_MOST = 40;
/** How many tickets, orders, campaigns and documents a project's room joins at the most. */
export const JOINED_MOST = 30;
/** How many points the checklist of one to-do has at the most. */
export const ITEMS_MOST = 12;

/** A moment as whole minutes since 1970: a to-do of a project of 500 has to fit into some hundred bytes. */
export type Minute = number;

/** The minute in which an instant lies. */
export function toMinute(at: Instant): Minute {
  return Math.floor(toMillis(at) / MINUTE);
}

/** The instant at which a minute begins. */
export function fromMinute(minute: Minute): Instant {
  return toInstant(minute * MINUTE);
}

/** Who can be responsible: we (whoever is there, or one of us), the board, an owner or resident, a contractor. */
export const responsibleParty = z.discriminatedUnion('role', [
  z.object({ role: z.literal('management') }),
  z.object({ role: z.literal('employee'), id: z.uuid() }),
  z.object({ role: z.literal('advisoryBoard') }),
  z.object({ role: z.literal('person'), id: z.uuid() }),
  z.object({ role: z.literal('contractor'), id: z.uuid() }),
]);
export type Responsible = z.infer<typeof responsibleParty>;

/** When a to-do is to be done: by the end of a day, or a period after another to-do (by its number) has ended. */
export type When = { on: Day } | { after: number; period: Period };

/**
 * One to-do. Its number is its place in the list, counted from 1: none is ever taken out. Its words, and those of its
 * checklist, are in the database.
 */
export interface Todo {
  /** Who is responsible, as a place in the project's parties. */
  who: number;
  when: When;
  /** The numbers of to-dos that have to end before this one's turn, besides the one that its period follows. */
  needs?: number[];
  /** The date that follows from all that. */
  due: Minute;
  /** Since when it is its turn (all it needs has ended). */
  since?: Minute;
  /** When the next dated step follows if nobody acts. */
  next?: Minute;
  /** Why the ball is with the management although somebody else is responsible, or was. */
  back?: 'late' | 'left';
  /** Somebody works on it. */
  begun?: true;
  /** The points of the checklist that are ticked, as bits. */
  ticked?: number;
  done?: Minute;
  dropped?: Minute;
}

/** What a project's room joins. */
export const joinedNouns = ['ticket', 'workOrder', 'campaign', 'document'] as const;
export type JoinedNoun = (typeof joinedNouns)[number];
export interface Joined {
  noun: JoinedNoun;
  id: string;
}

/** The whole truth of a project, as plain JSON: numbers, ids, kinds and dates only. */
export interface ProjectState extends Timing {
  noun: 'project';
  id: string;
  revision: number;
  phase: ProjectPhase;
  outcome: ProjectOutcome | null;
  /** The version of the template that it was started from; a running project keeps it. */
  template: { id: string; version: number } | null;
  /** The employee who leads it, to whom the management's share is told; null for whoever is there. */
  lead: string | null;
  parties: Responsible[];
  /** What is joined in its room. */
  joined?: Joined[];
  todos: Todo[];
  /** The balls whose steps come next; those of the other to-dos follow from their dates, see `waiting`. */
  balls: Ball[];
  applied: string[];
  startedAt: Instant;
  changedAt: Instant;
  closedAt: Instant | null;
}

/** The number of a to-do as commands carry it. */
export const todoNumber = z.int().min(1).max(TODOS_MOST);

/** The to-do of a number, undefined where there is none. */
export function todoOf(state: Pick<ProjectState, 'todos'>, n: number): Todo | undefined {
  return state.todos[n - 1];
}

/** Whether nothing is left to do about it. */
export function isEnded(todo: Todo): boolean {
  return todo.done !== undefined || todo.dropped !== undefined;
}

/** Who is responsible for a to-do. */
export function responsible(state: Pick<ProjectState, 'parties'>, todo: Todo): Responsible {
  return state.parties[todo.who] ?? { role: 'management' };
}

/** The numbers of everything that has to end before a to-do's turn, each once. */
export function needsOf(todo: Pick<Todo, 'when' | 'needs'>): number[] {
  const needs = todo.needs ?? [];
  return 'after' in todo.when && !needs.includes(todo.when.after) ? [todo.when.after, ...needs] : needs;
}

/** Whether two parties are the same. */
export function isSameParty(a: Responsible, b: Responsible): boolean {
  return a.role === b.role && ('id' in a ? a.id : '') === ('id' in b ? b.id : '');
}
