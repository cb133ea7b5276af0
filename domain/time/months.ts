import { berlinClock, type Day, type Instant } from './berlin.ts';

/** The first day of the month in which an instant lies in Berlin. */
export function monthOf(at: Instant): Day {
  return `${berlinClock(at).day.slice(0, 7)}-01`;
}

/** The first days of the last `count` months that are over in Berlin, newest first. */
export function finishedMonths(at: Instant, count: number): Day[] {
  const [year = 0, month = 0] = monthOf(at).split('-').map(Number);
  return Array.from({ length: count }, (_, n) => new Date(Date.UTC(year, month - 2 - n, 1)).toISOString().slice(0, 10));
}
