import { addDays, berlinClock, berlinInstant, type Day, type Instant } from '../time/berlin.ts';
import { after, type FederalState, isHoliday, isWorkingDay, type WorkingCalendar } from '../time/workingTime.ts';
import { fromMinute, isEnded, type Minute, needsOf, type Todo, toMinute } from './state.ts';

/** What a plan is computed from: a to-do as far as its date goes. */
export type Planned = Pick<Todo, 'when' | 'needs' | 'due' | 'done' | 'dropped'>;

/** A date that has changed, as the timeline and messages tell it. */
export interface Move {
  todo: number;
  from: Instant;
  to: Instant;
}

/** The end of the first working day from `day` on: what is due on a weekend or holiday is due then. */
export function endOfDay(day: Day, calendar: WorkingCalendar): Minute {
  let next = day;
  while (!isWorkingDay(next, calendar.state, calendar.office.weekdays)) next = addDays(next, 1);
  return toMinute(berlinInstant(next, calendar.office.closes));
}

/** The end of the working day in which a moment lies, of the next one when that is over by then. */
function endOfDayOf(minute: Minute, calendar: WorkingCalendar): Minute {
  const { day } = berlinClock(fromMinute(minute));
  const end = endOfDay(day, calendar);
  return end >= minute ? end : endOfDay(addDays(day, 1), calendar);
}

/** Why a wished day is not worked on: a public holiday of the federal state, a day on which the office is shut, or null. */
export function whyNotWorked(
  day: Day,
  calendar: { state: FederalState; office: WorkingCalendar['office'] },
): 'holiday' | 'weekend' | null {
  if (isWorkingDay(day, calendar.state, calendar.office.weekdays)) return null;
  return isHoliday(day, calendar.state) ? 'holiday' : 'weekend';
}

/** When what is needed has ended, or is to end. */
function endOf(todo: Planned): Minute {
  return todo.done ?? todo.dropped ?? todo.due;
}

/**
 * The date of a to-do by its plan, given those of what it needs. Never on a day that is not worked on, and never before
 * what it needs is to end: a fixed date that lies before is put off to the end of that day.
 */
export function dateOf(todos: readonly Planned[], todo: Planned, calendar: WorkingCalendar): Minute {
  let due: Minute;
  if ('on' in todo.when) due = endOfDay(todo.when.on, calendar);
  else {
    const before = todos[todo.when.after - 1];
    const end = after(fromMinute(before ? endOf(before) : 0), todo.when.period, calendar);
    const { day } = berlinClock(end);
    due = whyNotWorked(day, calendar) === null ? toMinute(end) : endOfDay(day, calendar);
  }
  for (const n of todo.needs ?? []) {
    const needed = todos[n - 1];
    if (needed && endOf(needed) > due) due = endOfDayOf(endOf(needed), calendar);
  }
  return due;
}

/**
 * All numbers in an order in which nothing comes before what it needs, or null where that is impossible: there is a
 * cycle, or something needs itself or what does not exist.
 */
export function inOrder(todos: readonly Pick<Todo, 'when' | 'needs'>[]): number[] | null {
  const followers: number[][] = todos.map(() => []);
  const open = todos.map((todo, index) => {
    const needs = needsOf(todo);
    for (const n of needs) followers[n - 1]?.push(index + 1);
    return needs.some((n) => !(n >= 1 && n <= todos.length)) ? Number.POSITIVE_INFINITY : needs.length;
  });
  const order = open.flatMap((count, index) => (count === 0 ? [index + 1] : []));
  for (let at = 0; at < order.length; at += 1)
    for (const n of followers[order[at]! - 1]!) {
      open[n - 1]! -= 1;
      if (open[n - 1] === 0) order.push(n);
    }
  return order.length === todos.length ? order : null;
}

/** The numbers of those whose plans have changed and of everything that needs them, directly or by others, in order. */
export function touchedBy(todos: readonly Pick<Todo, 'when' | 'needs'>[], changed: readonly number[]): number[] {
  const touched = new Set(changed);
  const order = inOrder(todos) ?? [];
  for (const n of order) if (needsOf(todos[n - 1]!).some((needed) => touched.has(needed))) touched.add(n);
  return order.filter((n) => touched.has(n));
}

/**
 * The to-dos with their dates computed anew after those of `changed` were planned anew or ended, and which dates moved.
 * Only dates of what depends on them move, and never one of what has ended. The plan must be without cycles.
 */
export function replanned<T extends Planned>(
  todos: readonly T[],
  changed: readonly number[],
  calendar: WorkingCalendar,
): { todos: T[]; moves: Move[] } {
  const next = [...todos];
  const moves: Move[] = [];
  for (const n of touchedBy(next, changed)) {
    const todo = next[n - 1]!;
    if (isEnded(todo as Planned & Todo)) continue;
    const due = dateOf(next, todo, calendar);
    if (due === todo.due) continue;
    moves.push({ todo: n, from: fromMinute(todo.due), to: fromMinute(due) });
    next[n - 1] = { ...todo, due };
  }
  return { todos: next, moves };
}

/** The to-dos of a new plan with all their dates. The plan must be without cycles. */
export function planned<T extends Omit<Planned, 'due'>>(
  todos: readonly T[],
  calendar: WorkingCalendar,
): (T & { due: Minute })[] {
  const next = todos.map((todo) => ({ ...todo, due: 0 }));
  for (const n of inOrder(next) ?? []) next[n - 1] = { ...next[n - 1]!, due: dateOf(next, next[n - 1]!, calendar) };
  return next;
}
