import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

/** Where recorded runs lie; each is replayed on every later version of the code. */
export const historiesFolder = join(import.meta.dirname, '..', 'histories');

/** A recorded run: the engine's bytes as base64. */
export type Recorded = { workflowId: string; history: string };

/** Writes a run to `test/histories/` when RECORD_HISTORIES is set: once per edge, then kept as it is. */
export async function recordHistory(name: string, handle: WorkflowHandle): Promise<void> {
  if (!process.env.RECORD_HISTORIES) return;
  const bytes = temporal.api.history.v1.History.encode(await handle.fetchHistory()).finish();
  const recorded: Recorded = { workflowId: handle.workflowId, history: Buffer.from(bytes).toString('base64') };
  writeFileSync(join(historiesFolder, `${name}.json`), `${JSON.stringify(recorded)}\n`);
}
