import { addDays, berlinClock, berlinInstant, type Day, toInstant } from '../../../domain/time/berlin.ts';

export const calendarShapes = ['week', 'month', 'list'] as const;
export type CalendarShape = (typeof calendarShapes)[number];

/** Today in Berlin. */
export const berlinToday = (): Day => berlinClock(toInstant(Date.now())).day;

/** The Monday of a day’s week. */
export function mondayOf(day: Day): Day {
  return addDays(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));
}

/** The first day that a shape shows, and the first that it no longer shows. */
export function spanOf(shape: CalendarShape, day: Day): readonly [Day, Day] {
  if (shape === 'week') {
    const monday = mondayOf(day);
    return [monday, addDays(monday, 7)];
  }
  const first = `${day.slice(0, 7)}-01`;
  if (shape === 'month') {
    const monday = mondayOf(first);
    return [monday, addDays(monday, 42)];
  }
  return [day, addDays(day, 28)];
}

/** The day that the shape before or after begins with. */
export function stepped(shape: CalendarShape, day: Day, step: 1 | -1): Day {
  if (shape === 'week') return addDays(day, 7 * step);
  if (shape === 'list') return addDays(day, 28 * step);
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + step, 1)).toISOString().slice(0, 10);
}

/** A span of days as instants. */
export const instantsOf = ([from, to]: readonly [Day, Day]) =>
  ({ from: berlinInstant(from, 0), to: berlinInstant(to, 0) }) as const;

/** An instant as the wall clock of Berlin says it, for a calendar that knows no zones: "2026-11-25 14:00". */
export function wallClock(instant: string): string {
  const { day, minutes } = berlinClock(instant);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
