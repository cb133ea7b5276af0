import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineUpdate,
  isCancellation,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';

/** What the floor's worker does to the world. */
export interface FloorActivities {
  writeRow(id: string, step: number): Promise<void>;
}

const { writeRow } = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '10s' });

/** A timer that writes a row when it rings: at so many milliseconds since 1970. Lives on, as a ticket does. */
export async function timed(id: string, at: number): Promise<void> {
  await sleep(Math.max(1, at - Date.now()));
  await writeRow(id, -1);
  await sleep('1 day');
}

/** A step; answered when its row is written. */
export const step = defineUpdate<number, []>('step');

/** The least that any lifecycle here costs: a row at its start and one for each step, a timer that is cancelled. */
export async function bare(id: string, steps: number): Promise<void> {
  let asked = 0;
  let written = 0;
  setHandler(step, async () => {
    asked += 1;
    const mine = asked;
    await condition(() => written >= mine);
    return mine;
  });
  const deadline = new CancellationScope();
  deadline
    .run(() => sleep('1 day'))
    .catch((reason) => {
      if (!isCancellation(reason)) throw reason;
    });
  await writeRow(id, 0);
  while (written < steps) {
    await condition(() => asked > written);
    const next = asked;
    await writeRow(id, next);
    written = next;
  }
  deadline.cancel();
  await condition(allHandlersFinished);
}
