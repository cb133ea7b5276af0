import type { Client } from '@temporalio/client';
import { defineSignal } from '@temporalio/workflow';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { mailroomId, TASK_QUEUE } from './ids.ts';

/** Tells a workspace's mailroom that messages were written. */
export const wake = defineSignal('wake');

/** At most one wake in this time per workspace and process; the last one is never left out. */
const APART_MS = 300;

type Bell = { ringing: Promise<void>; again: Promise<void> | null };
const bells = new Map<WorkspaceId, Bell>();

/**
 * Wakes the workspace's mailroom, starting it if need be, after messages were committed. Debounced per process: calls
 * while one is under way share the next one. Resolves when a wake that covers this call was taken; rejects when
 * Temporal can't be reached, which loses nothing (`wakeMailroom` again at the next start, and once an hour).
 */
export function wakeMailroom(client: Client, workspace: WorkspaceId): Promise<void> {
  const bell = bells.get(workspace);
  if (bell === undefined) return ring(client, workspace);
  bell.again ??= bell.ringing.catch(() => {}).then(() => ring(client, workspace));
  return bell.again;
}

function ring(client: Client, workspace: WorkspaceId): Promise<void> {
  const answered = client.workflow
    .signalWithStart('mailroom', {
      workflowId: mailroomId(workspace),
      taskQueue: TASK_QUEUE,
      signal: wake,
      args: [],
    })
    .then(() => {});
  const pause = new Promise<void>((resolve) => setTimeout(resolve, APART_MS).unref());
  const bell: Bell = { ringing: Promise.allSettled([answered, pause]).then(() => {}), again: null };
  bells.set(workspace, bell);
  void bell.ringing.then(() => {
    if (bell.again === null && bells.get(workspace) === bell) bells.delete(workspace);
  });
  return answered;
}
