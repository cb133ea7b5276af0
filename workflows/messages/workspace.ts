import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { idOf, NIGHTLY_ID, TASK_QUEUE } from './ids.ts';

/** The id under which a workspace is made and migrated, one at a time. */
export function provisioningId(workspace: WorkspaceId): string {
  return idOf(workspace, 'workspace', workspace);
}

/**
 * Has a registered workspace made (where it never was ready) or migrated, and waits for the end; a workflow of it that
 * is under way is joined.
 * @returns the step that failed, such as `migrateDatabaseFailed`, or undefined when the workspace is ready
 */
export async function provisionWorkspace(
  client: Client,
  workspace: { readonly id: WorkspaceId; readonly wasReady: boolean },
): Promise<string | undefined> {
  const workflowId = provisioningId(workspace.id);
  try {
    await client.workflow.start(workspace.wasReady ? 'migrateWorkspace' : 'createWorkspace', {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  try {
    await client.workflow.getHandle(workflowId).result();
    return undefined;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return error.cause instanceof ApplicationFailure ? (error.cause.type ?? 'failed') : 'ended';
  }
}

/**
 * Begins to move a workspace to another server (null: the control database's own); another workflow of it that is under
 * way comes first. @returns whether it has begun
 */
export function beginMove(client: Client, workspace: WorkspaceId, server: string | null): Promise<boolean> {
  return begin(client, workspace, 'moveWorkspace', [{ server }]);
}

/** Begins to delete a workspace for good. @returns whether it has begun, or had before */
export function beginDeletion(client: Client, workspace: WorkspaceId): Promise<boolean> {
  return begin(client, workspace, 'deleteWorkspace', []);
}

async function begin(client: Client, workspace: WorkspaceId, type: string, args: unknown[]): Promise<boolean> {
  try {
    await client.workflow.start(type, { workflowId: provisioningId(workspace), taskQueue: TASK_QUEUE, args });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** Has the nightly run come every night at 03:10 in Berlin, also for nights that were missed; once is enough. */
export async function scheduleNightly(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: NIGHTLY_ID,
      spec: { calendars: [{ hour: 3, minute: 10 }], timezone: 'Europe/Berlin' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '3 days' },
      action: { type: 'startWorkflow', workflowType: 'nightly', workflowId: NIGHTLY_ID, taskQueue: TASK_QUEUE },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
