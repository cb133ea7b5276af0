import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf, nextDeadline } from '../../domain/lifecycle/ball.ts';
import type { Actor } from '../../domain/parties.ts';
import { ballOf, waiting } from '../../domain/project/balls.ts';
import { builtinTemplate, builtinTemplateIds } from '../../domain/project/builtin.ts';
import { check } from '../../domain/project/check.ts';
import { tick } from '../../domain/project/clock.ts';
import { type ProjectCommand, projectCommand } from '../../domain/project/commands.ts';
import type { ProjectOutcomeData } from '../../domain/project/draft.ts';
import { forecastProject } from '../../domain/project/forecast.ts';
import { inOrder } from '../../domain/project/plan.ts';
import { apply, begin } from '../../domain/project/rules.ts';
import {
  fromMinute,
  isEnded,
  NEEDS_MOST,
  needsOf,
  PARTIES_MOST,
  type ProjectState,
  type Responsible,
  TODOS_MOST,
  type Todo,
  toMinute,
} from '../../domain/project/state.ts';
import { planFrom, previewOf, templateDocument, templateProblem } from '../../domain/project/template.ts';
import { addDays, addMinutes, berlinClock, type Instant } from '../../domain/time/berlin.ts';
import { isWorkingDay } from '../../domain/time/workingTime.ts';
import { anna, colleague, idOf, monday, neighbour, resident, roofer, uuid } from './given.ts';

type Start = Extract<ProjectCommand, { type: 'start' }>;
const us: Responsible = { role: 'management' };
const byAnna: Responsible = { role: 'employee', id: idOf(anna) };
const byRoofer: Responsible = { role: 'contractor', id: idOf(roofer) };
const byOwner: Responsible = { role: 'person', id: idOf(resident) };
const byBoard: Responsible = { role: 'advisoryBoard' };
const day = 9 * 60;

let commands = 500_000;
const act = (command: ProjectCommand, at: Instant = monday, actor: Actor = anna) => {
  commands += 1;
  return { id: uuid(commands), actor, at, command };
};

function started(
  todos: Start['todos'],
  parties: Responsible[] = [byAnna, byRoofer, byOwner, byBoard],
): ProjectOutcomeData {
  const command: Start = {
    type: 'start',
    policy: 1,
    urgency: 'normal',
    federalState: 'BW',
    template: null,
    lead: null,
    parties,
    todos,
  };
  const start = { ...act(command), command };
  expect(check(null, start)).toBeNull();
  return begin(uuid(77), start);
}

/** Does an act that has to be allowed. */
function does(
  state: ProjectState,
  command: ProjectCommand,
  at: Instant = monday,
  actor: Actor = anna,
): ProjectOutcomeData {
  const said = act(command, at, actor);
  expect(check(state, said)).toBeNull();
  return apply(state, said);
}

const refused = (state: ProjectState, command: ProjectCommand, at: Instant = monday, actor: Actor = anna) =>
  check(state, act(command, at, actor));

const dueDay = (todo: Todo | undefined) => (todo ? berlinClock(fromMinute(todo.due)).day : '');

/** Three steps, one after the other: the roofer on a Wednesday, two days later Anna, then the owner by the clock. */
const chain = (): Start['todos'] => [
  { who: 1, when: { on: '2026-03-11' } },
  { who: 0, when: { after: 1, period: { working: 2 * day } } },
  { who: 2, when: { after: 2, period: { clock: 7 * 24 * 60 } } },
  { who: 0, when: { on: '2026-04-20' } },
];

describe('the dates of a project', () => {
  it('follow each other by working or clock time', () => {
    const { state } = started(chain());
    expect(state.todos.map(dueDay)).toEqual(['2026-03-11', '2026-03-13', '2026-03-20', '2026-04-20']);
  });

  it('never fall on a weekend or holiday of the federal state: the next working day takes their place, with a note', () => {
    const { state } = started([]);
    // Epiphany is a holiday in Baden-Württemberg, the day before a Tuesday.
    const added = does(state, { type: 'add', who: byAnna, when: { on: '2027-01-06' } });
    expect(dueDay(added.state.todos[0])).toBe('2027-01-07');
    expect(added.happenings[0]?.facts).toMatchObject({ wished: '2027-01-06', why: 'holiday' });
    const saturday = does(added.state, { type: 'move', todo: 1, when: { on: '2026-03-14' } });
    expect(dueDay(saturday.state.todos[0])).toBe('2026-03-16');
    expect(saturday.happenings[0]?.facts).toMatchObject({ wished: '2026-03-14', why: 'weekend' });
  });

  it('move with what they depend on, and the timeline says which, with old and new dates', () => {
    const { state } = started(chain());
    const { state: moved, happenings, effects } = does(state, { type: 'move', todo: 1, when: { on: '2026-03-18' } });
    expect(moved.todos.map(dueDay)).toEqual(['2026-03-18', '2026-03-20', '2026-03-27', '2026-04-20']);
    expect(happenings[0]).toMatchObject({
      kind: 'todoMoved',
      facts: { todo: 1, from: '2026-03-11T16:00:00.000Z', to: '2026-03-18T16:00:00.000Z' },
    });
    expect((happenings[0]!.facts.follows as { todo: number }[]).map(({ todo }) => todo)).toEqual([2, 3]);
    expect(effects.map((effect) => effect.kind === 'message' && [effect.template, effect.to.role])).toEqual([
      ['todosMoved', 'contractor'],
      ['todosMoved', 'person'],
    ]);
  });

  it('follow the real end of what they depend on, also when that is dropped', () => {
    const { state } = started(chain());
    const done = does(state, { type: 'done', todo: 1 }, '2026-03-04T10:00:00.000Z', roofer).state;
    expect(dueDay(done.todos[1])).toBe('2026-03-06');
    const dropped = does(done, { type: 'drop', todo: 2 }, '2026-03-05T10:00:00.000Z').state;
    expect(dueDay(dropped.todos[2])).toBe('2026-03-12');
    expect(dropped.todos[2]?.since).toBe(toMinute('2026-03-05T10:00:00.000Z'));
  });

  it('that were fixed are put off when what they need ends later, and come back when it does not', () => {
    const { state } = started([
      { who: 1, when: { on: '2026-03-11' } },
      { who: 0, when: { on: '2026-03-12' }, needs: [1] },
    ]);
    const late = does(state, { type: 'move', todo: 1, when: { on: '2026-03-20' } }).state;
    expect(dueDay(late.todos[1])).toBe('2026-03-20');
    const early = does(late, { type: 'move', todo: 1, when: { on: '2026-03-10' } }).state;
    expect(dueDay(early.todos[1])).toBe('2026-03-12');
  });

  it('are refused in the past and before what they need', () => {
    const { state } = started(chain());
    expect(refused(state, { type: 'move', todo: 1, when: { on: '2026-02-20' } })).toBe('datePast');
    expect(refused(state, { type: 'move', todo: 2, when: { on: '2026-03-05' } })).toBe('dateBeforeNeeded');
    expect(refused(state, { type: 'move', todo: 2, when: { on: '2026-03-16' } })).toBeNull();
    expect(refused(state, { type: 'add', who: us, when: { on: '2026-02-20' } })).toBe('datePast');
  });
});

describe('a plan', () => {
  it('is refused with a cycle, with itself as its need, or with what is not there', () => {
    const { state } = started(chain());
    expect(refused(state, { type: 'depend', todo: 1, needs: [3] })).toBe('planCycle');
    expect(refused(state, { type: 'depend', todo: 4, needs: [4] })).toBe('planCycle');
    expect(refused(state, { type: 'move', todo: 1, when: { after: 2, period: { working: 60 } } })).toBe('planCycle');
    expect(refused(state, { type: 'depend', todo: 1, needs: [9] })).toBe('notFound');
    const command = {
      type: 'start',
      policy: 1,
      urgency: 'normal',
      federalState: 'BW',
      template: null,
      lead: null,
      parties: [us],
      todos: [
        { who: 0, when: { after: 2, period: { working: 1 } } },
        { who: 0, when: { on: '2026-03-11' }, needs: [1] },
      ],
    };
    expect(check(null, act(projectCommand.parse(command)))).toBe('planCycle');
  });

  it('lets nothing be done before its turn', () => {
    const { state } = started(chain());
    expect(refused(state, { type: 'done', todo: 2 })).toBe('todoWaits');
    expect(refused(state, { type: 'begin', todo: 3 })).toBe('todoWaits');
    const { state: next, effects } = does(state, { type: 'done', todo: 1 }, monday, roofer);
    expect(refused(next, { type: 'done', todo: 2 })).toBeNull();
    expect(effects).toContainEqual(expect.objectContaining({ template: 'todoDone', to: us }));
    expect(effects).toContainEqual(expect.objectContaining({ template: 'todoReady', to: byAnna }));
  });

  it('of 500 to-dos at the limits fits into 64 KiB', () => {
    const parties = Array.from({ length: PARTIES_MOST }, (_, n): Responsible => ({ role: 'person', id: uuid(n) }));
    const todos = Array.from({ length: TODOS_MOST }, (_, n) => ({
      who: n % PARTIES_MOST,
      when: { on: '2026-12-11' },
      ...(n >= 100 && { needs: [n - 98, n - 99] }),
    }));
    expect(todos.reduce((sum, { needs }) => sum + (needs?.length ?? 0), 0)).toBeLessThanOrEqual(NEEDS_MOST);
    let { state } = started(todos, parties);
    for (let n = 1; n <= 256; n += 1) state = does(state, { type: 'tick', todo: n, item: 11, ticked: true }).state;
    expect(state.applied).toHaveLength(256);
    expect(JSON.stringify(state).length).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('who has the ball', () => {
  it('is who is responsible for what can be done now; reminders come before the date, then it is ours', () => {
    const { state } = started(chain());
    expect(waiting(state).map(({ key, stage, on, until }) => [key, stage, on.role, until])).toEqual([
      ['1', 'todo', 'contractor', '2026-03-11T16:00:00.000Z'],
      ['4', 'ownTodo', 'employee', '2026-04-20T15:00:00.000Z'],
    ]);
    const steps = forecastProject(state, 3);
    expect(steps.map(({ at, kind, todo }) => [at, kind, todo])).toEqual([
      ['2026-03-06T16:00:00.000Z', 'reminded', 1],
      ['2026-03-10T16:00:00.000Z', 'reminded', 1],
      ['2026-03-11T16:00:00.000Z', 'lapsed', 1],
    ]);
    const late = tick(tick(tick(state, steps[0]!.at).state, steps[1]!.at).state, steps[2]!.at);
    expect(late.state.todos[0]).toMatchObject({ back: 'late' });
    expect(late.effects).toEqual([expect.objectContaining({ template: 'todosLate', to: us })]);
    expect(waiting(late.state)[0]).toMatchObject({ stage: 'todoLate', on: us });
    // Whoever is late can still do it.
    expect(refused(late.state, { type: 'done', todo: 1 }, steps[2]!.at, roofer)).toBeNull();
    const again = does(late.state, { type: 'move', todo: 1, when: { on: '2026-03-25' } }, steps[2]!.at).state;
    expect(waiting(again)).toContainEqual(expect.objectContaining({ stage: 'todo', on: byRoofer }));
  });

  it('is the management when a responsible person has left, with a reason', () => {
    const { state } = started(chain());
    const {
      state: next,
      happenings,
      effects,
    } = does(state, { type: 'left', who: byRoofer }, monday, { kind: 'system' });
    expect(happenings[0]).toMatchObject({ kind: 'responsibleLeft', facts: { who: byRoofer, todos: ['1'] } });
    expect(effects).toEqual([expect.objectContaining({ template: 'responsibleLeft', to: us })]);
    expect(waiting(next)).toContainEqual(expect.objectContaining({ key: '1', stage: 'reassign', on: us }));
    expect(refused(next, { type: 'done', todo: 1 }, monday, roofer)).toBe('forbidden');
    expect(refused(next, { type: 'left', who: byRoofer })).toBe('notAllowedNow');
    const given = does(next, { type: 'assign', todo: 1, to: byOwner }).state;
    expect(ballOf(given, 1)).toMatchObject({ stage: 'todo', on: byOwner, until: '2026-03-11T16:00:00.000Z' });
  });

  it('writes to nobody who has left: not when a date moves, their turn comes, or it is dropped or called off', () => {
    const both = [
      { who: 1, when: { on: '2026-03-11' } },
      { who: 2, needs: [1], when: { on: '2026-04-20' } },
    ];
    const { state } = does(started(both).state, { type: 'left', who: byOwner }, monday, { kind: 'system' });
    const acts: ProjectCommand[] = [
      { type: 'move', todo: 2, when: { on: '2026-04-22' } },
      { type: 'done', todo: 1 },
      { type: 'comment', todo: 2 },
      { type: 'drop', todo: 2 },
      { type: 'cancel' },
    ];
    for (const command of acts) {
      const { effects, happenings } = does(state, command);
      expect(effects.filter((effect) => 'to' in effect && effect.to?.role === 'person')).toEqual([]);
      if (command.type !== 'cancel')
        expect(happenings.flatMap(({ audience }) => audience)).not.toContain(`person:${idOf(resident)}`);
    }
  });

  it('has no lead when who led it has left: the management is told, with what else was theirs, and says who leads', () => {
    const led = does(started(chain()).state, { type: 'lead', to: idOf(anna) }, monday, colleague).state;
    const left: ProjectCommand = { type: 'left', who: byAnna };
    const { state, happenings, effects } = does(led, left, monday, { kind: 'system' });
    expect(state.lead).toBeNull();
    expect(happenings.map(({ kind }) => kind)).toEqual(['responsibleLeft', 'leadLeft']);
    expect(effects).toEqual([
      expect.objectContaining({
        template: 'responsibleLeft',
        to: us,
        facts: { todos: ['2', '4'], count: 2, lead: true },
      }),
    ]);
    expect(refused(state, left, monday, { kind: 'system' })).toBe('notAllowedNow');
    // Who only leads, and is responsible for nothing, is missed all the same.
    const only = does(
      started([{ who: 1, when: { on: '2026-03-11' } }]).state,
      { type: 'lead', to: idOf(anna) },
      monday,
      colleague,
    );
    const gone = does(only.state, left, monday, { kind: 'system' });
    expect(gone.happenings.map(({ kind }) => kind)).toEqual(['leadLeft']);
    expect(gone.effects).toEqual([
      expect.objectContaining({ template: 'responsibleLeft', to: us, facts: { todos: [], count: 0, lead: true } }),
    ]);
    // Somebody else who leaves takes no lead along.
    expect(does(only.state, { type: 'left', who: byRoofer }, monday, { kind: 'system' }).state.lead).toBe(idOf(anna));
    expect(does(gone.state, { type: 'lead', to: idOf(colleague) }, monday, colleague).state.lead).toBe(idOf(colleague));
  });

  it('is the management when nothing is left to do, until the project is closed', () => {
    let { state } = started([{ who: 1, when: { on: '2026-03-11' } }]);
    expect(refused(state, { type: 'close' })).toBe('todosOpen');
    state = does(state, { type: 'done', todo: 1 }, monday, roofer).state;
    expect(waiting(state)).toEqual([expect.objectContaining({ stage: 'wrapUp', on: us })]);
    const open = does(state, { type: 'reopen', todo: 1 }, monday, roofer).state;
    expect(waiting(open)).toEqual([expect.objectContaining({ stage: 'todo', on: byRoofer })]);
    const closed = does(state, { type: 'close' });
    expect(closed.state).toMatchObject({ phase: 'closed', outcome: 'done', balls: [] });
    expect(refused(closed.state, { type: 'comment', todo: null })).toBe('closed');
  });

  it('may only be played by those it concerns', () => {
    const { state } = started([...chain(), { who: 3, when: { on: '2026-03-11' } }]);
    expect(refused(state, { type: 'done', todo: 1 }, monday, neighbour)).toBe('forbidden');
    expect(refused(state, { type: 'done', todo: 4 }, monday, roofer)).toBe('forbidden');
    expect(refused(state, { type: 'move', todo: 1, when: { on: '2026-03-30' } }, monday, roofer)).toBe('forbidden');
    expect(refused(state, { type: 'comment', todo: null }, monday, roofer)).toBe('forbidden');
    // Who sits on the board is asked by the API.
    expect(refused(state, { type: 'done', todo: 5 }, monday, neighbour)).toBeNull();
    expect(refused(state, { type: 'done', todo: 1 }, monday, colleague)).toBeNull();
  });

  it('hears only of the newest due step after a week in which nothing ran, as one message each', () => {
    const { state } = started([
      { who: 1, when: { on: '2026-03-11' } },
      { who: 1, when: { on: '2026-03-11' } },
      { who: 0, when: { on: '2026-03-05' } },
    ]);
    const { effects, happenings } = tick(state, '2026-03-10T18:00:00.000Z');
    expect(
      effects.map(
        (effect) => effect.kind === 'message' && [effect.template, effect.to.role, effect.facts.todos, effect.late],
      ),
    ).toEqual([
      ['todosEscalated', 'onCall', ['3'], true],
      ['todosDue', 'contractor', ['1', '2'], true],
    ]);
    expect(happenings.map(({ kind }) => kind).sort()).toEqual(['escalated', 'reminded', 'reminded']);
  });
});

describe('templates', () => {
  it('that are built in can be published and started in any federal state, in both languages', () => {
    for (const id of builtinTemplateIds)
      for (const locale of ['de', 'en'] as const) {
        const document = builtinTemplate(id, locale);
        expect(templateDocument.parse(document)).toEqual(document);
        expect(templateProblem(document)).toBeNull();
        const calendar = calendarOf({ policy: 1, urgency: 'normal', federalState: 'BY' });
        const preview = previewOf(document, '2026-03-02', calendar);
        for (const { due } of preview) expect(isWorkingDay(berlinClock(fromMinute(due)).day, 'BY')).toBe(true);
        const parties = document.roles.map((_, n): Responsible => ({ role: 'person', id: uuid(n) }));
        const { state } = started(
          planFrom(document, '2026-03-02', calendarOf({ policy: 1, urgency: 'normal', federalState: 'BW' })),
          parties,
        );
        expect(waiting(state).length).toBeGreaterThan(0);
      }
  });

  it('with a cycle or an unknown role are not published', () => {
    const document = builtinTemplate('roof', 'de');
    const [first, ...rest] = document.todos;
    expect(templateProblem({ ...document, todos: [{ ...first!, needs: [14] }, ...rest] })).toBe('planCycle');
    expect(templateProblem({ ...document, todos: [{ ...first!, role: 9 }, ...rest] })).toBe('badInput');
  });
});

/** A plan of up to 30 to-dos: links go anywhere, so that cycles come about too. */
const plans = fc.array(
  fc.record({
    who: fc.nat(3),
    shift: fc.nat(60),
    link: fc.option(fc.nat(29), { nil: undefined }),
    minutes: fc.nat(10 * day),
    working: fc.boolean(),
    needs: fc.array(fc.nat(29), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 30 },
);
type Sketch = typeof plans extends fc.Arbitrary<infer T> ? T : never;

function planOf(sketch: Sketch, forward: boolean): Start['todos'] {
  const count = sketch.length;
  return sketch.map(({ who, shift, link, minutes, working, needs }, index) => {
    const place = (n: number) => (forward ? (n % Math.max(1, index)) + 1 : (n % count) + 1);
    const isFree = link === undefined || (forward && index === 0);
    return {
      who,
      when: isFree
        ? { on: addDays('2026-03-03', shift) }
        : { after: place(link), period: working ? { working: minutes } : { clock: minutes * 3 } },
      ...(needs.length > 0 && !(forward && index === 0) && { needs: [...new Set(needs.map(place))] }),
    };
  });
}

/** Whether anything can be reached from itself, looked for step by step. */
function hasCycle(todos: readonly Pick<Todo, 'when' | 'needs'>[]): boolean {
  const leads = (from: number, seen: ReadonlySet<number>): boolean =>
    needsOf(todos[from - 1]!).some((n) => seen.has(n) || leads(n, new Set([...seen, n])));
  return todos.some((_, index) => leads(index + 1, new Set([index + 1])));
}

/** Everything that needs `n`, directly or by others. */
function dependents(todos: readonly Todo[], n: number): Set<number> {
  const found = new Set<number>();
  const look = (needed: number) => {
    todos.forEach((todo, index) => {
      if (!needsOf(todo).includes(needed) || found.has(index + 1)) return;
      found.add(index + 1);
      look(index + 1);
    });
  };
  look(n);
  return found;
}

describe('random plans', () => {
  it('are accepted exactly when they have no cycle', () => {
    fc.assert(
      fc.property(plans, fc.boolean(), (sketch, forward) => {
        const todos = planOf(sketch.slice(0, 8), forward);
        const command = projectCommand.parse({
          type: 'start',
          policy: 1,
          urgency: 'normal',
          federalState: 'BW',
          template: null,
          lead: null,
          parties: [byAnna, byRoofer, byOwner, byBoard],
          todos,
        });
        expect(check(null, act(command))).toBe(hasCycle(todos) ? 'planCycle' : null);
      }),
      { numRuns: 300 },
    );
  });

  it('move exactly what depends on what was moved, to the dates that a plan made anew would have', () => {
    fc.assert(
      fc.property(plans, fc.nat(29), fc.nat(80), (sketch, pick, shift) => {
        const { state } = started(planOf(sketch, true));
        const n = (pick % state.todos.length) + 1;
        const said = act({ type: 'move', todo: n, when: { on: addDays('2026-03-03', shift) } });
        if (check(state, said) !== null) return;
        const { state: next, happenings } = apply(state, said);
        const follow = dependents(next.todos, n);
        const moved = next.todos.flatMap((todo, index) => (todo.due === state.todos[index]!.due ? [] : [index + 1]));
        for (const other of moved) if (other !== n) expect(follow.has(other)).toBe(true);
        const facts = happenings[0]!.facts;
        const told = [
          ...(facts.from ? [n] : []),
          ...((facts.follows ?? []) as { todo: number }[]).map(({ todo }) => todo),
        ];
        expect(told.sort((a, b) => a - b)).toEqual(moved);
        const anew = started(next.todos.map(({ who, when, needs }) => ({ who, when, ...(needs && { needs }) }))).state;
        expect(next.todos.map(({ due }) => due)).toEqual(anew.todos.map(({ due }) => due));
      }),
      { numRuns: 100 },
    );
  });

  it('of a project that lives always wait on somebody, with the next step dated, and never hold a cycle', () => {
    const tries = fc.array(
      fc.record({ what: fc.nat(9), todo: fc.nat(40), other: fc.nat(40), minutes: fc.nat(6_000) }),
      { minLength: 10, maxLength: 40 },
    );
    fc.assert(
      fc.property(plans, tries, (sketch, attempts) => {
        let { state } = started(planOf(sketch, true));
        let now = monday;
        for (const { what, todo, other, minutes } of attempts) {
          const until = addMinutes(now, minutes);
          for (let at = nextDeadline(state); at !== null && at <= until; at = nextDeadline(state)) {
            const ticked = tick(state, at);
            expect(ticked.state.revision).toBe(state.revision + 1);
            state = ticked.state;
            assertWaits(state, at);
          }
          now = until;
          const n = (todo % state.todos.length) + 1;
          const to = (other % state.todos.length) + 1;
          const on = addDays(berlinClock(now).day, 1 + (other % 40));
          const command = (
            [
              { type: 'done', todo: n },
              { type: 'drop', todo: n },
              { type: 'reopen', todo: n },
              { type: 'move', todo: n, when: { on } },
              { type: 'move', todo: n, when: { after: to, period: { working: other * 60 } } },
              { type: 'depend', todo: n, needs: [to] },
              { type: 'assign', todo: n, to: [us, byRoofer, byOwner, byBoard][other % 4]! },
              { type: 'left', who: [byRoofer, byOwner, byAnna][other % 3]! },
              { type: 'add', who: byRoofer, when: { on }, needs: [n] },
              { type: 'movePolicy', policy: state.policy + 1 },
            ] satisfies ProjectCommand[]
          )[what]!;
          const said = act(command, now);
          if (check(state, said) !== null) continue;
          state = apply(state, said).state;
          assertWaits(state, now);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function assertWaits(state: ProjectState, now: Instant): void {
  expect(inOrder(state.todos)).not.toBeNull();
  const balls = waiting(state);
  expect(balls.length).toBeGreaterThan(0);
  const next = nextDeadline(state);
  expect(next !== null && next >= now).toBe(true);
  const steps = balls.flatMap((ball) => ball.steps.map(({ at }) => at)).sort();
  expect(next).toBe(steps[0]);
  for (const ball of balls) expect(ball.steps.length).toBeGreaterThan(0);
  for (const todo of state.todos)
    expect(todo.since !== undefined).toBe(!isEnded(todo) && needsOf(todo).every((n) => isEnded(state.todos[n - 1]!)));
}
