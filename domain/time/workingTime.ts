import { getHolidays } from 'feiertagejs';
import { z } from 'zod';
import {
  addDays,
  addMinutes,
  berlinClock,
  berlinInstant,
  type Day,
  type Instant,
  MINUTE,
  toInstant,
  toMillis,
  weekdayOf,
} from './berlin.ts';

/** The federal states of Germany (ISO 3166-2:DE without the prefix); each has its own public holidays. */
export const federalStates = [
  'BW',
  'BY',
  'BE',
  'BB',
  'HB',
  'HE',
  'HH',
  'MV',
  'NI',
  'NW',
  'RP',
  'SL',
  'SN',
  'ST',
  'SH',
  'TH',
] as const;
export const federalState = z.enum(federalStates);
export type FederalState = z.infer<typeof federalState>;

/** The days on which an office works if nothing else is said: Monday to Friday. */
export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5];

/** When an office works: between two wall-clock times in Berlin, minutes after midnight, on these days (0 is Sunday). */
export interface OfficeHours {
  opens: number;
  closes: number;
  weekdays?: number[];
}

/** A period as policies state it: working minutes run in office hours only, clock minutes always (urgent matters). */
export type Period = { working: number } | { clock: number };

/** What decides whether time counts: the office's hours and the holidays of the property's federal state. */
export interface WorkingCalendar {
  state: FederalState;
  office: OfficeHours;
  /** Days, the first and the last included, on which whoever is meant does not work. */
  closed?: readonly DaysAway[];
}

/** Days on which somebody is away, both included. */
export interface DaysAway {
  from: Day;
  until: Day;
}

/** The library formats dates for each question (0.8 ms); every period asks for many days, so years are kept. */
const holidays = new Map<string, ReadonlySet<Day>>();

/** Whether a day is a public holiday of a federal state. */
export function isHoliday(day: Day, state: FederalState): boolean {
  const year = day.slice(0, 4);
  const key = year + state;
  let days = holidays.get(key);
  if (!days) {
    days = new Set(getHolidays(Number(year), state).map(({ date }) => date.toISOString().slice(0, 10)));
    holidays.set(key, days);
  }
  return days.has(day);
}

/** Whether an office works on that day: one of its weekdays, no public holiday of the federal state. */
export function isWorkingDay(day: Day, state: FederalState, weekdays: readonly number[] = WEEKDAYS): boolean {
  return weekdays.includes(weekdayOf(day)) && !isHoliday(day, state);
}

function works(day: Day, { state, office, closed }: WorkingCalendar): boolean {
  if (closed?.some(({ from, until }) => from <= day && day <= until)) return false;
  return isWorkingDay(day, state, office.weekdays);
}

function nextWorkingDay(day: Day, calendar: WorkingCalendar): Day {
  let next = addDays(day, 1);
  while (!works(next, calendar)) next = addDays(next, 1);
  return next;
}

/** `from` itself when the office is open then, else the moment it opens next. */
export function nextOpening(from: Instant, calendar: WorkingCalendar): Instant {
  const { day, minutes } = berlinClock(from);
  const { opens, closes } = calendar.office;
  if (works(day, calendar)) {
    if (minutes < opens) return berlinInstant(day, opens);
    if (minutes < closes) return from;
  }
  return berlinInstant(nextWorkingDay(day, calendar), opens);
}

/**
 * The instant at which `period` after `from` is over. Working minutes are counted while the office is open; a period
 * that would end at closing time ends then, not the next morning. Zero or less gives the next opening or `from`.
 */
export function after(from: Instant, period: Period, calendar: WorkingCalendar): Instant {
  if ('clock' in period) return addMinutes(from, period.clock);
  let at = nextOpening(from, calendar);
  let left = Math.round(Math.max(0, period.working) * MINUTE);
  for (;;) {
    const { day } = berlinClock(at);
    const room = toMillis(berlinInstant(day, calendar.office.closes)) - toMillis(at);
    if (left <= room) return toInstant(toMillis(at) + left);
    left -= room;
    at = berlinInstant(nextWorkingDay(day, calendar), calendar.office.opens);
  }
}

/**
 * When to remind of something that starts at `starts`: on the last working day before its day, at the same time of the
 * clock as far as the office is open then.
 */
export function dayBefore(starts: Instant, calendar: WorkingCalendar): Instant {
  const { day, minutes } = berlinClock(starts);
  let before = addDays(day, -1);
  while (!works(before, calendar)) before = addDays(before, -1);
  const { opens, closes } = calendar.office;
  return berlinInstant(before, Math.min(Math.max(minutes, opens), closes));
}

function previousWorkingDay(day: Day, calendar: WorkingCalendar): Day {
  let before = addDays(day, -1);
  while (!works(before, calendar)) before = addDays(before, -1);
  return before;
}

/**
 * The instant from which `period` runs until `until`: the counterpart of `after`. Working minutes are counted back while
 * the office is open; from outside of its hours they are counted from when it last closed.
 */
export function before(until: Instant, period: Period, calendar: WorkingCalendar): Instant {
  if ('clock' in period) return addMinutes(until, -period.clock);
  const { opens, closes } = calendar.office;
  let left = Math.max(0, period.working) * MINUTE;
  let { day, minutes } = berlinClock(until);
  let at = until;
  if (!works(day, calendar) || minutes <= opens) {
    day = previousWorkingDay(day, calendar);
    at = berlinInstant(day, closes);
  } else if (minutes > closes) at = berlinInstant(day, closes);
  for (;;) {
    const room = toMillis(at) - toMillis(berlinInstant(day, opens));
    if (left <= room) return toInstant(toMillis(at) - left);
    left -= room;
    day = previousWorkingDay(day, calendar);
    at = berlinInstant(day, closes);
  }
}
