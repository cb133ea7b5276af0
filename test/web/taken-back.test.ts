import { describe, expect, test } from 'vitest';
import { draftsOf, slotsOf } from '../../web/features/appointments/slots.ts';
import type { Said } from '../../web/features/held/take-back.ts';
import { type Appointment, draftsAfter, modeAfter } from '../../web/features/order/mode.ts';

const visit = { id: 'v1', status: 'open', picked: null, slots: [] } as unknown as Appointment;
const typed = [
  { id: 'a', day: '2026-03-28', begins: 8 * 60, length: 120 },
  // The night in which the clocks go forward lies between them.
  { id: 'b', day: '2026-03-30', begins: 19 * 60 + 30, length: 90 },
];
const act = (type: string, facts: Said['facts'] = {}, text = ''): Said => ({ type, facts, text, files: [] });
const offer = (type: string) => act(type, { appointment: 'v1', slots: slotsOf(typed) });
const withoutId = (drafts: readonly { id: string }[] | undefined) => drafts?.map(({ id: _, ...rest }) => rest);

describe('who takes back what was said goes on where it was typed', () => {
  test('with the dates as they were typed, and the acceptance where it was one', () => {
    const said = [act('accept'), offer('proposeSlots')];
    const mode = modeAfter(said, [visit]);
    expect(mode).toEqual({ kind: 'slots', accept: true });
    expect(mode.kind === 'slots' && withoutId(draftsAfter(said, mode))).toEqual(withoutId(typed));
  });

  test('in the form of the dwelling whose date it was, also where it is moved', () => {
    for (const type of ['proposeSlots', 'moveAppointment']) {
      const said = [offer(type)];
      const mode = modeAfter(said, [visit]);
      expect(mode).toMatchObject({ kind: 'slots', accept: false, visit: { id: 'v1' } });
      expect(mode.kind === 'slots' && withoutId(draftsAfter(said, mode))).toEqual(withoutId(typed));
      expect(modeAfter(said, [])).toEqual({ kind: 'choose' });
    }
  });

  test('other forms do not begin with those dates', () => {
    const said = [offer('proposeSlots')];
    expect(draftsAfter(said, { kind: 'slots', accept: true })).toBeUndefined();
    expect(draftsAfter(said, { kind: 'slots', accept: false, visit, move: true })).toBeUndefined();
    expect(draftsAfter(said, { kind: 'slots', accept: false, visit: { ...visit, id: 'v2' } })).toBeUndefined();
    expect(draftsAfter(undefined, { kind: 'slots', accept: true })).toBeUndefined();
  });

  test('an answer goes on at its question, an acceptance alone at itself', () => {
    expect(modeAfter([act('answer', { question: 'q1' })], [])).toEqual({ kind: 'answer', question: 'q1' });
    expect(modeAfter([act('accept')], [])).toEqual({ kind: 'accept' });
    expect(modeAfter([act('pickSlot')], [visit])).toEqual({ kind: 'choose' });
  });
});

test('slots that were sent are the drafts that they came from', () => {
  expect(withoutId(draftsOf(slotsOf(typed)))).toEqual(withoutId(typed));
});
