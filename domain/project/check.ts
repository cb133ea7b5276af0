import type { DomainErrorCode } from '../errors.ts';
import { calendarOf } from '../lifecycle/ball.ts';
import { type Actor, isUs } from '../parties.ts';
import type { ProjectAct, ProjectCommand } from './commands.ts';
import { isParty } from './draft.ts';
import { dateOf, endOfDay, inOrder } from './plan.ts';
import {
  isEnded,
  isSameParty,
  JOINED_MOST,
  type Joined,
  NEEDS_MOST,
  needsOf,
  PARTIES_MOST,
  type ProjectState,
  type Responsible,
  responsible,
  TODOS_MOST,
  type Todo,
  todoOf,
  toMinute,
  type When,
} from './state.ts';

/** What whoever is responsible for a to-do may do about it; everything else is the management's. */
export const byResponsible: ReadonlySet<ProjectCommand['type']> = new Set([
  'begin',
  'done',
  'reopen',
  'tick',
  'comment',
]);

/**
 * Whether an act may be done in this state: null, or the code of the sentence that says why not. A command that was
 * applied before is allowed (it has no second effect). Whether somebody sits on the board is the API's question.
 */
export function check(state: ProjectState | null, { id, actor, at, command }: ProjectAct): DomainErrorCode | null {
  const management = actor.kind === 'employee' || actor.kind === 'system';
  if (command.type === 'start') {
    if (!management) return 'forbidden';
    if (state !== null) return state.applied.includes(id) ? null : 'conflictingChange';
    return checkStart(command);
  }
  if (state === null) return 'notFound';
  if (state.applied.includes(id)) return null;
  if (state.phase === 'closed') return 'closed';
  if (!management && !byResponsible.has(command.type)) return 'forbidden';
  switch (command.type) {
    case 'add':
      return checkAdd(state, command, at);
    case 'comment':
      if (command.todo === null) return management ? null : 'forbidden';
      return checkOwn(state, actor, command.todo);
    case 'rename':
      return command.todo === null || todoOf(state, command.todo) ? null : 'notFound';
    case 'lead':
      return command.to === state.lead ? 'notAllowedNow' : null;
    case 'left':
      return leads(state, command.who) ||
        state.todos.some(
          (todo) => !isEnded(todo) && todo.back !== 'left' && isSameParty(responsible(state, todo), command.who),
        )
        ? null
        : 'notAllowedNow';
    case 'join':
      if (isJoined(state, command)) return 'notAllowedNow';
      return (state.joined?.length ?? 0) < JOINED_MOST ? null : 'tooMany';
    case 'part':
      return isJoined(state, command) ? null : 'notAllowedNow';
    case 'cancel':
      return null;
    case 'close':
      return state.todos.every(isEnded) ? null : 'todosOpen';
    case 'movePolicy':
      return command.policy === state.policy ? 'notAllowedNow' : null;
    default:
      return checkOwn(state, actor, command.todo) ?? checkTodo(state, command, at);
  }
}

/** Whether somebody leads a project. */
export function leads({ lead }: Pick<ProjectState, 'lead'>, who: Responsible): boolean {
  return who.role === 'employee' && who.id === lead;
}

function isJoined(state: ProjectState, { noun, id }: Joined): boolean {
  return state.joined?.some((each) => each.noun === noun && each.id === id) ?? false;
}

function checkOwn(state: ProjectState, actor: Actor, n: number): DomainErrorCode | null {
  const todo = todoOf(state, n);
  if (!todo) return 'notFound';
  if (actor.kind === 'employee' || actor.kind === 'system') return null;
  const party = responsible(state, todo);
  // Who left has no part in it any more, and a board is whoever sits on it.
  if (todo.back === 'left') return 'forbidden';
  return isParty(actor, party) || (party.role === 'advisoryBoard' && actor.kind === 'person') ? null : 'forbidden';
}

type OnTodo = Extract<ProjectCommand, { todo: number }> & {
  type: Exclude<ProjectCommand['type'], 'comment' | 'rename'>;
};

function checkTodo(state: ProjectState, command: OnTodo, at: string): DomainErrorCode | null {
  const todo = todoOf(state, command.todo)!;
  if (command.type === 'reopen') return isEnded(todo) || todo.begun ? null : 'notAllowedNow';
  if (isEnded(todo)) return 'notAllowedNow';
  switch (command.type) {
    case 'begin':
      return todo.since === undefined ? 'todoWaits' : todo.begun ? 'notAllowedNow' : null;
    case 'done':
      return todo.since === undefined ? 'todoWaits' : null;
    case 'tick':
      return (((todo.ticked ?? 0) >> command.item) & 1) === Number(command.ticked) ? 'notAllowedNow' : null;
    case 'move':
      return checkPlan(state, command.todo, { ...todo, ...movedPlan(todo, command.when) }, command.when, at);
    case 'depend': {
      const needs = [...new Set(command.needs)];
      return checkPlan(state, command.todo, { ...todo, needs }, null, at);
    }
    case 'assign': {
      const refused = checkParty(state, command.to);
      if (refused) return refused;
      if (todo.back === undefined && isSameParty(responsible(state, todo), command.to)) return 'notAllowedNow';
      // Nobody is given what is late already: it has to have a date first.
      return isUs(command.to) || todo.due > toMinute(at) ? null : 'datePast';
    }
    default:
      return null;
  }
}

/** The plan of a to-do that is given another date: what its period followed stays needed. */
export function movedPlan(todo: Pick<Todo, 'when' | 'needs'>, when: When): Pick<Todo, 'when' | 'needs'> {
  if (!('after' in todo.when) || 'after' in when) return { when, ...(todo.needs && { needs: todo.needs }) };
  return { when, needs: needsOf(todo) };
}

function checkParty(state: ProjectState, party: Responsible): DomainErrorCode | null {
  const known = state.parties.some((each) => isSameParty(each, party));
  return known || state.parties.length < PARTIES_MOST ? null : 'tooMany';
}

function checkAdd(state: ProjectState, { who, when, needs }: Extract<ProjectCommand, { type: 'add' }>, at: string) {
  if (state.todos.length >= TODOS_MOST) return 'tooMany' as const;
  return (
    checkParty(state, who) ?? checkPlan(state, state.todos.length + 1, { when, ...(needs && { needs }) }, when, at)
  );
}

/** A plan with another to-do, or one changed: no cycle, nothing unknown, no date in the past or before what it needs. */
function checkPlan(
  state: ProjectState,
  n: number,
  plan: Pick<Todo, 'when' | 'needs'>,
  when: When | null,
  at: string,
): DomainErrorCode | null {
  const todos: Pick<Todo, 'when' | 'needs'>[] = [...state.todos];
  todos[n - 1] = plan;
  const refused = checkNeeds(todos);
  if (refused) return refused;
  if (when === null) return null;
  const calendar = calendarOf(state);
  const due = dateOf(state.todos, { ...plan, due: 0 }, calendar);
  if (due <= toMinute(at)) return 'datePast';
  return 'on' in when && due !== endOfDay(when.on, calendar) ? 'dateBeforeNeeded' : null;
}

function checkNeeds(todos: readonly Pick<Todo, 'when' | 'needs'>[]): DomainErrorCode | null {
  let count = 0;
  for (const todo of todos) {
    const needs = needsOf(todo);
    count += needs.length;
    if (needs.some((n) => n > todos.length)) return 'notFound';
  }
  if (count > NEEDS_MOST) return 'tooMany';
  return inOrder(todos) === null ? 'planCycle' : null;
}

function checkStart({ parties, todos }: Extract<ProjectCommand, { type: 'start' }>): DomainErrorCode | null {
  if (todos.some(({ who }) => who >= parties.length)) return 'badInput';
  return checkNeeds(todos.map(({ when, needs }) => ({ when, ...(needs && { needs }) })));
}
