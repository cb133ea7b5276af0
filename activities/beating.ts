import { Context } from '@temporalio/activity';

/** How often somebody who works for long says that they are there. */
const EVERY_MS = 2_000;

/** The same activities, each saying every two seconds that it is at work: a lost process is missed within its heartbeat time-out. */
export function beating<Activities extends object>(activities: Activities): Activities {
  const wrapped = Object.entries(activities).map(([name, work]) => [
    name,
    async (...args: unknown[]) => {
      const context = Context.current();
      const beat = setInterval(() => context.heartbeat(), EVERY_MS);
      try {
        return await (work as (...args: unknown[]) => Promise<unknown>)(...args);
      } finally {
        clearInterval(beat);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Activities;
}
