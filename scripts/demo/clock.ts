import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { addDays, addMinutes, berlinClock, berlinInstant, type Instant } from '../../domain/time/berlin.ts';
import { after, type FederalState, isWorkingDay, type WorkingCalendar } from '../../domain/time/workingTime.ts';

/** The office's calendar in a federal state. */
export function calendarIn(state: FederalState): WorkingCalendar {
  return { state, office: builtinPolicy.office };
}

/** The instant from which `minutes` of office time have passed at `until`. */
export function workingBefore(until: Instant, minutes: number, { state, office }: WorkingCalendar): Instant {
  let { day, minutes: clock } = berlinClock(until);
  let left = minutes;
  for (;;) {
    if (isWorkingDay(day, state)) {
      const end = Math.min(clock, office.closes);
      const room = end - office.opens;
      if (room > 0 && left <= room) return berlinInstant(day, end - left);
      if (room > 0) left -= room;
    }
    day = addDays(day, -1);
    clock = 24 * 60;
  }
}

/** When somebody who works in office hours gets to something after `minutes` of them. */
export function inOffice(from: Instant, minutes: number, calendar: WorkingCalendar): Instant {
  return after(from, { working: minutes }, calendar);
}

/** When somebody at home gets to it: after `minutes`, but between 7:00 and 22:00. */
export function atHome(from: Instant, minutes: number): Instant {
  const at = addMinutes(from, minutes);
  const { day, minutes: clock } = berlinClock(at);
  if (clock >= 7 * 60 && clock < 22 * 60) return at;
  const morning = 7 * 60 + 5 + (minutes % 50);
  return berlinInstant(clock >= 22 * 60 ? addDays(day, 1) : day, morning);
}

/** The `n`-th working day after the day of `from`, at `minutes` after midnight. */
export function workingDay(from: Instant, n: number, minutes: number, state: FederalState): Instant {
  let { day } = berlinClock(from);
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day, state)) left -= 1;
  }
  return berlinInstant(day, minutes);
}
