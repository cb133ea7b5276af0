import type { FastifyBaseLogger } from 'fastify';
import type { Workspace, Workspaces } from '../../db/workspaces.ts';

/**
 * Goes round all workspaces again and again, `everyMs` after the last round has ended. One that fails is logged as `what`
 * and tried again next time; it holds up no other. Runs until the returned function is called, which waits for what is
 * under way: a long visit asks `stopped` whether to go on.
 */
export function goRound(
  workspaces: Workspaces,
  log: FastifyBaseLogger,
  {
    everyMs,
    what,
    visit,
  }: { everyMs: number; what: string; visit(workspace: Workspace, stopped: () => boolean): Promise<void> },
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const failed = (error: unknown) =>
    log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, `the sweep of ${what} could not run`);
  const round = async () => {
    for (const workspace of await workspaces.all()) {
      if (stopped) return;
      await visit(workspace, () => stopped).catch(failed);
    }
  };
  const next = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round().catch(failed).finally(next);
    }, everyMs);
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
