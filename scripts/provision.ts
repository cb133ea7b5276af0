import type { Client } from '@temporalio/client';
import type { Control } from '../db/control.ts';
import { unmigrated } from '../db/provisioning.ts';
import type { NewWorkspace, WorkspaceId } from '../domain/workspace.ts';
import { provisionWorkspace } from '../workflows/messages/workspace.ts';
import { StartProblem } from './services/problem.ts';

/** What workspaces are made with. A worker must be running, the workflows' steps are its. */
export type Provisioner = { control: Control; client: Client };

/**
 * Makes a workspace, or finishes making the one that has this slug, and waits until it can be used.
 * @throws StartProblem naming the step that failed; the same call tries it again
 */
export async function ensureWorkspace({ control, client }: Provisioner, wanted: NewWorkspace): Promise<WorkspaceId> {
  const { id } = await control.register(wanted);
  const record = await control.record(id);
  if (record.state === 'creating' || record.state === 'failed') {
    const failure = await provisionWorkspace(client, record);
    if (failure !== undefined) {
      throw new StartProblem(`The workspace ${record.slug} could not be made (${failure}); the worker's log says why.`);
    }
  }
  return id;
}

/** At once; each costs a connection and its tables' locks for moments. */
const AT_ONCE = 8;

/**
 * Migrates all workspaces of an older release, and tries unfinished and failed ones again. One that fails does not keep
 * the others.
 * @returns slugs; of the failed ones with the step
 */
export async function migrateWorkspaces({ control, client }: Provisioner): Promise<{
  migrated: string[];
  failed: { slug: string; step: string }[];
}> {
  const waiting = await unmigrated(control);
  const migrated: string[] = [];
  const failed: { slug: string; step: string }[] = [];
  const lane = async () => {
    for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
      const step = await provisionWorkspace(client, record);
      if (step === undefined) migrated.push(record.slug);
      else failed.push({ slug: record.slug, step });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { migrated, failed };
}
