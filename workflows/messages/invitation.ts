import type { Client } from '@temporalio/client';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { idOf, TASK_QUEUE } from './ids.ts';

/** Has a round of invitations carried out. Asked again it is the same. Rejects when Temporal can't be reached. */
export async function startInvitation(client: Client, workspace: WorkspaceId, id: string): Promise<void> {
  await client.workflow.start('invitation', {
    workflowId: idOf(workspace, 'invitation', id),
    taskQueue: TASK_QUEUE,
    args: [{ id }],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}
