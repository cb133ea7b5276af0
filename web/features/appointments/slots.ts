import type { Slot } from '../../../domain/appointments/rules.ts';
import { addDays, berlinClock, berlinInstant, type Day, toInstant } from '../../../domain/time/berlin.ts';
import { type FederalState, isWorkingDay } from '../../../domain/time/workingTime.ts';

/** A slot in the making: a day, when it begins (minutes after midnight in Berlin), how long it is (minutes). */
export interface SlotDraft {
  id: string;
  day: Day;
  begins: number;
  length: number;
}

/** The windows in which the three suggestions lie, one on each of the next working days. */
const windows = [
  { begins: 8 * 60, length: 120 },
  { begins: 13 * 60, length: 120 },
  { begins: 15 * 60, length: 120 },
];

/**
 * Three windows on the next working days of the federal state (all days count where it is not known), none of them
 * beginning when one of `offered` does: those did not suit.
 */
export function suggestSlots(
  state: FederalState | null,
  now: number,
  offered: readonly Pick<Slot, 'starts'>[] = [],
): SlotDraft[] {
  let { day } = berlinClock(toInstant(now));
  const isOffered = (begins: number) => offered.some(({ starts }) => starts === berlinInstant(day, begins));
  return windows.map((window) => {
    do day = addDays(day, 1);
    while ((state && !isWorkingDay(day, state)) || isOffered(window.begins));
    return { id: crypto.randomUUID(), day, ...window };
  });
}

/** A further suggestion: the same window as the last one, a working day later. */
export function nextSlot(drafts: readonly SlotDraft[], state: FederalState | null, now: number): SlotDraft {
  const last = drafts.at(-1);
  if (!last) return suggestSlots(state, now)[0] as SlotDraft;
  let day = addDays(last.day, 1);
  while (state && !isWorkingDay(day, state)) day = addDays(day, 1);
  return { ...last, id: crypto.randomUUID(), day };
}

/** Slots that were sent, as they were typed; of days with several summer times in Berlin the first hour. */
export function draftsOf(slots: readonly Pick<Slot, 'starts' | 'ends'>[]): SlotDraft[] {
  return slots.map(({ starts, ends }) => {
    const { day, minutes } = berlinClock(starts);
    return { id: crypto.randomUUID(), day, begins: minutes, length: (Date.parse(ends) - Date.parse(starts)) / 60_000 };
  });
}

/** The slots as they are sent. */
export function slotsOf(drafts: readonly SlotDraft[]): Slot[] {
  return drafts.map(({ id, day, begins, length }) => ({
    id,
    starts: berlinInstant(day, begins),
    ends: berlinInstant(day, begins + length),
  }));
}
