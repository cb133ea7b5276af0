import { expect, test } from 'vitest';
import { expiryOf, invitationSettings, roundCourse } from '../../domain/invitation/course.ts';
import { printOrder, wayFor } from '../../domain/invitation/way.ts';

const calendar = { state: 'BE', office: { opens: 480, closes: 1020 } } as const;

test('who has a mail address is invited by mail, who has none or wishes letters by letter, and nobody by what is missing', () => {
  const mail = { hasEmail: true, hasAddress: true, prefersLetter: false };
  expect(wayFor(mail, 'best', true)).toEqual({ way: 'mail' });
  expect(wayFor({ ...mail, prefersLetter: true }, 'best', true)).toEqual({ way: 'letter' });
  expect(wayFor({ ...mail, prefersLetter: true }, 'best', false)).toEqual({ way: 'mail' });
  expect(wayFor(mail, 'letter', true)).toEqual({ way: 'letter' });
  expect(wayFor({ ...mail, hasEmail: false }, 'best', true)).toEqual({ way: 'letter' });
  expect(wayFor({ ...mail, hasEmail: false }, 'best', false)).toEqual({ why: 'noLetterhead' });
  expect(wayFor({ ...mail, hasEmail: false, hasAddress: false }, 'best', true)).toEqual({ why: 'noAddress' });
  expect(wayFor({ ...mail, hasEmail: false }, 'mail', true)).toEqual({ why: 'noEmail' });
});

test('letters lie in the order in which somebody walks through the houses, flat 2 before flat 10', () => {
  const at = (property: string, building: string, unit: string) => ({ property, building, unit, name: 'X' });
  const walk = [at('Lindenhof', 'Haus 2', 'WE 2'), at('Lindenhof', 'Haus 2', 'WE 10'), at('Lindenhof', 'Haus 10', '1')];
  expect([...walk].reverse().sort(printOrder)).toEqual(walk);
});

test('reminders go out in office hours, the last note comes after them, and nothing after the sixtieth day', () => {
  // Wednesday evening; Christmas and New Year are no working days.
  const madeAt = '2026-12-16T20:00:00.000Z';
  const course = roundCourse(madeAt, invitationSettings.parse({}), calendar);
  expect(course.map(({ kind, at }) => [kind, at])).toEqual([
    ['remind', '2026-12-24T07:00:00.000Z'],
    ['remind', '2027-01-11T07:00:00.000Z'],
    ['lastNote', '2027-01-25T07:00:00.000Z'],
    ['expire', expiryOf(madeAt)],
  ]);
  expect(expiryOf(madeAt)).toBe('2027-02-14T23:00:00.000Z');
  const late = invitationSettings.parse({ reminders: [38, 39, 40], lastNote: 1 });
  expect(roundCourse(madeAt, late, calendar).map(({ kind }) => kind)).toEqual(['remind', 'remind', 'expire']);
});

test('reminders that do not come one after the other are refused', () => {
  expect(invitationSettings.safeParse({ reminders: [5, 5] }).success).toBe(false);
  expect(invitationSettings.safeParse({ reminders: [9, 5] }).success).toBe(false);
  expect(invitationSettings.safeParse({ reminders: [] }).success).toBe(true);
});
