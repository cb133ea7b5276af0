import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { DRAIN_SILENCE_MS, DRAIN_TIMEOUT_MS, type MailroomActivities } from '../activities/mailroom/contract.ts';
import { toMillis } from '../domain/time/berlin.ts';
import { wake } from './messages/mailroom.ts';

const { drainOutbox } = proxyActivities<MailroomActivities>({
  startToCloseTimeout: DRAIN_TIMEOUT_MS,
  heartbeatTimeout: DRAIN_SILENCE_MS,
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

const HOUR = 3_600_000;

/**
 * A workspace's mailroom: sends what is due, sleeps until the next message is, or until somebody wakes it, or an hour.
 * It never ends.
 */
export async function mailroom(): Promise<void> {
  let woken = false;
  setHandler(wake, () => {
    woken = true;
  });
  for (;;) {
    woken = false;
    const { next } = await drainOutbox();
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew();
    }
    const rest = next === null ? HOUR : Math.min(HOUR, toMillis(next) - Date.now());
    if (rest > 0) await condition(() => woken, rest);
  }
}
