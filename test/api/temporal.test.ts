import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lazyTemporal } from '../../api/temporal.ts';

/** Moments of closing over a call's three tries and its two pauses: some fall between two tries. */
const CLOSED_AFTER_MS = [20, 60, 100, 150, 200, 260, 320, 400];

test('calls that wait for their next try when the connection is closed end, each with its error', async () => {
  for (const closedAfterMs of CLOSED_AFTER_MS) {
    const temporal = lazyTemporal({ TEMPORAL_ADDRESS: '127.0.0.1:1', TEMPORAL_NAMESPACE: 'default' });
    const ends = Promise.allSettled(
      Array.from({ length: 5 }, () => temporal.client.workflow.getHandle('nobody').signal('anything')),
    );
    await setTimeout(closedAfterMs);
    await temporal.close();
    for (const end of await ends) expect(end.status).toBe('rejected');
  }
});
