/**
 * Wall-clock time in Europe/Berlin, computed from the rule of the EU (Directive 2000/84/EC) instead of the machine's
 * time-zone data: workflow code has to give the same answer on every machine and in every replay.
 */

/** An instant as ISO-8601 text in UTC with milliseconds, e.g. `2026-11-23T08:00:00.000Z`. Sorts as text. */
export type Instant = string;

/** A day of the calendar in Berlin, `YYYY-MM-DD`. Sorts as text. */
export type Day = string;

/** Milliseconds of a minute. */
export const MINUTE = 60_000;
/** Milliseconds of a day of 24 hours. */
export const DAY = 86_400_000;

/** Milliseconds since 1970 of an instant. Throws a RangeError on text that is none. */
export function toMillis(instant: Instant): number {
  const millis = Date.parse(instant);
  if (Number.isNaN(millis)) throw new RangeError('not an instant');
  return millis;
}

/** The instant of milliseconds since 1970. */
export function toInstant(millis: number): Instant {
  return new Date(millis).toISOString();
}

/** The instant `minutes` of clock time after `from` (before it when negative). */
export function addMinutes(from: Instant, minutes: number): Instant {
  return toInstant(toMillis(from) + minutes * MINUTE);
}

function lastSundayAtOneUtc(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
}

/** From when until when it is summer time, by year: whoever counts working time asks about the same years for ever. */
const summers = new Map<number, readonly [from: number, until: number]>();

/** Minutes by which Berlin is ahead of UTC at `millis`: 60, or 120 from the last Sunday of March to that of October. */
export function berlinOffset(millis: number): number {
  const year = new Date(millis).getUTCFullYear();
  let summer = summers.get(year);
  if (!summer) {
    summer = [lastSundayAtOneUtc(year, 2), lastSundayAtOneUtc(year, 9)];
    summers.set(year, summer);
  }
  return millis >= summer[0] && millis < summer[1] ? 120 : 60;
}

/** The day in Berlin and the minutes since its midnight on the wall clock, with the weekday (0 = Sunday). */
export function berlinClock(instant: Instant): { day: Day; minutes: number; weekday: number } {
  const millis = toMillis(instant);
  const local = new Date(millis + berlinOffset(millis) * MINUTE);
  return {
    day: local.toISOString().slice(0, 10),
    minutes: local.getUTCHours() * 60 + local.getUTCMinutes(),
    weekday: local.getUTCDay(),
  };
}

/**
 * The instant at which Berlin's clocks show `minutes` after midnight of `day`. A time that daylight saving skips is
 * moved forward by the skipped hour; one that occurs twice is the first.
 */
export function berlinInstant(day: Day, minutes: number): Instant {
  return toInstant(berlinMillis(toDayNumber(day), minutes));
}

/** `berlinInstant` for a day's number, in milliseconds since 1970. */
export function berlinMillis(day: DayNumber, minutes: number): number {
  const local = day * DAY + minutes * MINUTE;
  const summer = local - 120 * MINUTE;
  return berlinOffset(summer) === 120 ? summer : local - 60 * MINUTE;
}

/** A day as the number of days since 1 January 1970: counting over many of them costs a tenth of what it does as text. */
export type DayNumber = number;

/** The number of a day. */
export function toDayNumber(day: Day): DayNumber {
  return Date.parse(`${day}T00:00:00.000Z`) / DAY;
}

/** The day of a number. */
export function toDay(number: DayNumber): Day {
  return toInstant(number * DAY).slice(0, 10);
}

/** The number of the day in Berlin at `millis`, and the whole minutes since its midnight on the wall clock. */
export function berlinTime(millis: number): { day: DayNumber; minutes: number } {
  const local = millis + berlinOffset(millis) * MINUTE;
  const day = Math.floor(local / DAY);
  return { day, minutes: Math.floor((local - day * DAY) / MINUTE) };
}

/** The day `days` after `day` (before it when negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The weekday of a day, 0 = Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00.000Z`).getUTCDay();
}
