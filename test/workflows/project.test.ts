import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import type { Actor } from '../../domain/parties.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { tick } from '../../domain/project/clock.ts';
import type { ProjectCommand } from '../../domain/project/commands.ts';
import { forecastProject } from '../../domain/project/forecast.ts';
import { apply, begin } from '../../domain/project/rules.ts';
import type { ProjectState, Responsible } from '../../domain/project/state.ts';
import { addDays, addMinutes, berlinClock, DAY, type Instant, toInstant } from '../../domain/time/berlin.ts';
import { given } from '../support/given.ts';
import { recordHistory } from '../support/histories.ts';
import { Lifecycles } from '../support/lifecycles.ts';
import { type TestTemporal, testTemporal } from '../support/temporal.ts';

type Start = Extract<ProjectCommand, { type: 'start' }>;
const manager: Actor = { kind: 'employee', id: randomUUID() };
const roofer = { kind: 'contractor', id: randomUUID() } as const;
const parties: Responsible[] = [
  { role: 'employee', id: manager.id },
  { role: 'contractor', id: roofer.id },
  { role: 'advisoryBoard' },
];
const day = 9 * 60;

function startOn(at: Instant, todos: (on: (days: number) => string) => Start['todos']): Start {
  const today = berlinClock(at).day;
  return {
    type: 'start',
    policy: 1,
    urgency: 'normal',
    federalState: 'BY',
    template: null,
    lead: null,
    parties,
    todos: todos((days) => addDays(today, days)),
  };
}

describe('over a year', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: given('TEST_TEMPORAL_TEST_SERVER') } },
    });
  });
  afterAll(() => env.teardown());

  test('a project tells what its forecast said, to the minute, daylight saving included', async () => {
    const id = randomUUID();
    const at = toInstant(await env.currentTimeMs());
    const start = startOn(at, (on) => [
      { who: 1, when: { on: on(20) } },
      { who: 0, when: { after: 1, period: { working: 5 * day } } },
      { who: 2, when: { after: 2, period: { clock: 60 * 24 * 60 } } },
      { who: 1, when: { on: on(300) }, needs: [3] },
      { who: 1, when: { on: on(330) } },
    ]);
    // What is done on the way, on which day.
    const acts: [days: number, actor: Actor, command: ProjectCommand][] = [
      [30, roofer, { type: 'done', todo: 1 }],
      [40, manager, { type: 'done', todo: 2 }],
      [150, manager, { type: 'move', todo: 5, when: { on: addDays(berlinClock(at).day, 345) } }],
      [200, manager, { type: 'drop', todo: 3 }],
    ];
    const commands = acts.map(() => randomUUID());
    const startId = randomUUID();
    const lifecycles = new Lifecycles(env.client);
    const worker = await lifecycles.worker(env.nativeConnection);
    const done: { at: Instant; actor: Actor; command: ProjectCommand; id: string }[] = [];
    await worker.runUntil(async () => {
      await lifecycles.project(id, manager, start, at, startId);
      let passed = 0;
      for (const [index, [days, actor, command]] of acts.entries()) {
        await env.sleep((days - passed) * DAY);
        passed = days;
        const now = toInstant(await env.currentTimeMs());
        await lifecycles.project(id, actor, command, now, commands[index]);
        done.push({ at: now, actor, command, id: commands[index]! });
      }
      await env.sleep((365 - passed) * DAY);
      await lifecycles.end();
    });
    const until = addMinutes(at, 365 * 24 * 60 - 60);
    const told = lifecycles.written
      .flatMap(({ happenings }) => happenings)
      .filter((each) => each.at <= until)
      .map(({ kind, at: when, facts }) => `${when} ${kind} ${String(facts.todo ?? '')}`);

    // The same by the rules alone, each stretch between two acts as the forecast has it.
    const expected: string[] = [];
    const first = begin(id, { id: startId, actor: manager, at, command: start });
    let state: ProjectState = first.state;
    const note = ({ happenings }: Pick<typeof first, 'happenings'>) => {
      for (const { kind, at: when, facts } of happenings) expected.push(`${when} ${kind} ${String(facts.todo ?? '')}`);
    };
    note(first);
    const pass = (to: Instant) => {
      const foreseen = forecastProject(state, 400).filter((step) => step.at <= to);
      const before = expected.length;
      for (let next = nextDeadline(state); next !== null && next <= to; next = nextDeadline(state)) {
        const outcome = tick(state, next);
        note(outcome);
        state = outcome.state;
      }
      expect(foreseen.map((step) => `${step.at} ${step.kind} ${step.todo ?? ''}`)).toEqual(expected.slice(before));
    };
    for (const act of done) {
      pass(act.at);
      const outcome = apply(state, act);
      note(outcome);
      state = outcome.state;
    }
    pass(until);
    expect(told.length).toBeGreaterThan(25);
    expect(told).toEqual(expected);
  });
});

describe('on a real engine', () => {
  let server: TestTemporal;
  let client: Client;
  beforeAll(async () => {
    server = await testTemporal();
    client = new Client({ connection: server.connection });
  });
  afterAll(() => server.close());

  test('a project runs from its start to its end, refuses a cycle, and its history replays', async () => {
    const id = randomUUID();
    const lifecycles = new Lifecycles(client);
    const now = () => toInstant(Date.now());
    const does = (actor: Actor, command: ProjectCommand, commandId?: string) =>
      lifecycles.project(id, actor, command, now(), commandId);
    const worker = await lifecycles.worker(server.native);
    await worker.runUntil(async () => {
      await does(
        manager,
        startOn(now(), (on) => [
          { who: 1, when: { on: on(20) } },
          { who: 0, when: { after: 1, period: { working: day } } },
        ]),
      );
      await expect(does(manager, { type: 'depend', todo: 1, needs: [2] })).rejects.toMatchObject({
        cause: expect.objectContaining({ type: 'planCycle' } satisfies Partial<ApplicationFailure>),
      });
      await does(roofer, { type: 'begin', todo: 1 });
      await does(manager, { type: 'move', todo: 1, when: { on: addDays(berlinClock(now()).day, 30) } });
      await does(manager, {
        type: 'add',
        who: { role: 'advisoryBoard' },
        when: { on: addDays(berlinClock(now()).day, 9) },
      });
      await does(roofer, { type: 'tick', todo: 1, item: 2, ticked: true });
      await does(roofer, { type: 'done', todo: 1 });
      await does({ kind: 'system' }, { type: 'left', who: { role: 'advisoryBoard' } });
      await does(manager, { type: 'assign', todo: 3, to: { role: 'contractor', id: roofer.id } });
      await does(manager, { type: 'drop', todo: 3 });
      await does(manager, { type: 'done', todo: 2 });
      await does(manager, { type: 'reopen', todo: 2 });
      const last = randomUUID();
      await does(manager, { type: 'done', todo: 2 }, last);
      // Said twice, done once.
      const again = await does(manager, { type: 'done', todo: 2 }, last);
      await does(manager, { type: 'close' });
      await lifecycles.handle('project', id).result();
      expect(lifecycles.written.at(-1)).toMatchObject({
        state: { phase: 'closed', outcome: 'done', revision: again.revision + 1 },
      });
      await recordHistory('project-done', lifecycles.handle('project', id));
    });
  });

  test('a project is led, renamed, joined, made to wait and moved to newer rules; who led it leaves', async () => {
    const id = randomUUID();
    const lifecycles = new Lifecycles(client);
    const does = (actor: Actor, command: ProjectCommand) =>
      lifecycles.project(id, actor, command, toInstant(Date.now()));
    const worker = await lifecycles.worker(server.native);
    await worker.runUntil(async () => {
      await does(
        manager,
        startOn(toInstant(Date.now()), (on) => [
          { who: 1, when: { on: on(20) } },
          { who: 1, when: { on: on(30) } },
        ]),
      );
      await does(manager, { type: 'lead', to: manager.id });
      await does(manager, { type: 'rename', todo: 1 });
      const matter = { noun: 'ticket', id: randomUUID() } as const;
      await does(manager, { type: 'join', ...matter });
      await does(manager, { type: 'part', ...matter });
      await does(manager, { type: 'depend', todo: 2, needs: [1] });
      const { todo } = builtinPolicy.stages.normal;
      const rules = { stages: { normal: { todo: { ...todo, period: { working: 3 * day } } } } };
      await does(manager, { type: 'movePolicy', policy: 2, rules });
      await does({ kind: 'system' }, { type: 'left', who: { role: 'employee', id: manager.id } });
      expect(lifecycles.written.at(-1)?.state).toMatchObject({ lead: null, policy: 2 });
      await does(manager, { type: 'cancel' });
      await lifecycles.handle('project', id).result();
      await recordHistory('project-led-moved', lifecycles.handle('project', id));
    });
  });

  test('after a week without a worker only the newest due step goes out', async () => {
    const id = randomUUID();
    const lifecycles = new Lifecycles(client);
    const at = addMinutes(toInstant(Date.now()), -8 * 24 * 60);
    const start = startOn(at, (on) => [
      { who: 1, when: { on: on(30) } },
      { who: 0, when: { on: on(3) } },
      { who: 1, when: { on: on(2) } },
    ]);
    const { state } = begin(id, { id: randomUUID(), actor: manager, at, command: start });
    const worker = await lifecycles.worker(server.native);
    await worker.runUntil(async () => {
      await lifecycles.resume('project', id, state);
      await lifecycles.until((revision) => revision.id === id);
      await lifecycles.end();
    });
    const [first, ...rest] = lifecycles.written;
    expect(rest).toEqual([]);
    // One escalation for what is ours, one message that the roofer's part came back: not each step in between.
    expect(first?.messages.map(({ template, late }) => [template, late]).sort()).toEqual([
      ['todosEscalated', true],
      ['todosLate', true],
    ]);
  });

  test('a project that is cancelled tells those who still had something to do', async () => {
    const id = randomUUID();
    const lifecycles = new Lifecycles(client);
    const now = () => toInstant(Date.now());
    const worker = await lifecycles.worker(server.native);
    await worker.runUntil(async () => {
      const start = startOn(now(), (on) => [{ who: 1, when: { on: on(20) } }]);
      await lifecycles.project(id, manager, start, now());
      await lifecycles.project(id, manager, { type: 'comment', todo: 1 }, now());
      await lifecycles.project(id, manager, { type: 'cancel' }, now());
      await lifecycles.handle('project', id).result();
      await recordHistory('project-cancelled', lifecycles.handle('project', id));
    });
    expect(lifecycles.written.at(-1)?.messages).toMatchObject([
      { template: 'projectCancelled', to: { role: 'contractor', id: roofer.id } },
    ]);
  });
});
