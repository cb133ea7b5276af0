import { ActivityFailure, ApplicationFailure, proxyActivities, sleep } from '@temporalio/workflow';
import type { ServerChoice, WorkspaceActivities, WorkspaceStep } from '../activities/workspace/contract.ts';

const { makeDatabase, migrateDatabase, activate } = proxyActivities<WorkspaceActivities>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '500ms', maximumInterval: '20s', maximumAttempts: 8 },
});

// What must come to its end is tried for as long as it takes.
const { markFailed, beginMove, finishMove, undoMove, dropCopy } = proxyActivities<WorkspaceActivities>({
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

const { copyDatabase } = proxyActivities<WorkspaceActivities>({
  startToCloseTimeout: '4 hours',
  retry: { initialInterval: '5s', maximumInterval: '1 minute', maximumAttempts: 3 },
});

const { endLifecycles, removeData, forget } = proxyActivities<WorkspaceActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '5 minutes',
  retry: { initialInterval: '5s', maximumInterval: '10 minutes' },
});

/** Longer than any process believes what it last read about workspaces. */
const NOTICED = '8s';

/**
 * Moves a workspace to another server: closed, copied, compared, opened there. If the copy fails it goes on where it was;
 * its lifecycles wait meanwhile, because their activities find no active workspace.
 */
export async function moveWorkspace(to: ServerChoice): Promise<void> {
  const { from } = await beginMove();
  await sleep(NOTICED);
  try {
    await copyDatabase(to);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await undoMove(to);
    await dropCopy(to);
    const refusal = error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
    throw ApplicationFailure.nonRetryable('the workspace stays where it was', refusal ?? 'copyDatabaseFailed');
  }
  await finishMove(to);
  await sleep(NOTICED);
  await dropCopy({ server: from });
}

/** Deletes a workspace for good: what runs, its database, its files, its entry. Nobody gets in while it does. */
export async function deleteWorkspace(): Promise<void> {
  await endLifecycles();
  await removeData();
  await forget();
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
