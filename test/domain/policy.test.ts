import { describe, expect, test } from 'vitest';
import { deal, movedTo, takeDue } from '../../domain/lifecycle/ball.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { builtinDocument, policyDocument, policyProblems, rulesFor } from '../../domain/policy/document.ts';
import type { PolicyDocument, StageRule } from '../../domain/policy/policy.ts';
import { after as endOf } from '../../domain/time/workingTime.ts';

const triage = builtinPolicy.stages.normal.triage;
const us = { role: 'management' } as const;
const timing = { policy: 1, urgency: 'normal', federalState: 'BW' } as const;
/** A Monday at 9:00 in Berlin, without a holiday near. */
const monday = '2026-09-07T07:00:00.000Z';

function withTriage(change: Partial<StageRule>, category?: string): PolicyDocument {
  const stages = { normal: { triage: { ...triage, ...change } } };
  return category ? { ...builtinDocument, categories: { [category]: stages } } : { ...builtinDocument, stages };
}

/** Two working hours, a reminder after one, an escalation after three. */
const quick: Partial<StageRule> = {
  period: { working: 120 },
  reminders: [{ working: 60 }],
  escalations: [{ after: { working: 180 }, to: 'managers' }],
  repeat: { working: 60 },
};

describe('a policy is data', () => {
  test('what nobody has changed is as in the policy that every workspace starts with', () => {
    const rules = rulesFor(builtinDocument, 'water');
    expect(deal({ ...timing, policy: 2, rules }, 'triage', us, monday)).toEqual(deal(timing, 'triage', us, monday));
  });

  test("a category's own rule comes before the one for all", () => {
    const document = {
      ...withTriage(quick, 'water'),
      stages: withTriage({ period: { working: 30 }, reminders: [] }).stages,
    };
    expect(rulesFor(document, 'water').stages.normal?.triage?.period).toEqual({ working: 120 });
    expect(rulesFor(document, 'lift').stages.normal?.triage?.period).toEqual({ working: 30 });
  });

  test('its periods run in its own office hours, on its own weekdays', () => {
    const rules = rulesFor({ ...withTriage(quick), office: { opens: 600, closes: 840, weekdays: [2, 4] } }, 'water');
    const ball = deal({ ...timing, policy: 2, rules }, 'triage', us, monday);
    expect(ball.until).toBe('2026-09-08T10:00:00.000Z');
    expect(ball.steps.map(({ at, kind }) => [at, kind])).toEqual([
      ['2026-09-08T09:00:00.000Z', 'reminder'],
      ['2026-09-08T11:00:00.000Z', 'escalation'],
    ]);
  });

  test('an office that works on Saturdays counts them, and Sundays not', () => {
    const calendar = { state: 'BW', office: { opens: 480, closes: 1020, weekdays: [1, 2, 3, 4, 5, 6] } } as const;
    const office = { ...calendar, office: { ...calendar.office, weekdays: [...calendar.office.weekdays] } };
    // Friday 16:00 and two hours: Saturday 9:00, Saturday 16:00 and two hours: Monday 9:00.
    expect(endOf('2026-09-11T14:00:00.000Z', { working: 120 }, office)).toBe('2026-09-12T07:00:00.000Z');
    expect(endOf('2026-09-12T14:00:00.000Z', { working: 120 }, office)).toBe('2026-09-14T07:00:00.000Z');
  });
});

describe('what can not be published is named', () => {
  const problem = (document: PolicyDocument) => policyProblems(document).map(({ code }) => code);
  const cases: [string, Partial<StageRule>][] = [
    ['periodShort', { period: { working: 4 }, reminders: [] }],
    ['periodShort', { reminders: [{ working: 0 }] }],
    ['reminderLate', { period: { working: 60 }, reminders: [{ working: 60 }] }],
    ['reminderOrder', { reminders: [{ working: 60 }, { working: 60 }] }],
    ['escalationEarly', { ...quick, escalations: [{ after: { working: 119 }, to: 'onCall' }] }],
    ['escalationOrder', { ...quick, escalations: [200, 200].map((working) => ({ after: { working }, to: 'onCall' })) }],
    ['repeatShort', { ...quick, repeat: { working: 14 } }],
    ['mixedTime', { ...quick, reminders: [{ clock: 60 }] }],
    ['changedNature', { ...quick, expires: true }],
    ['changedNature', { ...quick, escalations: [] }],
  ];
  test.each(cases)('%s: %j', (code, change) => {
    expect(problem(withTriage(change))).toEqual([code]);
    expect(problem(withTriage(change, 'water'))).toEqual([code]);
  });

  test('an office without a working day, or that closes before it opens', () => {
    expect(problem({ ...builtinDocument, office: { opens: 480, closes: 1020, weekdays: [] } })).toEqual([
      'officeClosed',
    ]);
    expect(problem({ ...builtinDocument, office: { opens: 1020, closes: 480 } })).toEqual(['officeHours']);
  });

  test('on the other side of each border nothing is', () => {
    expect(problem(withTriage({ ...quick, period: { working: 61 }, repeat: { working: 15 } }))).toEqual([]);
    expect(problem(withTriage({ ...quick, escalations: [{ after: { working: 120 }, to: 'onCall' }] }))).toEqual([]);
    expect(problem(withTriage({ period: { working: 5 }, reminders: [] }))).toEqual([]);
    expect(problem(builtinDocument)).toEqual([]);
  });

  test('a stage, a period or an urgency that does not exist is no document', () => {
    const of = (stages: object) => policyDocument.safeParse({ ...builtinDocument, stages }).success;
    expect(of({ normal: { triage } })).toBe(true);
    expect(of({ normal: { lunch: triage } })).toBe(false);
    expect(of({ calm: { triage } })).toBe(false);
    expect(of({ normal: { triage: { ...triage, period: { working: -1 } } } })).toBe(false);
    expect(of({ normal: { triage: { ...triage, period: { working: 5, clock: 5 } } } })).toBe(false);
  });
});

describe('what runs goes on by another policy', () => {
  const next = { ...timing, policy: 2, rules: rulesFor(withTriage(quick), 'water') };
  const ball = deal(timing, 'triage', us, monday, { key: 'ours' });

  test('dated anew from when the ball was passed, not from now', () => {
    expect(movedTo(timing, next, ball, '2026-09-07T07:30:00.000Z')).toEqual(
      deal(next, 'triage', us, monday, { key: 'ours' }),
    );
  });

  test('without telling what would have been told before, and what comes again comes after now', () => {
    const moved = movedTo(timing, next, ball, '2026-09-07T14:00:00.000Z');
    expect(moved.until).toBe('2026-09-07T09:00:00.000Z');
    expect(moved.steps.map(({ at, kind }) => [at, kind])).toEqual([['2026-09-07T15:00:00.000Z', 'escalation']]);
    expect(takeDue([moved], '2026-09-07T14:00:00.000Z', next).due).toEqual([]);
  });

  test('and a period of others that is over by it ends at once', () => {
    const offer = deal(timing, 'offer', { role: 'contractor', id: 'c' }, monday);
    const rule = { ...builtinPolicy.stages.normal.offer, period: { working: 60 }, reminders: [] };
    const short = { ...next, rules: rulesFor({ ...builtinDocument, stages: { normal: { offer: rule } } }, 'water') };
    const moved = movedTo(timing, short, offer, '2026-09-07T10:00:00.000Z');
    expect(moved.steps).toEqual([{ at: '2026-09-07T10:00:00.000Z', kind: 'expiry', to: offer.on }]);
  });

  test('but dates that an appointment has set stay', () => {
    const visit = deal(timing, 'perform', { role: 'contractor', id: 'c' }, monday, {
      from: '2026-09-09T10:00:00.000Z',
    });
    expect(movedTo(timing, next, visit, '2026-09-07T08:00:00.000Z')).toBe(visit);
  });
});
