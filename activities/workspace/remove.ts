import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Control } from '../../db/control.ts';
import { dropDatabaseAt } from '../../db/provisioning.ts';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { provisioningId } from '../../workflows/messages/workspace.ts';
import type { WorkspaceActivities } from './contract.ts';

/** What deleting a workspace needs. */
export interface RemovalDeps {
  control: Control;
  client: Client;
  /** Where files lie, by workspace; null where this worker has none. */
  storageDir: string | null;
  currentWorkspaceId(): WorkspaceId;
  /** Called now and then while it takes long. */
  beat(): void;
}

/** The activities that delete a workspace for good. All can be repeated: what is gone already is no fault. */
export function removalActivities({
  control,
  client,
  storageDir,
  currentWorkspaceId,
  beat,
}: RemovalDeps): Pick<WorkspaceActivities, 'endLifecycles' | 'removeData' | 'forget'> {
  return {
    async endLifecycles() {
      const id = currentWorkspaceId();
      const query = `WorkflowId STARTS_WITH "${id}/" AND ExecutionStatus = "Running"`;
      for await (const { workflowId } of client.workflow.list({ query })) {
        if (workflowId === provisioningId(id)) continue;
        beat();
        await client.workflow
          .getHandle(workflowId)
          .terminate('the company was deleted')
          .catch((error: unknown) => {
            if (!(error instanceof WorkflowNotFoundError)) throw error;
          });
      }
    },
    async removeData() {
      const record = await control.record(currentWorkspaceId());
      await dropDatabaseAt(record.serverUrl ?? control.databaseUrl, record);
      // The id is opaque letters, so the path can't leave the folder.
      if (storageDir !== null) await rm(join(storageDir, record.id), { recursive: true, force: true });
    },
    async forget() {
      await control.forget(currentWorkspaceId());
    },
  };
}
