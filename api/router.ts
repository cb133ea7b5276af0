import { liveRouter } from './routers/live.ts';
import { sessionRouter } from './routers/session.ts';
import { workspaceRouter } from './routers/workspace.ts';
import { router } from './trpc.ts';

/** Everything that can be asked for or done, one router per noun. */
export const appRouter = router({
  live: liveRouter,
  session: sessionRouter,
  workspace: workspaceRouter,
});

export type AppRouter = typeof appRouter;
