import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { templates } from '../../domain/lifecycle/outcome.ts';
import { nextDigest } from '../../domain/preferences/digest.ts';
import { kindOf, kindsFor, mustArrive } from '../../domain/preferences/kinds.ts';
import { masked } from '../../domain/preferences/masked.ts';
import { noPreferences, preferences, type QuietHours } from '../../domain/preferences/preferences.ts';
import { quietUntil } from '../../domain/preferences/quiet.ts';
import { type DueMessage, release } from '../../domain/preferences/timing.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { federalStates, isWorkingDay } from '../../domain/time/workingTime.ts';

const night: QuietHours = { from: 21 * 60, until: 7 * 60, mails: false };
const noon = '2026-11-25T11:00:00.000Z';
const late = '2026-11-25T21:30:00.000Z';

const note: DueMessage = {
  template: 'noteAdded',
  role: 'reporter',
  isEmployee: false,
  priority: 5,
  tries: 0,
  ways: ['mail', 'sms'],
  preferences: noPreferences,
  quiet: night,
};
const wishing = (wish: object) =>
  preferences.parse({ kinds: { report: wish, orders: wish, appointments: wish, desk: wish } });

describe('quiet hours', () => {
  test.each([
    ['by day', noon, null],
    ['as they begin', '2026-11-25T20:00:00.000Z', '2026-11-26T06:00:00.000Z'],
    ['before midnight', '2026-11-25T22:30:00.000Z', '2026-11-26T06:00:00.000Z'],
    ['in the morning', '2026-11-26T05:59:59.999Z', '2026-11-26T06:00:00.000Z'],
    ['at their end', '2026-11-26T06:00:00.000Z', null],
    ['in summer', '2026-07-01T19:00:00.000Z', '2026-07-02T05:00:00.000Z'],
    ['over the night that is an hour shorter', '2026-03-28T22:00:00.000Z', '2026-03-29T05:00:00.000Z'],
    ['over the night that is an hour longer', '2026-10-24T22:00:00.000Z', '2026-10-25T06:00:00.000Z'],
  ])('end where the clocks of Berlin say: %s', (_when, at, end) => {
    expect(quietUntil(at, night)).toBe(end);
  });

  test('that end in the hour that comes twice last until its second half', () => {
    const hours = { from: 60, until: 150 };
    expect(quietUntil('2026-10-25T00:10:00.000Z', hours)).toBe('2026-10-25T00:30:00.000Z');
    // 02:10 once more, an hour later.
    expect(quietUntil('2026-10-25T01:10:00.000Z', hours)).toBe('2026-10-25T01:30:00.000Z');
    expect(quietUntil('2026-10-25T01:30:00.000Z', hours)).toBeNull();
  });

  test('that end in the hour that is left out end when it would have begun', () => {
    expect(quietUntil('2026-03-29T00:30:00.000Z', { from: 60, until: 150 })).toBe('2026-03-29T01:30:00.000Z');
    expect(quietUntil('2026-03-29T01:00:00.000Z', { from: 60, until: 150 })).toBeNull();
  });

  test('are over in less than a day and a half, at an instant that is not quiet, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2034, 0) }),
        fc.integer({ min: 0, max: 1_439 }),
        fc.integer({ min: 0, max: 1_439 }),
        (millis, from, until) => {
          fc.pre(from !== until);
          const at = toInstant(millis);
          const end = quietUntil(at, { from, until });
          if (end === null) return;
          expect(end > at).toBe(true);
          expect(Date.parse(end) - millis).toBeLessThanOrEqual(25 * 3_600_000);
          expect(quietUntil(end, { from, until })).toBeNull();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a message that is due', () => {
  test.each<[string, Partial<DueMessage>, string, object]>([
    ['goes out by the usual way', {}, noon, { is: 'out', way: null }],
    [
      'goes out by the way that was wished',
      { preferences: wishing({ way: 'sms', timing: 'now' }) },
      noon,
      { is: 'out', way: 'sms' },
    ],
    [
      'goes out as usual where the wished way is not open',
      { preferences: wishing({ way: 'fax', timing: 'now' }) },
      noon,
      { is: 'out', way: null },
    ],
    ['comes with the others of the day', { preferences: wishing({ timing: 'digest' }) }, noon, { is: 'digest' }],
    [
      'comes at once where there is no mail',
      { preferences: wishing({ timing: 'digest' }), ways: ['sms'] },
      noon,
      { is: 'out', way: null },
    ],
    ['does not come', { preferences: wishing({ timing: 'never' }) }, noon, { is: 'unwanted' }],
    [
      'comes all the same in an emergency',
      { preferences: wishing({ timing: 'never' }), priority: 1 },
      noon,
      { is: 'out', way: null },
    ],
    [
      'is no matter of taste once it was tried',
      { preferences: wishing({ timing: 'digest' }), tries: 1 },
      noon,
      { is: 'out', way: null },
    ],
    ['by mail disturbs nobody at night', {}, late, { is: 'out', way: null }],
    [
      'by SMS waits for the morning',
      { preferences: wishing({ way: 'sms', timing: 'now' }) },
      late,
      { is: 'held', until: '2026-11-26T06:00:00.000Z' },
    ],
    [
      'by SMS waits also where mail was refused',
      { ways: ['sms'], tries: 1 },
      late,
      { is: 'held', until: '2026-11-26T06:00:00.000Z' },
    ],
    [
      'by mail waits where somebody wants that',
      { preferences: preferences.parse({ quiet: { ...night, mails: true } }) },
      late,
      { is: 'held', until: '2026-11-26T06:00:00.000Z' },
    ],
    [
      'by SMS does not wait for who wants no quiet',
      { ways: ['sms'], preferences: preferences.parse({ quiet: null }) },
      late,
      { is: 'out', way: null },
    ],
    ['by letter wakes nobody', { ways: ['letter'] }, late, { is: 'out', way: null }],
    ['is known to reach nobody at once', { ways: [] }, late, { is: 'out', way: null }],
    ['that is urgent ignores the night', { ways: ['sms'], priority: 3 }, late, { is: 'out', way: null }],
    ['that proves an address waits for nothing', { template: null, ways: ['sms'] }, late, { is: 'out', way: null }],
    [
      'an order is not switched off',
      { template: 'orderOffered', role: 'contractor', preferences: wishing({ timing: 'never' }) },
      noon,
      { is: 'out', way: null },
    ],
    [
      'dates that are offered are not put off',
      { template: 'slotsProposed', preferences: wishing({ timing: 'digest' }) },
      noon,
      { is: 'out', way: null },
    ],
    [
      'an order that is not urgent waits for the morning by SMS',
      { template: 'orderOffered', role: 'contractor', ways: ['sms'] },
      late,
      { is: 'held', until: '2026-11-26T06:00:00.000Z' },
    ],
  ])('%s', (_rule, change, now, expected) => {
    expect(release({ ...note, ...change }, now)).toEqual(expected);
  });

  test('is of a kind that its reader can choose, whatever their part', () => {
    const everybody = new Set(kindsFor({ resident: true, owner: true, contractor: true, employee: true }));
    for (const template of templates)
      for (const role of ['reporter', 'owner', 'advisoryBoard', 'follower', 'contractor', 'management', 'person'])
        for (const isEmployee of [true, false]) expect(everybody).toContain(kindOf({ template, role, isEmployee }));
    expect(kindOf({ template: 'noteAdded', role: 'person', isEmployee: true })).toBe('desk');
    expect(kindOf({ template: 'noteAdded', role: 'follower', isEmployee: false })).toBe('following');
    expect(templates.filter(mustArrive)).toContain('orderOffered');
  });
});

describe('the mail of the day', () => {
  test.each([
    ['today when its time is still to come', '2026-11-25T05:00:00.000Z', ['BE'], null, '2026-11-25T06:00:00.000Z'],
    ['tomorrow when it is past', '2026-11-25T06:00:00.000Z', ['BE'], null, '2026-11-26T06:00:00.000Z'],
    ['on Monday after the weekend', '2026-11-27T12:00:00.000Z', ['BE'], null, '2026-11-30T06:00:00.000Z'],
    ['not on a holiday of the state', '2026-11-17T12:00:00.000Z', ['SN'], null, '2026-11-19T06:00:00.000Z'],
    ['on that day in another state', '2026-11-17T12:00:00.000Z', ['BE'], null, '2026-11-18T06:00:00.000Z'],
    ['where one of the states works', '2026-11-17T12:00:00.000Z', ['SN', 'BE'], null, '2026-11-18T06:00:00.000Z'],
    [
      'not twice a day, though its time was moved',
      '2026-11-25T05:00:00.000Z',
      ['BE'],
      '2026-11-25',
      '2026-11-26T06:00:00.000Z',
    ],
    ['at the same time of the clock in summer', '2026-03-27T12:00:00.000Z', ['BE'], null, '2026-03-30T05:00:00.000Z'],
  ] as const)('comes %s', (_when, from, states, last, expected) => {
    expect(nextDigest(from, 420, [...states], last)).toBe(expected);
  });

  test('comes on working days only, at its time, for ten years', () => {
    for (const state of federalStates) {
      let at = '2024-01-01T00:00:00.000Z';
      while (at < '2034-01-01') {
        at = nextDigest(at, 390, [state]);
        const { day, minutes } = berlinClock(at);
        if (minutes !== 390 || !isWorkingDay(day, state)) throw new Error(`${at} in ${state}`);
      }
    }
  });
});

test('an address is known again by who has it, and by nobody else', () => {
  expect(masked('mail', 'anna.berger@example.de')).toBe('a…r@example.de');
  expect(masked('sms', '0170 1234567')).toBe('… 67');
  expect(masked('letter', 'Weg 1, 10115 Berlin')).toBe('…');
});
