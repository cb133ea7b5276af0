import { type DueStep, nextDeadline, takeDue } from '../lifecycle/ball.ts';
import { Draft } from '../lifecycle/draft.ts';
import { isUs, system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import { ballOf, minuteUp, nearestBalls, nextStep } from './balls.ts';
import { type ProjectDraft, type ProjectOutcomeData, readersOf, set, us } from './draft.ts';
import { fromMinute, type ProjectState, todoOf, toMinute } from './state.ts';

/**
 * What the clock leads to at `now`: reminders, escalations, and what nobody did in time comes to us. One message to each
 * recipient names everything that is due at that moment.
 */
export function tick(state: ProjectState, now: Instant): ProjectOutcomeData {
  if (state.phase === 'closed') return { state, happenings: [], effects: [] };
  const whole = state.balls.filter(({ key }) => key === 'wrapUp');
  const ready = state.todos.flatMap(({ next }, index) =>
    next !== undefined && fromMinute(next) <= now ? (ballOf(state, index + 1) ?? []) : [],
  );
  const { balls, due } = takeDue([...whole, ...ready], now, state);
  if (due.length === 0) return { state, happenings: [], effects: [] };
  const draft: ProjectDraft = new Draft(state, system, now, null);
  const lapsed = new Set<string>();
  const letters = new Map<string, { due: DueStep; todos: string[] }>();
  for (const step of due) {
    const { ball, step: dated } = step;
    const todo = ball.key === 'wrapUp' ? null : Number(ball.key);
    const facts = { stage: ball.stage, since: ball.since, until: ball.until, ...(todo !== null && { todo }) };
    const readers = todo === null || isUs(ball.on) ? [] : readersOf(draft.state, todo);
    if (dated.kind === 'expiry') {
      draft.tell('lapsed', readers, { ...facts, on: ball.on });
      lapsed.add(ball.key);
      set(draft, Number(ball.key), { back: 'late', since: toMinute(now), next: undefined });
      set(draft, Number(ball.key), { next: nextStep(draft.state, todoOf(draft.state, Number(ball.key))!, now) });
    } else if (dated.kind === 'reminder') draft.tell('reminded', readers, { ...facts, to: ball.on });
    else draft.tell('escalated', [], { ...facts, to: dated.to });
    const key = `${dated.kind} ${JSON.stringify(dated.kind === 'expiry' ? us : dated.to)} ${ball.stage}`;
    const letter = letters.get(key) ?? { due: step, todos: [] };
    letters.set(key, letter);
    if (todo !== null) letter.todos.push(String(todo));
    letter.due = step.late ? step : letter.due;
  }
  for (const { due: step, todos } of letters.values()) writeDue(draft, step, todos);
  for (const ball of balls) {
    // What lapsed has been dated by its new stage already.
    if (ball.key === 'wrapUp' || lapsed.has(ball.key)) continue;
    const at = nextDeadline({ balls: [ball] });
    set(draft, Number(ball.key), { next: at === null ? undefined : minuteUp(at) });
  }
  draft.state.balls = draft.state.todos.some(({ next }) => next !== undefined)
    ? nearestBalls(draft.state)
    : balls.filter(({ key }) => key === 'wrapUp');
  return draft.done();
}

/** How many to-dos a message names; the rest is behind its link. */
const TOLD_MOST = 20;

function writeDue(draft: ProjectDraft, { ball, step, late }: DueStep, todos: string[]): void {
  const facts = {
    stage: ball.stage,
    since: ball.since,
    until: ball.until,
    ...(todos.length > 0 && { todos: todos.slice(0, TOLD_MOST), count: todos.length }),
  };
  const to = step.kind === 'expiry' ? us : step.to;
  const about = [ball.stage, to.role, 'id' in to ? to.id : ''].join(':');
  const template = step.kind === 'expiry' ? 'todosLate' : step.kind === 'reminder' ? 'todosDue' : 'todosEscalated';
  draft.write(template, to, facts, { about, late });
}
