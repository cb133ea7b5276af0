import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..', '..');

/** What Node is told to run a process of the product (or of the bench); `entry` is its path from the project's folder. */
export function argumentsOf(entry: string): string[] {
  // The floors of the bench run Temporal's SDK as it comes.
  const first = pathToFileURL(join(root, 'activities', 'workflow-thread.ts')).href;
  return [
    '--disable-warning=ExperimentalWarning',
    ...(entry === 'activities/worker.ts' ? ['--import', first] : []),
    join(root, entry),
  ];
}
