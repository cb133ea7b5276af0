import { isHoliday } from 'feiertagejs';
import { z } from 'zod';
import { addDays, addMinutes, berlinClock, berlinInstant, type Day, type Instant, weekdayOf } from './berlin.ts';

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

/** When an office works: Monday to Friday between two wall-clock times in Berlin, minutes after midnight. */
export interface OfficeHours {
  opens: number;
  closes: number;
}

/** A period as policies state it: working minutes run in office hours only, clock minutes always (urgent matters). */
export type Period = { working: number } | { clock: number };

/** What decides whether time counts: the office's hours and the holidays of the property's federal state. */
export interface WorkingCalendar {
  state: FederalState;
  office: OfficeHours;
}

/** Whether the office works on that day: Monday to Friday, no public holiday of the federal state. */
export function isWorkingDay(day: Day, state: FederalState): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !isHoliday(new Date(`${day}T12:00:00.000Z`), state);
}

function nextWorkingDay(day: Day, state: FederalState): Day {
  let next = addDays(day, 1);
  while (!isWorkingDay(next, state)) next = addDays(next, 1);
  return next;
}

/** `from` itself when the office is open then, else the moment it opens next. */
export function nextOpening(from: Instant, calendar: WorkingCalendar): Instant {
  const { day, minutes } = berlinClock(from);
  const { opens, closes } = calendar.office;
  if (isWorkingDay(day, calendar.state)) {
    if (minutes < opens) return berlinInstant(day, opens);
    if (minutes < closes) return from;
  }
  return berlinInstant(nextWorkingDay(day, calendar.state), opens);
}

/**
 * The instant at which `period` after `from` is over. Working minutes are counted while the office is open; a period
 * that would end at closing time ends then, not the next morning. Zero or less gives the next opening or `from`.
 */
export function after(from: Instant, period: Period, calendar: WorkingCalendar): Instant {
  if ('clock' in period) return addMinutes(from, period.clock);
  let at = nextOpening(from, calendar);
  let left = period.working;
  for (;;) {
    const { day, minutes } = berlinClock(at);
    const room = calendar.office.closes - minutes;
    if (left <= room) return addMinutes(at, left);
    left -= room;
    at = berlinInstant(nextWorkingDay(day, calendar.state), calendar.office.opens);
  }
}
