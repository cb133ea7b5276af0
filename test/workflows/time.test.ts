import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { World } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import type { ProjectCommand } from '../../domain/project/commands.ts';
import { open } from '../../domain/ticket/rules.ts';
import { addDays, addMinutes, berlinClock, DAY, type Instant, toInstant } from '../../domain/time/berlin.ts';
import type { OrderCommand } from '../../domain/workOrder/commands.ts';
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

const report = (urgency: Urgency) =>
  ({
    type: 'report',
    policy: 1,
    urgency,
    federalState: 'BW',
    category: 'water',
    place: 'unit',
    reporter: resident,
    assignee: null,
  }) as const;

/** What happened, when, to whom, in order: what a forecast promises and what a timeline tells. */
type Told = { noun: string; kind: string; at: Instant; stage: unknown };

function expected(
  ticket: string,
  order: string | null,
  urgency: Urgency,
  at: Instant,
  contractors: string[],
  until: Instant,
) {
  const told: Told[] = [];
  const world = new World(({ noun, outcome }) => {
    for (const { kind, at: when, facts } of outcome.happenings) told.push({ noun, kind, at: when, stage: facts.stage });
  });
  world.actOnTicket(ticket, { id: randomUUID(), actor: resident, at, command: report(urgency) });
  if (order)
    world.actOnOrder(order, {
      id: randomUUID(),
      actor: employee,
      at,
      command: {
        type: 'place',
        policy: 1,
        urgency,
        federalState: 'BW',
        tickets: [ticket],
        contractors,
        appointments: [],
      },
    });
  world.pass(until);
  return told;
}

/** By time, then by what: two lifecycles that act at the same instant have no order between them. */
function sorted(told: Told[]): string[] {
  return told.map(({ noun, kind, at, stage }) => `${at} ${noun} ${kind} ${String(stage ?? '')}`).sort();
}

for (const urgency of ['normal', 'urgent', 'emergency'] as const) {
  test(`in a year of silence a ${urgency} ticket tells what its forecast said, to the minute`, async () => {
    const ticket = randomUUID();
    const at = toInstant(await env.currentTimeMs());
    const days = urgency === 'normal' ? 365 : 40;
    const lifecycles = new Lifecycles(env.client);
    const worker = await lifecycles.worker(env.nativeConnection);
    await worker.runUntil(async () => {
      await lifecycles.ticket(ticket, resident, report(urgency), at);
      await env.sleep(days * DAY);
      await lifecycles.end();
    });
    const until = addMinutes(at, days * 24 * 60 - 60);
    const told = lifecycles.written
      .flatMap(({ noun, happenings }) => happenings.map((each) => ({ ...each, noun, stage: each.facts.stage })))
      .filter((each) => each.at <= until);
    expect(told.length).toBeGreaterThan(20);
    expect(sorted(told)).toEqual(sorted(expected(ticket, null, urgency, at, [], until)));
  });
}

test('an order nobody answers goes from contractor to contractor and comes back to us, as forecast', async () => {
  const [ticket, order] = [randomUUID(), randomUUID()];
  const contractors = [randomUUID(), randomUUID()];
  const at = toInstant(await env.currentTimeMs());
  const lifecycles = new Lifecycles(env.client);
  const worker = await lifecycles.worker(env.nativeConnection);
  await worker.runUntil(async () => {
    await lifecycles.ticket(ticket, resident, report('normal'), at);
    const place: OrderCommand = {
      type: 'place',
      policy: 1,
      urgency: 'normal',
      federalState: 'BW',
      tickets: [ticket],
      contractors,
      appointments: [],
    };
    await lifecycles.order(order, employee, place, at);
    await lifecycles.until(({ state }) => state.id === order && state.phase === 'offered');
    for (let quarter = 0; quarter < 60 * 4; quarter += 1) {
      await lifecycles.told();
      await env.sleep(DAY / 4);
    }
    await lifecycles.end();
  });
  const until = addMinutes(at, 59 * 24 * 60);
  const told = lifecycles.written
    .flatMap(({ noun, happenings }) => happenings.map((each) => ({ ...each, noun, stage: each.facts.stage })))
    .filter((each) => each.at <= until);
  // Signals take the engine's moment, not the act's: only what is dated by the policy is compared.
  const dated = (all: Told[]) =>
    all
      .filter(({ kind }) => ['reminded', 'escalated', 'lapsed', 'orderUnplaced'].includes(kind))
      .map(({ kind, stage }) => `${kind} ${String(stage ?? '')}`);
  expect(dated(told)).toEqual(dated(expected(ticket, order, 'normal', at, contractors, until)));
});

test.each([
  ['counts, and nobody else is asked', true, []],
  ['is as if it had not been said when it is taken back', false, ['lapsed']],
])('what a firm said before its period ended and can still take back %s', async (_what, sent, expectedLapses) => {
  const [ticket, order] = [randomUUID(), randomUUID()];
  const [firm, next] = [randomUUID(), randomUUID()];
  const at = toInstant(await env.currentTimeMs());
  const lifecycles = new Lifecycles(env.client);
  const worker = await lifecycles.worker(env.nativeConnection);
  await worker.runUntil(async () => {
    await lifecycles.ticket(ticket, resident, report('emergency'), at);
    const place: OrderCommand = {
      type: 'place',
      policy: 1,
      urgency: 'emergency',
      federalState: 'BW',
      tickets: [ticket],
      contractors: [firm, next],
      appointments: [],
    };
    await lifecycles.order(order, employee, place, at);
    const { state } = await lifecycles.until((written) => written.id === order && written.state.phase === 'offered');
    const ends = Date.parse(state.balls.find(({ stage }) => stage === 'offer')?.until ?? '');
    const said = toInstant(ends - 10_000);
    lifecycles.held.set(order, { at: said, until: toInstant(ends + 20_000) });
    await lifecycles.told();
    await env.sleep(ends + 5_000 - (await env.currentTimeMs()));
    // Neither the clock nor somebody else's act takes it away from them meanwhile.
    await lifecycles.order(order, employee, { type: 'ask' }, toInstant(ends + 5_000));
    lifecycles.held.delete(order);
    if (sent) await lifecycles.order(order, { kind: 'contractor', id: firm }, { type: 'accept' }, said);
    await lifecycles.told();
    await env.sleep(60_000);
    await lifecycles.end();
  });
  const orders = lifecycles.written.filter(({ id }) => id === order);
  const lapses = orders.flatMap(({ happenings }) =>
    happenings.filter(({ kind, facts }) => kind === 'lapsed' && facts.stage === 'offer').map(({ kind }) => kind),
  );
  expect(lapses).toEqual(expectedLapses);
  expect(orders.at(-1)?.state).toMatchObject({ accepted: sent, at: sent ? 0 : 1 });
});

/** Lets a deadline of a lifecycle pass while what a firm said ten seconds before it is held, then sends it. */
async function saidInTime(
  lifecycles: Lifecycles,
  id: string,
  deadline: Instant,
  send: (at: Instant) => Promise<unknown>,
): Promise<void> {
  const ends = Date.parse(deadline);
  lifecycles.held.set(id, { at: toInstant(ends - 10_000), until: toInstant(ends + 20_000) });
  await lifecycles.told();
  await env.sleep(ends + 5_000 - (await env.currentTimeMs()));
  lifecycles.held.delete(id);
  await send(toInstant(ends - 10_000));
  await lifecycles.told();
  await env.sleep(60_000);
}
const lapsesOf = (lifecycles: Lifecycles) =>
  lifecycles.written.flatMap(({ happenings }) => happenings.filter(({ kind }) => kind === 'lapsed'));

test('what a firm answers on a ticket before its period ends counts, also while it can still be taken back', async () => {
  const [ticket, question] = [randomUUID(), randomUUID()];
  const firm = { kind: 'contractor', id: randomUUID() } as const;
  const at = toInstant(await env.currentTimeMs());
  const lifecycles = new Lifecycles(env.client);
  const worker = await lifecycles.worker(env.nativeConnection);
  await worker.runUntil(async () => {
    await lifecycles.ticket(ticket, resident, report('emergency'), at);
    await lifecycles.ticket(ticket, employee, { type: 'ask', to: { role: 'contractor', id: firm.id } }, at, question);
    const { state } = await lifecycles.until(({ state: { balls } }) => balls.some(({ key }) => key === question));
    const ball = state.balls.find(({ key }) => key === question);
    await saidInTime(lifecycles, ticket, ball?.until ?? '', (said) =>
      lifecycles.ticket(ticket, firm, { type: 'answer', question }, said),
    );
    await lifecycles.end();
  });
  expect(lapsesOf(lifecycles)).toEqual([]);
  expect(lifecycles.written.at(-1)?.state).toMatchObject({ asked: [] });
});

test('what a firm reports done in a project before its date counts, also while it can still be taken back', async () => {
  const project = randomUUID();
  const firm = { kind: 'contractor', id: randomUUID() } as const;
  const at = toInstant(await env.currentTimeMs());
  const lifecycles = new Lifecycles(env.client);
  const worker = await lifecycles.worker(env.nativeConnection);
  await worker.runUntil(async () => {
    const start: ProjectCommand = {
      type: 'start',
      policy: 1,
      urgency: 'normal',
      federalState: 'BW',
      template: null,
      lead: null,
      parties: [{ role: 'contractor', id: firm.id }],
      todos: [{ who: 0, when: { on: addDays(berlinClock(at).day, 20) } }],
    };
    await lifecycles.project(project, employee, start, at);
    const { state } = await lifecycles.until(({ id }) => id === project);
    await saidInTime(lifecycles, project, state.balls[0]?.until ?? '', (said) =>
      lifecycles.project(project, firm, { type: 'done', todo: 1 }, said),
    );
    await lifecycles.end();
  });
  expect(lapsesOf(lifecycles)).toEqual([]);
  expect(lifecycles.written.at(-1)?.state).toMatchObject({ todos: [{ done: expect.any(Number) }] });
});

// These come last: after an act that waited for a worker the test server skips no time any more.
test.each([
  ['after what was due before it', 30 * 24 * 60, ['escalated', 'accepted']],
  ['before what is due after it', 1, ['accepted']],
])('an act that a worker finds together with a late deadline is done %s', async (_when, minutes, first) => {
  const ticket = randomUUID();
  const reported = addMinutes(toInstant(await env.currentTimeMs()), -30 * 24 * 60);
  const { state } = open(ticket, { id: randomUUID(), actor: resident, at: reported, command: report('normal') });
  const lifecycles = new Lifecycles(env.client);
  // No worker is there yet: the act and what has long been due reach it in one task.
  await lifecycles.resume('ticket', ticket, state);
  const accepting = lifecycles.ticket(ticket, employee, { type: 'accept' }, addMinutes(reported, minutes));
  const worker = await lifecycles.worker(env.nativeConnection);
  await worker.runUntil(async () => {
    await accepting;
    await lifecycles.end();
  });
  const told = lifecycles.written.flatMap(({ happenings }) => happenings.map(({ kind }) => kind));
  const accepted = told.indexOf('accepted');
  expect([
    ...told
      .slice(0, accepted)
      .filter((kind) => kind === 'escalated')
      .slice(0, 1),
    told[accepted],
  ]).toEqual(first);
});
