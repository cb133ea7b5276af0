import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { sendCommand } from '../../api/commands/send.ts';
import { type StoredCommand, storeCommand, tableOf } from '../../db/queries/commands.ts';
import { insertOrder, type NewOrder } from '../../db/queries/intake.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import { idOf, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import { wakeMailroom } from '../../workflows/messages/mailroom.ts';
import { replay, type StoryOrder } from './story.ts';
import type { Chapter } from './write.ts';

/** What the workflows have to do when the past is written: go on from where it ended, and hear what came after it. */
export interface Plan {
  lives: { noun: Noun; id: string }[];
  /** By story: in the order in which they came. */
  acts: { command: StoredCommand; order: NewOrder | null }[][];
}

const AT_ONCE = 6;

/** What remains to be done of open stories once their past is written. */
export async function planOf(
  chapters: readonly Chapter[],
  rowOf: (order: StoryOrder) => Promise<NewOrder>,
): Promise<Plan> {
  const plan: Plan = { lives: [], acts: [] };
  for (const { story, past } of chapters) {
    const { world } = replay(story.entries.slice(0, past));
    for (const { noun, id, phase } of [...world.tickets.values(), ...world.orders.values()])
      if (phase !== 'closed') plan.lives.push({ noun, id });
    const acts: Plan['acts'][number] = [];
    for (const entry of story.entries.slice(past))
      if (entry.kind === 'act')
        acts.push({ command: entry.command, order: entry.order ? await rowOf(entry.order) : null });
    if (acts.length > 0) plan.acts.push(acts);
  }
  return plan;
}

/** Does what is planned. What was done already stays as it is, so an interrupted load goes on. */
export async function bringToLife(client: Client, workspace: Workspace, plan: Plan): Promise<void> {
  await inTurns(plan.lives, ({ noun, id }) => begin(client, workspace, noun, id));
  await inTurns(plan.acts, async (acts) => {
    for (const { command, order } of acts) {
      await workspace.transaction(async (q) => {
        if (order) await insertOrder(q, command, order);
        else await storeCommand(q, command);
      });
      const sent = await sendCommand(client, workspace, command);
      // Kept: the engine is slow today; the API's sweep sends it, and what follows, in their order.
      if (sent.state === 'kept') await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
  await wakeMailroom(client, workspace.id);
}

/** A lifecycle goes on from its row's state, as one does that continues as new. */
export async function begin(client: Client, workspace: Workspace, noun: Noun, id: string): Promise<void> {
  const [row] = await workspace.query<{ state: unknown }>(
    `select state from ${tableOf[noun]} where id = $1 and closed_at is null and state is not null`,
    [id],
  );
  if (!row) return;
  try {
    await client.workflow.start(noun, {
      workflowId: idOf(workspace.id, noun, id),
      taskQueue: TASK_QUEUE,
      args: [{ id, state: row.state }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
    }),
  );
}
