import { type Ball, calendarOf, deal, ruleOf, type Step } from '../lifecycle/ball.ts';
import { isUs } from '../parties.ts';
import type { Stage } from '../policy/policy.ts';
import { type Instant, toMillis } from '../time/berlin.ts';
import { after, before } from '../time/workingTime.ts';
import {
  fromMinute,
  isEnded,
  type Minute,
  type ProjectState,
  type Responsible,
  responsible,
  type Todo,
  toMinute,
} from './state.ts';

const us: Responsible = { role: 'management' };

/** What is awaited of whoever has a to-do's ball. */
export function stageOf(state: Pick<ProjectState, 'parties'>, todo: Todo): Stage {
  if (todo.back === 'left') return 'reassign';
  if (todo.back === 'late') return 'todoLate';
  return isUs(responsible(state, todo)) ? 'ownTodo' : 'todo';
}

/** Who has a to-do's ball: who is responsible, the management where that came to nothing. */
export function holderOf(state: Pick<ProjectState, 'parties'>, todo: Todo): Responsible {
  return todo.back === undefined ? responsible(state, todo) : us;
}

/**
 * All steps of a to-do whose turn it is. Those of its own date are counted from as long before it as the policy's period
 * says, so that the period ends with the date; what has come back to us runs from then.
 */
function fullBall(state: ProjectState, n: number, todo: Todo, since: Minute): Ball {
  const stage = stageOf(state, todo);
  const on = holderOf(state, todo);
  const key = String(n);
  if (todo.back !== undefined) return deal(state, stage, on, fromMinute(since), { key });
  const until = fromMinute(todo.due);
  const from = before(until, ruleOf(state, stage).period, calendarOf(state));
  const dealt = deal(state, stage, on, fromMinute(since), { key, from });
  const steps = dealt.steps.flatMap((step): Step[] => {
    if (step.kind === 'expiry') return [{ ...step, at: until }];
    // Nobody is reminded of a date that has passed, and nothing escalates before it has.
    if (step.kind === 'reminder') return step.at < until ? [step] : [];
    return [step.at < until ? { ...step, at: until } : step];
  });
  return { ...dealt, until, steps };
}

/** The ball of a to-do with the steps that are still to come, or null while it is nobody's turn. */
export function ballOf(state: ProjectState, n: number): Ball | null {
  const todo = state.todos[n - 1];
  if (!todo || isEnded(todo) || todo.since === undefined) return null;
  const ball = fullBall(state, n, todo, todo.since);
  const next = todo.next === undefined ? null : fromMinute(todo.next);
  if (next === null) return { ...ball, steps: [] };
  const steps = ball.steps.flatMap((step): Step[] =>
    step.at >= next ? [step] : step.every || step.kind === 'expiry' ? [{ ...step, at: next }] : [],
  );
  return { ...ball, steps };
}

/** When the next step of a to-do follows, after `at`; undefined when there is none. */
export function nextStep(state: ProjectState, todo: Todo, at: Instant): Minute | undefined {
  if (todo.since === undefined) return undefined;
  const { steps, until } = fullBall(state, 0, todo, todo.since);
  const coming = steps.find((step) => step.at > at);
  if (coming) return minuteUp(coming.at);
  const again = steps.find(({ every }) => every !== undefined);
  if (again?.every) return minuteUp(after(at, again.every, calendarOf(state)));
  // A date that has passed when its turn comes is late at once.
  return steps.some(({ kind }) => kind === 'expiry') ? Math.max(toMinute(until), toMinute(at)) : undefined;
}

/** The first whole minute from an instant on: nothing rings before its time. */
export function minuteUp(at: Instant): Minute {
  return Math.ceil(toMillis(at) / 60_000);
}

/** The balls of those to-dos whose steps come next: what the lifecycle's one alarm is set by. */
export function nearestBalls(state: ProjectState): Ball[] {
  let nearest: Minute = Number.POSITIVE_INFINITY;
  let numbers: number[] = [];
  state.todos.forEach(({ next }, index) => {
    if (next === undefined || next > nearest) return;
    if (next < nearest) numbers = [];
    nearest = next;
    numbers.push(index + 1);
  });
  // One is enough for the alarm: what is due with it is found by its date.
  return numbers.slice(0, 1).flatMap((n) => ballOf(state, n) ?? []);
}

/**
 * On whom the project waits, what is due first on top, our own before others'; at most `most`. Never empty while it is
 * open, empty when it is closed.
 */
export function waiting(state: ProjectState, most = Number.POSITIVE_INFINITY): Ball[] {
  if (state.phase === 'closed') return [];
  const open = state.todos.flatMap((todo, index) =>
    todo.since === undefined || isEnded(todo)
      ? []
      : [{ n: index + 1, due: todo.due, ours: isUs(holderOf(state, todo)) ? 0 : 1 }],
  );
  if (open.length === 0) return state.balls;
  open.sort((a, b) => a.due - b.due || a.ours - b.ours || a.n - b.n);
  return open.slice(0, most).flatMap(({ n }) => ballOf(state, n) ?? []);
}
