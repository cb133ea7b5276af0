import { describe, expect, it } from 'vitest';
import {
  agree,
  checkPick,
  checkSlots,
  newAppointment,
  nextRound,
  offerSlots,
} from '../../domain/appointments/rules.ts';
import { addMinutes } from '../../domain/time/berlin.ts';
import { monday, slot, uuid } from './given.ts';

describe('offered slots', () => {
  const day = 24 * 60;
  const span = (startsIn: number, minutes: number) => ({
    id: uuid(1),
    starts: addMinutes(monday, startsIn),
    ends: addMinutes(monday, startsIn + minutes),
  });

  it.each([
    ['two hours tomorrow', [span(day, 120)], null],
    ['a minute from now', [span(1, 60)], null],
    ['now', [span(0, 60)], 'slotPast'],
    ['yesterday among good ones', [span(day, 60), span(-day, 60)], 'slotPast'],
    ['turned around', [span(day, -60)], 'badInput'],
    ['of no length', [span(day, 0)], 'badInput'],
    ['a whole day', [span(day, day)], null],
    ['longer than a day', [span(day, day + 1)], 'badInput'],
    ['a year ahead', [span(366 * day, 60)], null],
    ['more than a year ahead', [span(366 * day + 1, 60)], 'badInput'],
    ['twice the same', [span(day, 60), span(day, 120)], 'slotTwice'],
  ])('%s', (_what, slots, expected) => {
    expect(checkSlots(slots, monday)).toBe(expected);
  });

  it('can be picked as long as they are to come', () => {
    const offered = offerSlots(newAppointment(uuid(1), uuid(2), { role: 'reporter' }), 'contractor', [
      slot(1, monday, 24),
    ]);
    expect(checkPick(offered, slot(1, monday, 24).id, monday)).toBeNull();
    expect(checkPick(offered, slot(1, monday, 24).id, addMinutes(monday, day))).toBe('slotPast');
    expect(checkPick(offered, uuid(9), monday)).toBe('slotUnknown');
  });
});

describe('the sequence of a date', () => {
  it('rises with each change that a calendar has to learn, and only then', () => {
    const open = newAppointment(uuid(1), uuid(2), { role: 'reporter' });
    const proposed = offerSlots(open, 'contractor', [slot(2, monday, 48), slot(1, monday, 24)]);
    expect(proposed.slots.map(({ id }) => id)).toEqual([slot(1, monday, 24).id, slot(2, monday, 48).id]);
    const agreed = agree(proposed, slot(1, monday, 24).id);
    const moved = offerSlots(agreed, 'dwelling', [slot(3, monday, 72)]);
    const again = agree(moved, slot(3, monday, 72).id);
    const missed = nextRound(again);
    const cancelled = nextRound({ ...agreed, status: 'cancelled', sequence: 2 });
    expect([open, proposed, agreed, moved, again, missed, cancelled].map(({ sequence }) => sequence)).toEqual([
      0, 0, 1, 2, 3, 4, 2,
    ]);
    expect([moved.status, missed.status, missed.picked]).toEqual(['countered', 'open', null]);
  });
});
