import { ActivityFailure, ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { WorkspaceActivities, WorkspaceStep } from '../activities/workspace/contract.ts';

const { makeDatabase, migrateDatabase, activate } = proxyActivities<WorkspaceActivities>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '500ms', maximumInterval: '20s', maximumAttempts: 8 },
});

const { markFailed } = proxyActivities<WorkspaceActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** Makes what the workspace's row in the control database describes: role, database, tables; then opens it. */
export async function createWorkspace(): Promise<void> {
  await step('makeDatabase', makeDatabase);
  await step('migrateDatabase', migrateDatabase);
  await step('activate', activate);
}

/** Brings one workspace to this release's tables; one whose migration failed before is opened again. */
export async function migrateWorkspace(): Promise<void> {
  await step('migrateDatabase', migrateDatabase);
  await step('activate', activate);
}

// One that fails is seen by its state and tried again alone; the others know nothing of it.
async function step(name: WorkspaceStep, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await markFailed(name);
    throw ApplicationFailure.nonRetryable('the workspace could not be made or migrated', `${name}Failed`);
  }
}
