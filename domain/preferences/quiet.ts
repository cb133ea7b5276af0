import { addDays, addMinutes, berlinClock, berlinInstant, type Instant } from '../time/berlin.ts';
import type { QuietHours } from './preferences.ts';

/**
 * When the quiet hours that hold at `at` are over; null when none hold. The wall clock in Berlin decides: in the night in
 * which an hour is left out or comes twice they end when the clocks show their end for the last time.
 */
export function quietUntil(at: Instant, { from, until }: Pick<QuietHours, 'from' | 'until'>): Instant | null {
  const { day, minutes } = berlinClock(at);
  const overnight = from > until;
  const inside = overnight ? minutes >= from || minutes < until : minutes >= from && minutes < until;
  if (!inside) return null;
  const end = berlinInstant(overnight && minutes >= from ? addDays(day, 1) : day, until);
  // In the hour that comes twice the first end may have passed already.
  return end > at ? end : addMinutes(end, 60);
}
