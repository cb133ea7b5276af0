import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether this process is on its way out: `/healthz` says so, and the proxy sends it nothing more. */
    isLeaving(): boolean;
    /**
     * Leaves without failing anybody: says so, goes on for `notice` milliseconds until the proxy has noticed, then waits
     * for what is under way, for a few seconds at most. Streams are not waited for.
     */
    leave(notice: number): Promise<void>;
  }
}

/** What takes longer than this is cut off. */
const PATIENCE_MS = 4_000;

/** Lets an API leave gracefully, so that an update fails no request (R9). */
export function leaving(app: FastifyInstance): void {
  let left = false;
  let underWay = 0;
  let quiet: (() => void) | undefined;
  app.addHook('onRequest', async (request, reply) => {
    // A connection that is used again would be closed under somebody's next request.
    if (left) reply.raw.shouldKeepAlive = false;
    if (request.headers.accept?.includes('text/event-stream')) return;
    underWay += 1;
    reply.raw.once('close', () => {
      underWay -= 1;
      if (underWay === 0) quiet?.();
    });
  });
  app.decorate('isLeaving', () => left);
  app.decorate('leave', async (notice: number) => {
    left = true;
    if (notice > 0) await sleep(notice);
    if (underWay === 0) return;
    const over = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => {
        quiet = resolve;
      }),
      sleep(PATIENCE_MS, undefined, { signal: over.signal }).catch(() => {}),
    ]);
    over.abort();
  });
}
