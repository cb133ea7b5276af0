import { nextDeadline, type Recipient } from '../lifecycle/ball.ts';
import type { Stage } from '../policy/policy.ts';
import type { Instant } from '../time/berlin.ts';
import { tick } from './clock.ts';
import type { ProjectState } from './state.ts';

/** A dated step of a project's forecast: what would be told about which to-do (null: the whole). */
export interface ProjectStep {
  at: Instant;
  kind: string;
  stage: Stage | null;
  to: Recipient | null;
  todo: number | null;
}

/**
 * What would happen if nobody acted any more: the entries of the timeline in order, at most `most`. Computed by the rules
 * themselves, so it is what the workflow does.
 */
export function forecastProject(state: ProjectState, most = 8): ProjectStep[] {
  const steps: ProjectStep[] = [];
  let here = state;
  for (let at = nextDeadline(here); at !== null && steps.length < most; at = nextDeadline(here)) {
    const { state: next, happenings } = tick(here, at);
    if (next === here) break;
    here = next;
    for (const { kind, facts } of happenings)
      steps.push({
        at,
        kind,
        stage: (facts.stage ?? null) as Stage | null,
        to: (facts.to ?? facts.on ?? null) as Recipient | null,
        todo: typeof facts.todo === 'number' ? facts.todo : null,
      });
  }
  return steps.slice(0, most);
}
