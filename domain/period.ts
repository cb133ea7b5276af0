import { z } from 'zod';
import { addDays, DAY, type Day } from './time/berlin.ts';

/** From its first day to its last, both included; without a last day it goes on. */
export interface Period {
  from: Day;
  until: Day | null;
}

/** The days on which somebody lives in, owns or serves. */
export const period = z
  .object({ from: z.iso.date('fieldRequired'), until: z.iso.date('badInput').nullable() })
  .refine(({ from, until }) => until === null || from <= until, { message: 'endsBeforeItBegins', path: ['until'] });

/** Whether a day lies in a period. */
export function covers({ from, until }: Period, day: Day): boolean {
  return from <= day && (until === null || day <= until);
}

/** Whether two periods have a day in common. */
export function overlaps(a: Period, b: Period): boolean {
  return (b.until === null || a.from <= b.until) && (a.until === null || b.from <= a.until);
}

/** How many days lie between the end of one period and the beginning of a later one; 0 when they meet. */
export function daysBetween(end: Day, begin: Day): number {
  return Math.max(0, Math.round((Date.parse(begin) - Date.parse(end)) / DAY) - 1);
}

/** The days on which something begins within any of the periods, or begins to be over; in order, each once. */
export function turningDays(periods: readonly Period[]): Day[] {
  const days = periods.flatMap(({ from, until }) => (until === null ? [from] : [from, addDays(until, 1)]));
  return [...new Set(days)].sort();
}
