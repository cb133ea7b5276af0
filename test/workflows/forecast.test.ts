import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SPREAD_MOST } from '../../domain/lifecycle/ball.ts';
import { forecast } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { policyProblems, rulesFor } from '../../domain/policy/document.ts';
import {
  type PolicyDocument,
  type StageChanges,
  type StageRule,
  stages,
  urgencies,
} from '../../domain/policy/policy.ts';
import { check } from '../../domain/ticket/check.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import { addMinutes, DAY, type Instant, MINUTE, toInstant } from '../../domain/time/berlin.ts';
import { federalStates, type Period } from '../../domain/time/workingTime.ts';
import { given } from '../support/given.ts';
import { Lifecycles } from '../support/lifecycles.ts';

let env: TestWorkflowEnvironment;
const employee: Actor = { kind: 'employee', id: randomUUID() };
const resident: Actor = { kind: 'person', id: randomUUID() };

beforeAll(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: given('TEST_TEMPORAL_TEST_SERVER') } },
  });
});
afterAll(() => env.teardown());

/** A rule for a stage that may be published: same course of the matter, any times. */
function ruleLike({ expires, repeat }: StageRule): fc.Arbitrary<StageRule> {
  return fc
    .record({
      clock: fc.boolean(),
      period: fc.integer({ min: 20, max: 1500 }),
      reminders: fc.uniqueArray(fc.integer({ min: 5, max: 1499 }), { maxLength: 3 }),
      escalations: fc.uniqueArray(fc.integer({ min: 0, max: 1500 }), { minLength: repeat ? 1 : 0, maxLength: 2 }),
      to: fc.constantFrom('onCall' as const, 'managers' as const),
      // What comes again does so a few times a day: thousands of tellings would prove nothing more.
      again: fc.integer({ min: 400, max: 2000 }),
    })
    .map(({ clock, period, reminders, escalations, to, again }) => {
      const time = (minutes: number): Period => (clock ? { clock: minutes } : { working: minutes });
      const ascending = (times: number[]) => times.sort((a, b) => a - b);
      return {
        period: time(period),
        reminders: ascending(reminders.filter((at) => at < period)).map(time),
        escalations: ascending(escalations).map((late) => ({ after: time(period + late), to })),
        expires,
        ...(repeat && { repeat: time(again) }),
      };
    });
}

const changes: fc.Arbitrary<StageChanges> = fc.record(
  Object.fromEntries(
    urgencies.map((urgency) => [
      urgency,
      fc.record(Object.fromEntries(stages.map((stage) => [stage, ruleLike(builtinPolicy.stages[urgency][stage])])), {
        requiredKeys: ['triage', 'clarification'],
      }),
    ]),
  ),
);

const policies: fc.Arbitrary<PolicyDocument> = fc.record({
  office: fc.record({
    opens: fc.integer({ min: 0, max: 720 }),
    closes: fc.integer({ min: 780, max: 1440 }),
    weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
  }),
  stages: changes,
  categories: fc.oneof(fc.constant({}), fc.record({ water: changes })),
});

const matters = fc.record({
  policy: policies,
  urgency: fc.constantFrom(...urgencies),
  federalState: fc.constantFrom(...federalStates),
  category: fc.constantFrom('water', 'lift'),
  spread: fc.integer({ min: 0, max: SPREAD_MOST }),
  /** What people do before they all fall silent; what the ticket refuses is left out. */
  acts: fc.array(
    fc.constantFrom<TicketCommand>(
      { type: 'accept' },
      { type: 'ask', to: { role: 'reporter' } },
      { type: 'forward', to: { role: 'owner' } },
      { type: 'seekApproval', amountCents: null },
      { type: 'setUrgency', urgency: 'urgent' },
    ),
    { maxLength: 3 },
  ),
});

/** By time, then by what: things of one instant have no order between them. */
function sorted(all: { at: Instant; kind: string; stage: unknown; to: unknown }[]): string[] {
  return all.map(({ at, kind, stage, to }) => `${at} ${kind} ${String(stage)} ${JSON.stringify(to)}`).sort();
}

// Its time is the processor's: 36 tickets of twelve days each.
test('whatever the policy says, what comes for a silent ticket is what its forecast said before', async () => {
  const lifecycles = new Lifecycles(env.client);
  const worker = await lifecycles.worker(env.nativeConnection);
  const days = 12;
  let compared = 0;
  const rows = (id: string) => lifecycles.written.filter((each) => each.id === id);
  const stateOf = (id: string) => rows(id).at(-1)?.state as TicketState;

  await worker.runUntil(async () => {
    const property = fc.asyncProperty(
      fc.array(matters, { minLength: 4, maxLength: 6 }),
      fc.integer({ min: 0, max: 9 * 24 * 60 }),
      async (given, wait) => {
        await env.sleep(wait * MINUTE);
        const ids: string[] = [];
        for (const { policy, urgency, federalState, category, spread, acts } of given) {
          expect(policyProblems(policy)).toEqual([]);
          const id = randomUUID();
          ids.push(id);
          const begun = toInstant(await env.currentTimeMs());
          await lifecycles.ticket(
            id,
            resident,
            {
              type: 'report',
              policy: 2,
              rules: rulesFor(policy, category),
              spread,
              urgency,
              federalState,
              category,
              place: 'unit',
              reporter: resident,
              assignee: null,
            },
            begun,
          );
          for (const command of acts) {
            const act = { id: randomUUID(), actor: employee, at: toInstant(await env.currentTimeMs()), command };
            if (check(stateOf(id), act) === null) await lifecycles.ticket(id, employee, command, act.at, act.id);
          }
        }
        const now = toInstant(await env.currentTimeMs());
        const until = addMinutes(now, (days - 1) * 24 * 60);
        const promised = ids.map((id) => forecast([stateOf(id)], [], 2_000).filter(({ at }) => at <= until));
        const before = ids.map((id) => rows(id).length);
        await env.sleep(days * DAY);
        ids.forEach((id, n) => {
          const came = rows(id)
            .slice(before[n])
            .flatMap(({ happenings }) => happenings)
            .map(({ at, kind, facts }) => ({
              at,
              kind,
              stage: facts.stage ?? null,
              to: facts.to ?? facts.on ?? null,
            }))
            .filter(({ at }) => at <= until);
          compared += came.length;
          expect(sorted(came)).toEqual(sorted(promised[n] ?? []));
        });
      },
    );
    await fc.assert(property, { numRuns: 6, endOnFailure: true });
    await lifecycles.end();
  });
  expect(compared).toBeGreaterThan(100);
});
