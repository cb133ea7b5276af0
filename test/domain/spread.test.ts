import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf, deal, ruleOf, SPREAD_MOST, spreadOf, type Timing } from '../../domain/lifecycle/ball.ts';
import { stages, urgencies } from '../../domain/policy/policy.ts';
import { ticketCommand } from '../../domain/ticket/commands.ts';
import { open } from '../../domain/ticket/rules.ts';
import { berlinClock, berlinInstant, toInstant } from '../../domain/time/berlin.ts';
import { after as endOf, federalStates, isWorkingDay } from '../../domain/time/workingTime.ts';

const us = { role: 'management' } as const;
/** A Sunday night; offices open on Monday at 8:00, that is 6:00 UTC. */
const sunday = '2026-09-06T21:00:00.000Z';

const turns = fc.record({
  since: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2035, 11, 1) }).map(toInstant),
  federalState: fc.constantFrom(...federalStates),
  urgency: fc.constantFrom(...urgencies),
  stage: fc.constantFrom(...stages),
  spread: fc.integer({ min: 0, max: SPREAD_MOST }),
});

test('the reports of a weekend are reminded of over a quarter of an hour, not all in the same second', () => {
  const timing: Timing = { policy: 1, urgency: 'normal', federalState: 'BW' };
  const together = new Map<string, number>();
  for (let n = 0; n < 5_000; n += 1) {
    const { steps } = deal({ ...timing, spread: spreadOf(randomUUID()) }, 'triage', us, sunday);
    const first = steps[0]?.at ?? '';
    together.set(first, (together.get(first) ?? 0) + 1);
  }
  expect(together.size).toBeGreaterThan(850);
  expect(Math.max(...together.values())).toBeLessThan(25);
});

test('a spread only delays, by at most a quarter of an hour of office time, and never the end of a turn', () => {
  fc.assert(
    fc.property(turns, ({ since, stage, spread, ...of }) => {
      const timing: Timing = { policy: 1, ...of };
      const [plain, later] = [deal(timing, stage, us, since), deal({ ...timing, spread }, stage, us, since)];
      expect(later.until).toBe(plain.until);
      expect(later.steps.map(({ kind }) => kind)).toEqual(plain.steps.map(({ kind }) => kind));
      const calendar = calendarOf(timing);
      later.steps.forEach((step, n) => {
        const before = plain.steps[n]?.at ?? '';
        if (step.kind === 'expiry' || 'clock' in ruleOf(timing, stage).period) expect(step.at).toBe(before);
        else {
          expect(step.at >= before).toBe(true);
          expect(step.at <= endOf(before, { working: spread / 60 }, calendar)).toBe(true);
          const { day, minutes } = berlinClock(step.at);
          expect(isWorkingDay(day, of.federalState)).toBe(true);
          expect(minutes).toBeGreaterThanOrEqual(calendar.office.opens);
          expect(step.at <= berlinInstant(day, calendar.office.closes)).toBe(true);
          if (step.kind === 'reminder') expect(step.at < later.until).toBe(true);
        }
      });
    }),
  );
});

test('a short turn is reminded of before it is over, in the order of its reminders', () => {
  const rule = {
    period: { working: 12 },
    reminders: [{ working: 5 }, { working: 10 }, { working: 11 }],
    escalations: [{ after: { working: 12 }, to: 'managers' as const }],
    expires: false,
    repeat: { working: 60 },
  };
  const rules = { stages: { normal: { triage: rule } } };
  const timing: Timing = { policy: 2, rules, urgency: 'normal', federalState: 'BW', spread: SPREAD_MOST };
  const ball = deal(timing, 'triage', us, '2026-09-07T07:00:00.000Z');
  expect(ball.until).toBe('2026-09-07T07:12:00.000Z');
  expect(ball.steps.map(({ at, kind }) => [at.slice(11, 19), kind])).toEqual([
    ['07:08:30', 'reminder'],
    ['07:11:00', 'reminder'],
    ['07:11:30', 'reminder'],
    ['07:27:00', 'escalation'],
  ]);
});

test('a ticket whose report knew of no spread is dated as it always was', () => {
  const actor = { kind: 'system' } as const;
  const report = ticketCommand.parse({
    type: 'report',
    policy: 1,
    urgency: 'normal',
    federalState: 'BW',
    category: 'water',
    place: 'unit',
    reporter: null,
    assignee: null,
  });
  if (report.type !== 'report') throw new Error('it is a report');
  const { state } = open(randomUUID(), { id: randomUUID(), actor, at: sunday, command: report });
  expect(state).not.toHaveProperty('spread');
  expect(state.balls[0]?.steps[0]?.at).toBe(
    endOf(sunday, { working: 405 }, calendarOf({ policy: 1, urgency: 'normal', federalState: 'BW' })),
  );
});
