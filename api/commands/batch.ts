import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import {
  type Batch,
  batchById,
  batchWaits,
  endBatch,
  leaseBatch,
  leftBatches,
  refuseUndo,
  restoreMessages,
  storeUndo,
  takeItems,
  type UndoItem,
  undoItems,
} from '../../db/queries/batches.ts';
import { countFailure, type StoredCommand } from '../../db/queries/commands.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { check } from '../../domain/ticket/check.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import type { Services } from '../trpc.ts';
import { sendInOrder } from './act.ts';
import { goRound } from './rounds.ts';

/** How many acts are stored together, and how many are on their way at once: whoever acts meanwhile comes between them. */
const TOGETHER = 60;
const AT_ONCE = 8;
/** How long a process has a batch to itself before another may take it over. */
const LEASE_SECONDS = 20;
/** How often the sweep looks for batches that were left. */
const EVERY_MS = 5_000;

const me = randomUUID();
const running = new Map<string, Promise<void>>();
let stopping = false;

/** Carries out a stored batch in the background, or goes on taking it back. What is lost with this process is found by the sweep. */
export function runBatch(services: Services, workspace: Workspace, id: string, log: FastifyBaseLogger): void {
  if (running.has(id) || stopping) return;
  const run = work(services, workspace, id)
    .catch((error: unknown) => log.error({ batch: id, err: error }, 'a batch could not go on'))
    .finally(() => running.delete(id));
  running.set(id, run);
}

/** Goes on with the batches that other processes left, until the returned function is called. */
export function sweepBatches(services: Services, log: FastifyBaseLogger): () => Promise<void> {
  const stop = goRound(services.workspaces, log, {
    everyMs: EVERY_MS,
    what: 'batches',
    async visit(workspace) {
      for (const id of await leftBatches(workspace)) runBatch(services, workspace, id, log);
    },
  });
  return async () => {
    stopping = true;
    await stop();
    await Promise.all(running.values());
  };
}

async function work(services: Services, workspace: Workspace, id: string): Promise<void> {
  while (!stopping && (await leaseBatch(workspace, id, me, LEASE_SECONDS))) {
    const batch = await batchById(workspace, id);
    if (!batch) return;
    const commands =
      batch.state === 'running' ? await takeItems(workspace, id, TOGETHER) : await undoCommands(workspace, batch);
    const sent = await sendAll(services, workspace, commands);
    if (batch.state === 'undoing') await restoreMessages(workspace, id);
    // Worker or engine are away: what is stored is sent by the sweep of commands, the rest when the lease is over.
    if (sent.includes('kept')) return;
    if (commands.length > 0) continue;
    // What was kept is answered by the sweep of commands; whoever takes the batch up then ends it.
    if (await batchWaits(workspace, id)) return;
    await endBatch(workspace, id, batch.state as 'running' | 'undoing');
    // Taken back in that very moment, it is looked at once more.
  }
}

/** The next commands that take acts back; those that can't be are recorded, until there is one that can, or none is left. */
async function undoCommands(workspace: Workspace, batch: Batch): Promise<StoredCommand[]> {
  for (;;) {
    const items = await undoItems(workspace, batch.id, TOGETHER);
    const commands: StoredCommand[] = [];
    for (const item of items) {
      const refusal = whyNot(batch, item);
      if (refusal || !item.before) await refuseUndo(workspace, batch.id, item.n, refusal ?? 'conflictingChange');
      else
        commands.push(
          await storeUndo(workspace, batch, { ...item, before: item.before }, commandFor(batch, item.ticketId)),
        );
    }
    if (commands.length > 0 || items.length === 0) return commands;
  }
}

function commandFor(batch: Batch, ticketId: string): Omit<StoredCommand, 'facts'> {
  return {
    id: randomUUID(),
    noun: 'ticket',
    subjectId: ticketId,
    type: 'retract',
    actor: batch.actor,
    at: toInstant(Date.now()),
    words: {},
    files: [],
  };
}

/** Asked of the row first, so that no message is withdrawn for nothing; the workflow has the last word. */
function whyNot(batch: Batch, { commandId, before, now }: UndoItem): string | null {
  if (!before || !now) return 'conflictingChange';
  const command = {
    type: 'retract',
    command: commandId,
    act: batch.type,
    before,
    audience: [],
    told: [],
  } as const;
  return check(now, {
    id: randomUUID(),
    actor: batch.actor,
    at: toInstant(Date.now()),
    command: { ...command, audience: [], told: [] },
  });
}

async function sendAll(
  services: Services,
  workspace: Workspace,
  commands: readonly StoredCommand[],
): Promise<('applied' | 'kept' | 'refused')[]> {
  const waiting = [...commands];
  const answers: ('applied' | 'kept' | 'refused')[] = [];
  const one = async () => {
    for (let command = waiting.shift(); command; command = waiting.shift()) {
      try {
        answers.push((await sendInOrder(services, workspace, command)).state);
      } catch (error) {
        if (!(error instanceof DomainError)) {
          await countFailure(workspace, command.id);
          throw error;
        }
        answers.push('refused');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return answers;
}
