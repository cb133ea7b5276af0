import type { Client } from '@temporalio/client';
import { defineSignal } from '@temporalio/workflow';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { idOf, TASK_QUEUE } from './ids.ts';

/** What somebody wants of a taking in of files. */
export type ImportStep = 'plan' | 'apply' | 'undo' | 'discard';

/** Asks a run for its next step. */
export const importStep = defineSignal<[ImportStep]>('step');

/** Asks a run for its next step, beginning it if need be. Rejects when Temporal can't be reached. */
export async function askImport(client: Client, workspace: WorkspaceId, id: string, step: ImportStep): Promise<void> {
  await client.workflow.signalWithStart('importRun', {
    workflowId: idOf(workspace, 'importRun', id),
    taskQueue: TASK_QUEUE,
    args: [{ id }],
    signal: importStep,
    signalArgs: [step],
  });
}
