import { calendarOf } from '../lifecycle/ball.ts';
import type { Draft } from '../lifecycle/draft.ts';
import type { Audience, Outcome } from '../lifecycle/outcome.ts';
import type { Actor } from '../parties.ts';
import { nearestBalls, nextStep } from './balls.ts';
import { type Move, replanned } from './plan.ts';
import {
  isEnded,
  needsOf,
  type ProjectState,
  type Responsible,
  responsible,
  type Todo,
  todoOf,
  toMinute,
} from './state.ts';

/** A project tells other lifecycles nothing: it only names them. */
export type ProjectOutcomeData = Outcome<ProjectState, never>;
export type ProjectDraft = Draft<ProjectState, never>;

export const us: Responsible = { role: 'management' };

/** How many dates a message names; the timeline names all. */
const TOLD_MOST = 20;

/** A party as a reader of the timeline, besides the management. */
export function readerOf(party: Responsible): Audience[] {
  switch (party.role) {
    case 'person':
      return [`person:${party.id}`];
    case 'contractor':
      return [`contractor:${party.id}`];
    case 'advisoryBoard':
      return ['advisoryBoard'];
    default:
      return [];
  }
}

/** Who hears of a to-do: who is responsible, and nobody but us once they have left. */
export function hearerOf(state: Pick<ProjectState, 'parties'>, todo: Todo): Responsible {
  return todo.back === 'left' ? us : responsible(state, todo);
}

/** Who reads what happens to a to-do. */
export function readersOf(state: ProjectState, n: number): Audience[] {
  const todo = todoOf(state, n);
  return todo ? readerOf(hearerOf(state, todo)) : [];
}

/** Whether somebody who acts is this party themself. */
export function isParty(actor: Actor, party: Responsible): boolean {
  if (actor.kind === 'employee') return party.role === 'employee' && party.id === actor.id;
  if (actor.kind === 'person') return party.role === 'person' && party.id === actor.id;
  return actor.kind === 'contractor' && party.role === 'contractor' && party.id === actor.id;
}

/** A to-do with other values; what is given as undefined is taken away. */
export function set(draft: ProjectDraft, n: number, change: { [K in keyof Todo]?: Todo[K] | undefined }): void {
  const next = { ...todoOf(draft.state, n), ...change };
  for (const key of Object.keys(change) as (keyof Todo)[]) if (next[key] === undefined) delete next[key];
  draft.state.todos = draft.state.todos.with(n - 1, next as Todo);
}

/** The place of a party among the project's, which gains it if it was none. */
export function placeOf(draft: ProjectDraft, party: Responsible): number {
  const known = draft.state.parties.findIndex((each) => JSON.stringify(each) === JSON.stringify(party));
  if (known >= 0) return known;
  draft.state.parties = [...draft.state.parties, party];
  return draft.state.parties.length - 1;
}

/** Dates what depends on these to-dos anew and tells those whose dates moved. Returns what moved. */
export function replan(draft: ProjectDraft, changed: readonly number[]): Move[] {
  const { todos, moves } = replanned(draft.state.todos, changed, calendarOf(draft.state));
  draft.state.todos = todos;
  for (const { todo: n } of moves) {
    const todo = todoOf(draft.state, n)!;
    // What has come back to us for being late has its time again, if its date lies ahead.
    if (todo.back === 'late' && todo.due > toMinute(draft.at))
      set(draft, n, { back: undefined, since: toMinute(draft.at) });
    if (todo.since !== undefined) set(draft, n, { next: nextStep(draft.state, todoOf(draft.state, n)!, draft.at) });
  }
  const told = new Map<number, Move[]>();
  for (const move of moves) {
    const todo = todoOf(draft.state, move.todo)!;
    if (todo.back !== 'left') told.set(todo.who, [...(told.get(todo.who) ?? []), move]);
  }
  for (const [who, theirs] of told) {
    const party = draft.state.parties[who] ?? us;
    if (isParty(draft.actor, party)) continue;
    // Whose own date is ours to plan is not told of it by mail: the desk shows it.
    if (party.role === 'management') continue;
    const facts = { moves: theirs.slice(0, TOLD_MOST).map((move) => ({ ...move })), count: theirs.length };
    draft.write('todosMoved', party, facts, { about: String(who) });
  }
  return moves;
}

/**
 * What follows from what changed: whose turn it is now, whose no longer, and whether anything is left to do. Those whose
 * turn has come are told, but for whoever has just acted and for `silent` beginnings.
 */
export function settle(draft: ProjectDraft, { silent = false } = {}): void {
  const { state } = draft;
  const at = toMinute(draft.at);
  const ready = new Map<number, number[]>();
  for (let n = 1; n <= state.todos.length; n += 1) {
    const todo = state.todos[n - 1]!;
    if (isEnded(todo)) continue;
    const isTurn = needsOf(todo).every((needed) => isEnded(state.todos[needed - 1]!));
    if (isTurn && todo.since === undefined) {
      const due = { ...todo, since: at };
      set(draft, n, { since: at, next: nextStep(state, due, draft.at) });
      if (todo.back !== 'left') ready.set(todo.who, [...(ready.get(todo.who) ?? []), n]);
    } else if (!isTurn && todo.since !== undefined) {
      const back = todo.back === 'left' ? todo.back : undefined;
      set(draft, n, { since: undefined, next: undefined, begun: undefined, back });
    }
  }
  if (!silent)
    for (const [who, numbers] of ready) {
      const party = state.parties[who] ?? us;
      if (isParty(draft.actor, party) || party.role === 'management') continue;
      draft.write(
        'todoReady',
        party,
        { todos: numbers.slice(0, TOLD_MOST).map(String), count: numbers.length },
        { about: String(who) },
      );
    }
  if (state.todos.every(isEnded)) {
    if (!state.balls.some(({ key }) => key === 'wrapUp')) {
      state.balls = [];
      draft.deal('wrapUp', us);
    }
  } else state.balls = nearestBalls(state);
}
