import type { Query } from '../../db/pool.ts';
import { closeAnswers } from '../../db/queries/count.ts';
import { countFactFailure, type FactWay, holdFacts, markGone, nextFact, overdueWays } from '../../db/queries/facts.ts';
import { heldUntil } from '../../db/queries/held.ts';
import type { Workspace, Workspaces } from '../../db/workspaces.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { AnyState } from '../../domain/lifecycle/states.ts';
import type { LifecycleActivities, Projection, Revision } from './contract.ts';
import type { Courier, FactBook } from './courier.ts';
import { columnsOf, filesOf, topicsOf } from './rows.ts';

/** What the projection needs of the world around it. */
export interface ProjectionDeps {
  workspaces: Workspaces;
  /** The workspace in whose name the running activity works, minted from its workflow's id. */
  currentWorkspace(): Promise<Workspace>;
  /** The workflow, and its run, that the running activity works for. */
  currentRun(): { workflowId: string; runId: string };
  courier: Courier;
  /** Tells the mailroom that messages were written. */
  wakeMailroom(workspace: Workspace): void;
}

/**
 * Writes revisions of a lifecycle in one transaction: row, timeline, message intents, the commands' answers. Returns
 * the revision that the row has then. Also what the demo's simulated past is written with: that is settled, no workflow
 * has to be asked whether it holds it.
 */
export async function writeRevisions(
  workspace: Workspace,
  noun: Noun,
  id: string,
  revisions: Revision[],
  { settled = false } = {},
): Promise<number> {
  const state = revisions.at(-1)?.state;
  if (!state) throw new RangeError('nothing to write');
  if (state.noun === 'campaign' && state.phase !== 'open')
    return workspace.transaction(async (q) => {
      await closeAnswers(q, id, state);
      return written(q, noun, id, revisions, state, settled);
    });
  return written(workspace.query.bind(workspace), noun, id, revisions, state, settled);
}

async function written(
  q: Query,
  noun: Noun,
  id: string,
  revisions: Revision[],
  state: AnyState,
  settled: boolean,
): Promise<number> {
  const rows = await q<{ revision: number }>('select write_revisions($1, $2, $3, $4, $5, $6, $7, $8) as revision', [
    noun,
    id,
    JSON.stringify(columnsOf(state)),
    JSON.stringify(state),
    JSON.stringify(
      revisions.map(({ command, heard, state, happenings, messages, facts, unchanged }) => ({
        command,
        heard,
        facts,
        unchanged,
        revision: state.revision,
        at: state.changedAt,
        happenings,
        messages,
        settled,
      })),
    ),
    filesOf(state),
    state.noun === 'workOrder' ? filesOf(state) : [],
    JSON.stringify(state.noun === 'workOrder' ? state.appointments : []),
  ]);
  return rows[0]?.revision ?? state.revision;
}

/** How old a fact has to be before the sweep tells it, and how many ways it goes at once. */
const OLD_MS = 4_000;
const WAYS_AT_ONCE = 100;

/** A workspace's facts between lifecycles, as they are written down in its database. */
export function factBookOf(workspace: Workspace): FactBook {
  return {
    next: (way, told) => nextFact(workspace, way, told),
    failed: ({ id }) => countFactFailure(workspace, id),
    gone: (fact) => markGone(workspace, fact),
    overdue: () => overdueWays(workspace, OLD_MS, WAYS_AT_ONCE),
  };
}

/** The ways that facts of these revisions take, each once. */
export function waysOf({ noun, id, revisions }: Projection): FactWay[] {
  const ways = new Map<string, FactWay>();
  for (const { facts = [] } of revisions)
    for (const { to } of facts) ways.set(to.id, { fromNoun: noun, fromId: id, toNoun: to.noun, toId: to.id });
  return [...ways.values()];
}

/** The updates that led to facts of these revisions. */
export function causesOf(revisions: Revision[]): string[] {
  return revisions.flatMap(({ command, heard, facts = [] }) => (facts.length > 0 ? (command ?? heard ?? []) : []));
}

/** The activities with which lifecycle workflows become visible, and heard by others. */
export function lifecycleActivities(deps: ProjectionDeps): LifecycleActivities {
  const { workspaces, currentWorkspace, currentRun, courier, wakeMailroom } = deps;
  return {
    async project(projection: Projection) {
      const { noun, id, revisions } = projection;
      const workspace = await currentWorkspace();
      const revision = await writeRevisions(workspace, noun, id, revisions);
      const state = revisions.at(-1)?.state;
      const told = state ? topicsOf(state) : [];
      // After the commit and not awaited: a notice may be lost, the browser asks again by itself.
      void workspaces.notify(told.map((about) => ({ workspaceId: workspace.id, ...about, revision })));
      if (revisions.some(({ messages }) => messages.length > 0)) wakeMailroom(workspace);
      const causes = causesOf(revisions);
      if (causes.length === 0) return;
      // Not awaited either: the act that caused them is answered only after this activity has ended.
      const written = { ...currentRun(), causes, revision: state?.revision ?? 0, ways: waysOf(projection) };
      void courier.carry(workspace.id, factBookOf(workspace), written);
    },
    async tell({ id, revision }) {
      const workspace = await currentWorkspace();
      const ways = await holdFacts(workspace, id, revision);
      await courier.carryHeld(workspace.id, factBookOf(workspace), ways);
    },
    async heldUntil({ noun, id, due }) {
      return heldUntil(await currentWorkspace(), noun, id, due);
    },
  };
}
