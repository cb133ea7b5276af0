import type { Workspace, Workspaces } from '../../db/workspaces.ts';
import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import { waiting as ticketWaits } from '../../domain/ticket/clock.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import { waiting as orderWaits } from '../../domain/workOrder/course.ts';
import { contractorOf, type OrderState } from '../../domain/workOrder/state.ts';
import type { LifecycleActivities, Projection, Revision } from './contract.ts';

/** What the projection needs of the world around it. */
export interface ProjectionDeps {
  workspaces: Workspaces;
  /** The workspace in whose name the running activity works, minted from its workflow's id. */
  currentWorkspace(): Promise<Workspace>;
  /** Tells the mailroom that messages were written. */
  wakeMailroom(workspace: Workspace): void;
}

function columnsOf(state: TicketState | OrderState) {
  const ball = (state.noun === 'ticket' ? ticketWaits(state) : orderWaits(state))[0];
  return {
    phase: state.phase,
    outcome: state.outcome,
    urgency: state.urgency,
    policy: state.policy,
    assignee: state.noun === 'ticket' ? state.assignee : null,
    contractor: state.noun === 'workOrder' ? contractorOf(state) : null,
    waitingOn: ball?.on.role ?? null,
    waitingFor: ball?.stage ?? null,
    waitingSince: ball?.since ?? null,
    dueAt: ball?.until ?? null,
    nextAt: nextDeadline(state),
    changedAt: state.changedAt,
    closedAt: state.closedAt,
  };
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
  const tickets = state.noun === 'ticket' ? [] : state.tickets.map((ticket) => ticket.id);
  const rows = await workspace.query<{ revision: number }>(
    'select write_revisions($1, $2, $3, $4, $5, $6, $7, $8) as revision',
    [
      noun,
      id,
      JSON.stringify(columnsOf(state)),
      JSON.stringify(state),
      JSON.stringify(
        revisions.map(({ command, state, happenings, messages }) => ({
          command,
          revision: state.revision,
          at: state.changedAt,
          happenings,
          messages,
          settled,
        })),
      ),
      state.noun === 'ticket' ? [id] : tickets,
      tickets,
      JSON.stringify(state.noun === 'workOrder' ? state.appointments : []),
    ],
  );
  return rows[0]?.revision ?? state.revision;
}

/** The activities with which lifecycle workflows become visible. */
export function lifecycleActivities({
  workspaces,
  currentWorkspace,
  wakeMailroom,
}: ProjectionDeps): LifecycleActivities {
  return {
    async project({ noun, id, revisions }: Projection) {
      const workspace = await currentWorkspace();
      const revision = await writeRevisions(workspace, noun, id, revisions);
      const state = revisions.at(-1)?.state;
      const told = [{ topic: noun as string, id }];
      if (state?.noun === 'workOrder')
        for (const ticket of state.tickets) told.push({ topic: 'ticket', id: ticket.id });
      // After the commit and not awaited: a notice may be lost, the browser asks again by itself.
      void workspaces.notify(told.map((about) => ({ workspaceId: workspace.id, ...about, revision })));
      if (revisions.some(({ messages }) => messages.length > 0)) wakeMailroom(workspace);
    },
  };
}
