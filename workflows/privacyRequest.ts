import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import type { PrivacyActivities } from '../activities/privacy/contract.ts';
import { toMillis } from '../domain/time/berlin.ts';
import { privacyChanged } from './messages/privacyRequest.ts';

const { attendRequest, planErasure, eraseKind, finishErasure } = proxyActivities<PrivacyActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/**
 * What somebody asked about their data, from its receipt to its answer: reminds the office of the month that the law
 * gives (Art. 12 (3) DSGVO), takes a copy back when its time is over, and erases kind by kind. The row knows how far it is;
 * this only looks at it when a date has come or somebody acted. What is kept by law is taken up again by the nightly run.
 */
export async function privacyRequest({ id }: { id: string }): Promise<void> {
  let acts = 0;
  setHandler(privacyChanged, () => {
    acts += 1;
  });
  for (;;) {
    const seen = acts;
    const { next, erases, over } = await attendRequest({ id });
    if (erases) {
      const { kinds } = await planErasure({ id });
      for (const kind of kinds) await eraseKind({ id, kind });
      await finishErasure({ id });
      return;
    }
    if (over && acts === seen) return;
    const acted = () => acts > seen;
    if (next === null) await condition(acted);
    else await condition(acted, Math.max(1, toMillis(next) - Date.now()));
  }
}
