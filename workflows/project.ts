import type { Fact } from '../domain/lifecycle/facts.ts';
import { check } from '../domain/project/check.ts';
import { tick } from '../domain/project/clock.ts';
import type { ProjectAct } from '../domain/project/commands.ts';
import { apply, begin } from '../domain/project/rules.ts';
import type { ProjectState } from '../domain/project/state.ts';
import { live, type Rules } from './lifecycle.ts';
import { actOnProject, type ProjectStart, tellAny } from './messages/lifecycle.ts';

/**
 * A project from its start to its end: its to-dos wait for each other, are done, moved, handed on or dropped, until
 * nothing is left and it is closed. It begins with the act `start`.
 */
export async function project(start: ProjectStart): Promise<void> {
  const rules: Rules<ProjectState, ProjectAct, Fact, never> = {
    noun: 'project',
    acts: actOnProject,
    facts: tellAny,
    check,
    apply(state, act) {
      if (state) return apply(state, act);
      if (act.command.type !== 'start') throw new RangeError('a project begins when it is started');
      return begin(start.id, { ...act, command: act.command });
    },
    // It tells others nothing, and what it joins goes its own way.
    hear: (state) => ({ state, happenings: [], effects: [] }),
    gone: (state) => ({ state, happenings: [], effects: [] }),
    tick,
  };
  await live(rules, start);
}
