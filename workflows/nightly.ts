import { patched, proxyActivities } from '@temporalio/workflow';
import type { NightlyActivities } from '../activities/workspace/contract.ts';

const { countUnits, attendPrivacy, beginDueDeletions } = proxyActivities<NightlyActivities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '5 minutes',
  retry: { initialInterval: '10s', maximumInterval: '10 minutes', maximumAttempts: 20 },
});

/** What the installation does by itself each night: counts what is billed, erases what may go, deletes what nobody wanted to keep. */
export async function nightly(): Promise<void> {
  await countUnits();
  // A run that began before there was this goes on without.
  if (patched('privacy')) await attendPrivacy();
  await beginDueDeletions();
}
