import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..', '..');
/** Those that run workflows in threads of their own. */
const workers = new Set(['activities/worker.ts', 'scripts/bench/floor-worker.ts']);

/** What Node is told to run a process of the product; `entry` is its path from the project's folder. */
export function argumentsOf(entry: string): string[] {
  const first = pathToFileURL(join(root, 'activities', 'workflow-thread.ts')).href;
  return [
    '--disable-warning=ExperimentalWarning',
    ...(workers.has(entry) ? ['--import', first] : []),
    join(root, entry),
  ];
}
