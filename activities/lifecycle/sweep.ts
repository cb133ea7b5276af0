import type { Workspaces } from '../../db/workspaces.ts';
import type { Courier } from './courier.ts';
import { factBookOf } from './project.ts';

/** How often the sweep looks for facts that a lost process left untold. */
const EVERY_MS = 2_000;

/**
 * Tells what was written and not told, at the start and then every two seconds, until the returned function is called.
 * Several processes may sweep: a fact has one effect however often it is told.
 */
export function sweepFacts(courier: Courier, workspaces: Workspaces, onFailure: (error: unknown) => void): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async () => {
    for (const workspace of await workspaces.all()) {
      if (stopped) return;
      await courier.sweep(workspace.id, factBookOf(workspace));
    }
  };
  const next = () => {
    round()
      .catch((error: unknown) => stopped || onFailure(error))
      .finally(() => {
        if (!stopped) timer = setTimeout(next, EVERY_MS);
      });
  };
  next();
  // A round under way is not waited for: what it does not tell any more, the next process does.
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
