import { makeFindable } from '../../db/queries/search.ts';
import type { Workspace } from '../../db/workspaces.ts';

/** How long reports are gathered before the search learns of them together. */
const GATHER_MS = 500;

const gathering = new WeakSet<Workspace>();

/**
 * Makes a report that has just been taken findable, a moment later and with others: whoever reports does not wait for
 * it. What is lost with this process is done by the sweep.
 */
export function makeFindableSoon(workspace: Workspace): void {
  if (gathering.has(workspace)) return;
  gathering.add(workspace);
  setTimeout(() => {
    gathering.delete(workspace);
    makeFindable(workspace).catch(() => {});
  }, GATHER_MS).unref();
}
