import { getHolidays } from 'feiertagejs';
import { z } from 'zod';
import {
  addMinutes,
  berlinMillis,
  berlinTime,
  DAY,
  type Day,
  type DayNumber,
  type Instant,
  MINUTE,
  toDay,
  toDayNumber,
  toInstant,
  toMillis,
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
const holidays = new Map<FederalState, Map<number, ReadonlySet<DayNumber>>>();

function isFree(day: DayNumber, state: FederalState): boolean {
  const year = new Date(day * DAY).getUTCFullYear();
  let years = holidays.get(state);
  if (!years) {
    years = new Map();
    holidays.set(state, years);
  }
  let days = years.get(year);
  if (!days) {
    days = new Set(getHolidays(year, state).map(({ date }) => toDayNumber(date.toISOString().slice(0, 10))));
    years.set(year, days);
  }
  return days.has(day);
}

/** Whether a day is a public holiday of a federal state. */
export function isHoliday(day: Day, state: FederalState): boolean {
  return isFree(toDayNumber(day), state);
}

/** Whether an office works on that day: one of its weekdays, no public holiday of the federal state. */
export function isWorkingDay(day: Day, state: FederalState, weekdays: readonly number[] = WEEKDAYS): boolean {
  return isWorkedOn(toDayNumber(day), state, weekdays);
}

function isWorkedOn(day: DayNumber, state: FederalState, weekdays: readonly number[] = WEEKDAYS): boolean {
  // The first of all days was a Thursday.
  return weekdays.includes((((day + 4) % 7) + 7) % 7) && !isFree(day, state);
}

function works(day: DayNumber, { state, office, closed }: WorkingCalendar): boolean {
  if (!isWorkedOn(day, state, office.weekdays)) return false;
  if (!closed) return true;
  const name = toDay(day);
  return !closed.some(({ from, until }) => from <= name && name <= until);
}

function nextWorkingDay(day: DayNumber, calendar: WorkingCalendar): DayNumber {
  let next = day + 1;
  while (!works(next, calendar)) next += 1;
  return next;
}

function previousWorkingDay(day: DayNumber, calendar: WorkingCalendar): DayNumber {
  let before = day - 1;
  while (!works(before, calendar)) before -= 1;
  return before;
}

/** `nextOpening` in milliseconds since 1970. */
function openingAt(from: number, calendar: WorkingCalendar): number {
  const { day, minutes } = berlinTime(from);
  const { opens, closes } = calendar.office;
  if (works(day, calendar)) {
    if (minutes < opens) return berlinMillis(day, opens);
    if (minutes < closes) return from;
  }
  return berlinMillis(nextWorkingDay(day, calendar), opens);
}

/** `from` itself when the office is open then, else the moment it opens next. */
export function nextOpening(from: Instant, calendar: WorkingCalendar): Instant {
  const now = toMillis(from);
  const at = openingAt(now, calendar);
  return at === now ? from : toInstant(at);
}

/**
 * The instant at which `period` after `from` is over. Working minutes are counted while the office is open; a period
 * that would end at closing time ends then, not the next morning. Zero or less gives the next opening or `from`.
 */
export function after(from: Instant, period: Period, calendar: WorkingCalendar): Instant {
  if ('clock' in period) return addMinutes(from, period.clock);
  const { opens, closes } = calendar.office;
  let at = openingAt(toMillis(from), calendar);
  let left = Math.round(Math.max(0, period.working) * MINUTE);
  for (;;) {
    const { day } = berlinTime(at);
    const room = berlinMillis(day, closes) - at;
    if (left <= room) return toInstant(at + left);
    left -= room;
    at = berlinMillis(nextWorkingDay(day, calendar), opens);
  }
}

/**
 * When to remind of something that starts at `starts`: on the last working day before its day, at the same time of the
 * clock as far as the office is open then.
 */
export function dayBefore(starts: Instant, calendar: WorkingCalendar): Instant {
  const { day, minutes } = berlinTime(toMillis(starts));
  const { opens, closes } = calendar.office;
  return toInstant(berlinMillis(previousWorkingDay(day, calendar), Math.min(Math.max(minutes, opens), closes)));
}

/**
 * The instant from which `period` runs until `until`: the counterpart of `after`. Working minutes are counted back while
 * the office is open; from outside of its hours they are counted from when it last closed.
 */
export function before(until: Instant, period: Period, calendar: WorkingCalendar): Instant {
  if ('clock' in period) return addMinutes(until, -period.clock);
  const { opens, closes } = calendar.office;
  let left = Math.max(0, period.working) * MINUTE;
  let at = toMillis(until);
  let { day, minutes } = berlinTime(at);
  if (!works(day, calendar) || minutes <= opens) {
    day = previousWorkingDay(day, calendar);
    at = berlinMillis(day, closes);
  } else if (minutes > closes) at = berlinMillis(day, closes);
  for (;;) {
    const room = at - berlinMillis(day, opens);
    if (left <= room) return toInstant(at - left);
    left -= room;
    day = previousWorkingDay(day, calendar);
    at = berlinMillis(day, closes);
  }
}
