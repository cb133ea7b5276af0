import type { Client } from '@temporalio/client';
import { defineSignal } from '@temporalio/workflow';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { idOf, TASK_QUEUE } from './ids.ts';

/** Tells a request's workflow that its row has changed. */
export const privacyChanged = defineSignal('changed');

/** Lets a request's workflow look at its row, beginning it if need be. Rejects when Temporal can't be reached. */
export async function attendPrivacyRequest(client: Client, workspace: WorkspaceId, id: string): Promise<void> {
  await client.workflow.signalWithStart('privacyRequest', {
    workflowId: idOf(workspace, 'privacyRequest', id),
    taskQueue: TASK_QUEUE,
    args: [{ id }],
    signal: privacyChanged,
    signalArgs: [],
  });
}
