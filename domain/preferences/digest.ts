import { addDays, berlinClock, berlinInstant, type Day, type Instant } from '../time/berlin.ts';
import { type FederalState, isWorkingDay } from '../time/workingTime.ts';

/** Whether somebody works on this day in one of the states; without any, on weekdays all of Germany works. */
function works(day: Day, states: readonly FederalState[]): boolean {
  return states.length === 0
    ? isWorkingDay(day, 'NW') || isWorkingDay(day, 'BE')
    : states.some((state) => isWorkingDay(day, state));
}

/**
 * When the next mail of the day comes that was not sent yet: at `minutes` on Berlin's clocks, on the first working day
 * after `from` in one of the properties' federal states. `last` is the day of the newest one: there is one a day.
 */
export function nextDigest(
  from: Instant,
  minutes: number,
  states: readonly FederalState[],
  last: Day | null = null,
): Instant {
  for (let day = berlinClock(from).day; ; day = addDays(day, 1)) {
    if (last !== null && day <= last) continue;
    const at = berlinInstant(day, minutes);
    if (at > from && works(day, states)) return at;
  }
}
