import { ApplicationFailure } from '@temporalio/common';
import type { Control } from '../../db/control.ts';
import { makeDatabase, migrateDatabase } from '../../db/provisioning.ts';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { kindOf } from '../faults.ts';
import type { WorkspaceActivities } from './contract.ts';

/** What the activities need: the control database, and whose workflow calls (minted from its id). */
export interface ProvisionDeps {
  control: Control;
  currentWorkspaceId(): WorkspaceId;
  /** Where the migrations are; tests bring their own. */
  migrations?: URL;
}

/** The activities with which workspaces are made and migrated. All can be repeated. */
export function workspaceActivities({
  control,
  currentWorkspaceId,
  migrations,
}: ProvisionDeps): Pick<WorkspaceActivities, 'makeDatabase' | 'migrateDatabase' | 'activate' | 'markFailed'> {
  return {
    async makeDatabase() {
      await makeDatabase(control, currentWorkspaceId());
    },
    async migrateDatabase() {
      try {
        await migrateDatabase(control, currentWorkspaceId(), migrations);
      } catch (error) {
        if (passes(error)) throw error;
        // The file's name is the operator's clue; PostgreSQL's own words may quote rows.
        const file = /\d{4}-[a-z0-9-]+\.sql/.exec((error as Error).message)?.[0] ?? 'unknown file';
        const reason = kindOf((error as Error).cause ?? error);
        throw ApplicationFailure.nonRetryable(`${file} failed (${reason})`, 'migrationFailed');
      }
    },
    async activate() {
      const { id, state } = await control.record(currentWorkspaceId());
      if (state !== 'suspended' && state !== 'deleting') await control.setState(id, 'active');
    },
    async markFailed(step) {
      await control.setState(currentWorkspaceId(), 'failed', step);
    },
  };
}

/** Whether a database error is of the moment: no connection, a lock, a restart, no resources. */
function passes(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? error) as { code?: string };
  return code === undefined ? !/migration/i.test((error as Error).message) : /^(08|40|53|55|57|E[A-Z]+$)/.test(code);
}
