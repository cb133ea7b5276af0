import { makeFindable } from '../../db/queries/search.ts';
import type { Workspace } from '../../db/workspaces.ts';

/** While reports follow each other this closely the search waits, so that those who report are answered first … */
const CALM_MS = 300;
/** … but for no longer than this. */
const LONGEST_MS = 2_000;

const gathering = new WeakMap<Workspace, { timer: NodeJS.Timeout; latest: number }>();

/**
 * Makes a report that has just been taken findable, a moment later and with others: whoever reports does not wait for
 * it. What is lost with this process is done by the sweep.
 */
export function makeFindableSoon(workspace: Workspace): void {
  const now = performance.now();
  const before = gathering.get(workspace);
  clearTimeout(before?.timer);
  const latest = before?.latest ?? now + LONGEST_MS;
  const timer = setTimeout(
    () => {
      gathering.delete(workspace);
      makeFindable(workspace).catch(() => {});
    },
    Math.max(0, Math.min(CALM_MS, latest - now)),
  );
  timer.unref();
  gathering.set(workspace, { timer, latest });
}
