import { ApplicationFailure } from '@temporalio/common';
import type { Control } from '../../db/control.ts';
import { closeDatabase, copyDatabase, dropCopy, MoveRefused, reopenDatabase } from '../../db/moving.ts';
import type { WorkspaceId } from '../../domain/workspace.ts';
import type { WorkspaceActivities } from './contract.ts';

/** What moving a workspace to another server needs. */
export interface MoveDeps {
  control: Control;
  currentWorkspaceId(): WorkspaceId;
}

/** The activities that move a workspace's database. All can be repeated. */
export function moveActivities({
  control,
  currentWorkspaceId,
}: MoveDeps): Pick<WorkspaceActivities, 'beginMove' | 'copyDatabase' | 'finishMove' | 'undoMove' | 'dropCopy'> {
  const current = () => control.record(currentWorkspaceId());
  return {
    async beginMove() {
      const { id, serverId } = await current();
      await control.setState(id, 'moving');
      return { from: serverId };
    },
    async copyDatabase({ server }) {
      const record = await current();
      await closeDatabase(control, record);
      try {
        await copyDatabase(control, record, await control.serverUrl(server));
      } catch (error) {
        if (error instanceof MoveRefused) throw ApplicationFailure.nonRetryable(error.code, error.code);
        throw error;
      }
    },
    async finishMove({ server }) {
      const { id } = await current();
      await control.setServer(id, server);
      await control.setState(id, 'active');
    },
    async undoMove({ server }) {
      const record = await current();
      // Asked again after it had been finished: then there is nothing to undo.
      if (record.serverId === server) return;
      await reopenDatabase(control, record);
      await control.setState(record.id, 'active', 'copyDatabase');
    },
    async dropCopy({ server }) {
      const record = await current();
      if (record.serverId !== server) await dropCopy(record, await control.serverUrl(server));
    },
  };
}
