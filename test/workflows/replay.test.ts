import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { historiesFolder, type Recorded } from '../support/histories.ts';
import { bundle } from '../support/lifecycles.ts';

const histories = readdirSync(historiesFolder).filter((name) => name.endsWith('.json'));

test.each(histories)('the recorded history %s replays on this code', async (name) => {
  const { workflowId, history }: Recorded = JSON.parse(readFileSync(join(historiesFolder, name), 'utf8'));
  const recorded = temporal.api.history.v1.History.decode(Buffer.from(history, 'base64'));
  await Worker.runReplayHistory({ workflowBundle: bundle }, recorded, workflowId);
});

test('there are recorded histories of the lifecycles', () => {
  expect(histories.some((name) => name.startsWith('ticket-'))).toBe(true);
  expect(histories.some((name) => name.startsWith('workOrder-'))).toBe(true);
  expect(histories.some((name) => name.startsWith('project-'))).toBe(true);
});
