import { calendarOf } from '../lifecycle/ball.ts';
import { Draft, movePolicy } from '../lifecycle/draft.ts';
import type { Audience, Facts } from '../lifecycle/outcome.ts';
import { nearestBalls, nextStep } from './balls.ts';
import { leads, movedPlan } from './check.ts';
import type { ProjectAct, ProjectCommand } from './commands.ts';
import {
  hearerOf,
  isParty,
  type ProjectDraft,
  type ProjectOutcomeData,
  placeOf,
  readerOf,
  readersOf,
  replan,
  set,
  settle,
  us,
} from './draft.ts';
import { type Move, planned, whyNotWorked } from './plan.ts';
import {
  isEnded,
  isSameParty,
  type ProjectOutcome,
  type ProjectState,
  type Responsible,
  responsible,
  type Todo,
  todoOf,
  toMinute,
  type When,
} from './state.ts';

type Next = ProjectOutcomeData;
type Start = Extract<ProjectCommand, { type: 'start' }>;

/** The first state of a project: every to-do dated, and those told who are responsible for something. */
export function begin(id: string, act: ProjectAct & { command: Start }): Next {
  const { command, actor, at } = act;
  const timing = {
    policy: command.policy,
    ...(command.rules && { rules: command.rules }),
    urgency: command.urgency,
    federalState: command.federalState,
  };
  const blank: ProjectState = {
    noun: 'project',
    id,
    revision: 0,
    phase: 'running',
    outcome: null,
    ...timing,
    template: command.template,
    lead: command.lead,
    parties: command.parties,
    ...(command.joined?.length && { joined: command.joined }),
    todos: planned(
      command.todos.map(({ who, when, needs }) => ({
        who,
        when,
        ...(needs?.length && { needs: [...new Set(needs)] }),
      })),
      calendarOf(timing),
    ),
    balls: [],
    applied: [],
    startedAt: at,
    changedAt: at,
    closedAt: null,
  };
  const draft: ProjectDraft = new Draft(blank, actor, at, act.id);
  const readers = new Set(command.parties.flatMap(readerOf));
  draft.tell('projectStarted', [...readers], { count: command.todos.length });
  command.parties.forEach((party, who) => {
    const theirs = draft.state.todos.flatMap((todo, index) => (todo.who === who ? [index + 1] : []));
    if (theirs.length > 0) tellAssigned(draft, party, theirs);
  });
  settle(draft, { silent: true });
  return draft.done();
}

/** How many to-dos a message names; the rest is behind its link. */
const TOLD_MOST = 20;

function tellAssigned(draft: ProjectDraft, party: Responsible, numbers: number[]): void {
  if (party.role === 'management' || isParty(draft.actor, party)) return;
  const facts = { todos: numbers.slice(0, TOLD_MOST).map(String), count: numbers.length };
  draft.write('todosAssigned', party, facts, { about: party.role === 'advisoryBoard' ? party.role : party.id });
}

/** Why a wished day became another one, for the timeline. */
function noteOf(state: ProjectState, when: When): Facts {
  const why = 'on' in when ? whyNotWorked(when.on, calendarOf(state)) : null;
  return 'on' in when && why ? { wished: when.on, why } : {};
}

/** The dates of a move without the to-do's own, which the entry names by itself. */
function followers(moves: readonly Move[], n: number): Facts {
  const rest = moves.filter(({ todo }) => todo !== n);
  return rest.length > 0 ? { follows: rest.map((move) => ({ ...move })) } : {};
}

/**
 * The next state after an act that `check` allowed, with what happened and what has to be done about it. Uses the
 * command's own time. A command that was applied before changes nothing.
 */
export function apply(state: ProjectState, act: ProjectAct): Next {
  const { id, actor, at, command } = act;
  if (state.applied.includes(id)) return { state, happenings: [], effects: [] };
  const draft: ProjectDraft = new Draft(state, actor, at, id);
  const next = draft.state;
  const now = toMinute(at);
  switch (command.type) {
    case 'start':
      break;
    case 'add': {
      const n = next.todos.length + 1;
      const blank: Todo = { who: placeOf(draft, command.who), when: command.when, due: 0 };
      if (command.needs?.length) blank.needs = [...new Set(command.needs)];
      const [dated] = planned([...next.todos, blank], calendarOf(next)).slice(-1);
      next.todos = [...next.todos, { ...blank, due: dated!.due }];
      draft.tell('todoAdded', readersOf(next, n), { todo: n, ...noteOf(next, command.when) });
      tellAssigned(draft, command.who, [n]);
      settle(draft, { silent: true });
      break;
    }
    case 'begin':
      set(draft, command.todo, { begun: true });
      draft.tell('todoBegun', readersOf(next, command.todo), { todo: command.todo });
      break;
    case 'done':
      finish(draft, command.todo, 'todoDone', { done: now });
      break;
    case 'drop': {
      const todo = todoOf(next, command.todo)!;
      finish(draft, command.todo, 'todoDropped', { dropped: now });
      tellOther(draft, hearerOf(next, todo), 'todoDropped', command.todo);
      break;
    }
    case 'reopen': {
      const todo = todoOf(state, command.todo)!;
      if (!isEnded(todo)) {
        set(draft, command.todo, { begun: undefined });
        draft.tell('todoReopened', readersOf(next, command.todo), { todo: command.todo });
        break;
      }
      set(draft, command.todo, {
        done: undefined,
        dropped: undefined,
        since: undefined,
        next: undefined,
        begun: undefined,
      });
      const moves = replan(draft, [command.todo]);
      draft.tell('todoReopened', readersOf(next, command.todo), {
        todo: command.todo,
        ...followers(moves, command.todo),
      });
      tellOther(draft, responsible(next, todo), 'todoReopened', command.todo);
      settle(draft, { silent: true });
      break;
    }
    case 'move': {
      const before = todoOf(state, command.todo)!;
      const plan = movedPlan(before, command.when);
      set(draft, command.todo, { when: plan.when, needs: plan.needs });
      const moves = replan(draft, [command.todo]);
      const own = moves.find(({ todo }) => todo === command.todo);
      draft.tell('todoMoved', readersOf(next, command.todo), {
        todo: command.todo,
        ...(own && { from: own.from, to: own.to }),
        ...noteOf(next, command.when),
        ...followers(moves, command.todo),
      });
      settle(draft);
      break;
    }
    case 'depend': {
      set(draft, command.todo, { needs: command.needs.length > 0 ? [...new Set(command.needs)] : undefined });
      const moves = replan(draft, [command.todo]);
      draft.tell('todoDepends', readersOf(next, command.todo), {
        todo: command.todo,
        needs: command.needs.map(String),
        ...(moves.length > 0 && { follows: moves.map((move) => ({ ...move })) }),
      });
      settle(draft);
      break;
    }
    case 'assign': {
      const todo = todoOf(state, command.todo)!;
      const former = responsible(state, todo);
      set(draft, command.todo, { who: placeOf(draft, command.to), back: undefined, begun: undefined });
      if (todo.since !== undefined) set(draft, command.todo, { since: now });
      const changed = todoOf(next, command.todo)!;
      set(draft, command.todo, { next: nextStep(next, changed, at) });
      const readers: Audience[] = [...new Set([...readersOf(state, command.todo), ...readerOf(command.to)])];
      draft.tell('todoAssigned', readers, { todo: command.todo, to: command.to, former });
      if (todo.back !== 'left' && !isSameParty(former, command.to))
        tellOther(draft, former, 'todoTakenOver', command.todo);
      tellAssigned(draft, command.to, [command.todo]);
      next.balls = nearestBalls(next);
      break;
    }
    case 'tick': {
      const bits = todoOf(state, command.todo)!.ticked ?? 0;
      const ticked = command.ticked ? bits | (1 << command.item) : bits & ~(1 << command.item);
      set(draft, command.todo, { ticked: ticked || undefined });
      draft.tell('todoTicked', readersOf(next, command.todo), {
        todo: command.todo,
        item: command.item,
        ticked: command.ticked,
      });
      break;
    }
    case 'comment': {
      const readers = command.todo === null ? [] : readersOf(next, command.todo);
      draft.tell('commented', readers, { todo: command.todo });
      if (command.todo === null) break;
      if (actor.kind === 'employee')
        tellOther(draft, hearerOf(next, todoOf(next, command.todo)!), 'todoCommented', command.todo);
      else draft.write('todoCommented', leader(next), { todo: command.todo });
      break;
    }
    case 'rename':
      if (command.todo === null) draft.tell('projectRenamed', []);
      else draft.tell('todoRenamed', readersOf(next, command.todo), { todo: command.todo });
      break;
    case 'lead':
      next.lead = command.to;
      draft.tell('leadChanged', [], { to: command.to });
      break;
    case 'left':
      leave(draft, command.who);
      break;
    case 'join':
    case 'part':
      next.joined = (next.joined ?? []).filter(({ noun, id: known }) => noun !== command.noun || known !== command.id);
      if (command.type === 'join') {
        next.joined = [...next.joined, { noun: command.noun, id: command.id }];
        draft.tell('joinedRoom', [], { noun: command.noun, id: command.id });
      } else draft.tell('partedRoom', [], { noun: command.noun, id: command.id });
      break;
    case 'close':
      draft.tell('projectDone', everyone(next));
      end(draft, 'done');
      break;
    case 'cancel': {
      const open = new Set(next.todos.flatMap((todo) => (isEnded(todo) || todo.back === 'left' ? [] : [todo.who])));
      draft.tell('projectCancelled', everyone(next));
      for (const who of open) tellOther(draft, next.parties[who] ?? us, 'projectCancelled', null, String(who));
      end(draft, 'cancelled');
      break;
    }
    case 'movePolicy':
      movePolicy(draft, state, command);
      next.todos = next.todos.map((todo) => {
        if (isEnded(todo) || todo.since === undefined) return todo;
        const step = nextStep(next, todo, at);
        const { next: _, ...rest } = todo;
        return step === undefined ? rest : { ...rest, next: step };
      });
      if (!next.balls.some(({ key }) => key === 'wrapUp')) next.balls = nearestBalls(next);
      break;
  }
  return draft.done();
}

/** Who is told of what others did: the project's leader, else the management. */
function leader({ lead }: ProjectState): Responsible {
  return lead === null ? us : { role: 'employee', id: lead };
}

function everyone({ parties }: ProjectState): Audience[] {
  return [...new Set(parties.flatMap(readerOf))];
}

/** A message to somebody other than who acted; what is the management's own is seen at the desk. */
function tellOther(
  draft: ProjectDraft,
  party: Responsible,
  template: 'todoDropped' | 'todoReopened' | 'todoTakenOver' | 'todoCommented' | 'projectCancelled',
  todo: number | null,
  about = '',
): void {
  if (party.role === 'management' || isParty(draft.actor, party)) return;
  draft.write(template, party, todo === null ? {} : { todo }, { about });
}

/** A to-do ends, done or dropped; the dates that follow it move with it, and those whose turn it is now are told. */
function finish(
  draft: ProjectDraft,
  n: number,
  kind: 'todoDone' | 'todoDropped',
  end: Pick<Todo, 'done' | 'dropped'>,
): void {
  const readers = readersOf(draft.state, n);
  set(draft, n, { ...end, since: undefined, next: undefined, begun: undefined, back: undefined });
  const moves = replan(draft, [n]);
  draft.tell(kind, readers, { todo: n, ...followers(moves, n) });
  if (kind === 'todoDone') {
    const to = leader(draft.state);
    if (!isParty(draft.actor, to) && draft.actor.kind !== 'employee') draft.write('todoDone', to, { todo: n });
  }
  settle(draft);
}

/** Somebody is no longer there: what they had to do comes back to us, and so does the lead where it was theirs. */
function leave(draft: ProjectDraft, who: Responsible): void {
  const { state } = draft;
  const numbers: number[] = [];
  const now = toMinute(draft.at);
  for (let n = 1; n <= state.todos.length; n += 1) {
    const todo = state.todos[n - 1]!;
    if (isEnded(todo) || todo.back === 'left' || !isSameParty(responsible(state, todo), who)) continue;
    numbers.push(n);
    const turn: Todo = { ...todo, back: 'left', ...(todo.since !== undefined && { since: now }) };
    set(draft, n, { back: 'left', since: turn.since, next: nextStep(state, turn, draft.at), begun: undefined });
  }
  const led = leads(state, who);
  // Before anything is written: who has left hears nothing of it.
  if (led) state.lead = null;
  if (numbers.length > 0) draft.tell('responsibleLeft', [], { who, todos: numbers.map(String) });
  if (led) draft.tell('leadLeft', [], { who });
  draft.write('responsibleLeft', leader(state), {
    todos: numbers.slice(0, TOLD_MOST).map(String),
    count: numbers.length,
    ...(led && { lead: true }),
  });
  state.balls = nearestBalls(state);
}

function end(draft: ProjectDraft, outcome: ProjectOutcome): void {
  const { state } = draft;
  state.phase = 'closed';
  state.outcome = outcome;
  state.closedAt = draft.at;
  state.balls = [];
}
