import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import type { LifecycleState } from '../../domain/lifecycle/draft.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { AnyState, States } from '../../domain/lifecycle/states.ts';
import { waiting as projectWaits } from '../../domain/project/balls.ts';
import { waiting as ticketWaits } from '../../domain/ticket/clock.ts';
import { waiting as orderWaits } from '../../domain/workOrder/course.ts';
import { contractorOf } from '../../domain/workOrder/state.ts';

/** How a noun's state becomes rows, besides what all have in common. */
interface RowWriter<State> {
  /** On whom it waits, most important first. */
  waiting(state: State): LifecycleState['balls'];
  /** Columns of its own. */
  columns?(state: State): Record<string, unknown>;
  /** Whose timelines tell of it: tickets, or the one of this lifecycle itself. */
  files(state: State): string[];
  /** What else has changed for those who look at it. */
  topics?(state: State): { topic: string; id: string }[];
}

const writers: { [N in Noun]: RowWriter<States[N]> } = {
  ticket: {
    waiting: ticketWaits,
    columns: ({ assignee }) => ({ assignee }),
    files: ({ id }) => [id],
  },
  workOrder: {
    waiting: orderWaits,
    columns: (state) => ({ contractor: contractorOf(state) }),
    files: ({ tickets }) => tickets.map(({ id }) => id),
    topics: ({ tickets }) => tickets.map(({ id }) => ({ topic: 'ticket', id })),
  },
  campaign: {
    waiting: ({ balls }) => balls,
    columns: ({ assignee }) => ({ assignee }),
    files: ({ id }) => [id],
  },
  project: {
    // One is enough for the row; all would take longer than an act.
    waiting: (state) => projectWaits(state, 1),
    columns: ({ lead }) => ({ assignee: lead }),
    files: ({ id }) => [id],
  },
};

function writerOf<State extends AnyState>({ noun }: State): RowWriter<State> {
  // The state's noun names its writer, which the compiler does not see through the table.
  return writers[noun] as unknown as RowWriter<State>;
}

/** The row of a lifecycle as columns. */
export function columnsOf(state: AnyState): Record<string, unknown> {
  const writer = writerOf(state);
  const ball = writer.waiting(state)[0];
  return {
    phase: state.phase,
    outcome: state.outcome,
    urgency: state.urgency,
    policy: state.policy,
    assignee: null,
    contractor: null,
    ...writer.columns?.(state),
    waitingOn: ball?.on.role ?? null,
    waitingFor: ball?.stage ?? null,
    waitingSince: ball?.since ?? null,
    dueAt: ball?.until ?? null,
    nextAt: nextDeadline(state),
    changedAt: state.changedAt,
    closedAt: state.closedAt,
  };
}

/** Whose timelines tell of a lifecycle: tickets, or its own. */
export function filesOf(state: AnyState): string[] {
  return writerOf(state).files(state);
}

/** What has changed with a lifecycle for those who look: itself, and what it is part of. */
export function topicsOf(state: AnyState): { topic: string; id: string }[] {
  return [{ topic: state.noun, id: state.id }, ...(writerOf(state).topics?.(state) ?? [])];
}
