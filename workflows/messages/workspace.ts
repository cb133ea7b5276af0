import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { idOf, TASK_QUEUE } from './ids.ts';

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
