import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import type { ImportActivities } from '../activities/import/contract.ts';
import { type ImportStep, importStep } from './messages/importRun.ts';

const { planImport, applyImport, undoImport } = proxyActivities<ImportActivities>({
  startToCloseTimeout: '30 minutes',
  // A lost process is missed by then; while many rows are compared, nobody can say that they are there.
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

const { forgetImport } = proxyActivities<ImportActivities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '10 minutes' },
});

/** How long files and what they would do (or did) are kept, if nobody goes on. */
const KEPT = '30 days';

/**
 * One taking in of files: planned as often as somebody wants to see it, taken all at once, taken back while nobody has
 * used it. The rows know how far it is; this only carries on what was asked for, whatever is killed meanwhile, and forgets
 * what the files said about people in the end.
 */
export async function importRun({ id }: { id: string }): Promise<void> {
  const asked: ImportStep[] = [];
  let over = false;
  setHandler(importStep, (step) => {
    asked.push(step);
  });
  while (!over && (await condition(() => asked.length > 0, KEPT))) {
    const step = asked.shift();
    if (step === 'plan') await planImport({ id });
    else if (step === 'apply') await applyImport({ id });
    else if (step === 'undo') over = (await undoImport({ id })).state === 'undone';
    else over = true;
  }
  await forgetImport({ id });
}
