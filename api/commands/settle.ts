import { type CommandAnswer, settleCommands } from '../../db/queries/commands.ts';
import type { Workspace } from '../../db/workspaces.ts';

/** How long answers are gathered before they are written down together. */
const GATHER_MS = 200;

const gathered = new WeakMap<Workspace, string[]>();
/** What has been answered and is not known to be written down. */
const answered = new WeakMap<Workspace, Set<string>>();

/**
 * Notes that a command's answer arrived. Written a moment later and for many at once: an act costs no round trip more.
 * What is lost with the process only leads to the command being sent again, which has no second effect.
 */
export function settle(workspace: Workspace, id: string): void {
  const known = answered.get(workspace) ?? new Set();
  answered.set(workspace, known.add(id));
  const waiting = gathered.get(workspace);
  if (waiting) {
    waiting.push(id);
    return;
  }
  gathered.set(workspace, [id]);
  setTimeout(() => flushSettled(workspace).catch(() => {}), GATHER_MS).unref();
}

/** Whether the workflow is known to hold a command for good: so it says, or it was answered here a moment ago. */
export function isSettled(workspace: Workspace, { id, state, settled }: CommandAnswer): boolean {
  return state === 'applied' && (settled || answered.get(workspace)?.has(id) === true);
}

/** Writes down at once what was gathered. */
export async function flushSettled(workspace: Workspace): Promise<void> {
  const ids = gathered.get(workspace);
  gathered.delete(workspace);
  if (!ids) return;
  try {
    await settleCommands(workspace, ids);
  } finally {
    for (const id of ids) answered.get(workspace)?.delete(id);
  }
}
