import { proxyActivities, sleep } from '@temporalio/workflow';
import type { InvitationActivities } from '../activities/invitation/contract.ts';
import { toMillis } from '../domain/time/berlin.ts';

const { prepareRound } = proxyActivities<InvitationActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

const { remindRound, noteRound, expireRound } = proxyActivities<InvitationActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1s', maximumInterval: '10 minutes' },
});

/** How often, and how long apart, it is looked whether the round is written down: it may have begun before its row. */
const LOOKS = 12;
const BETWEEN = '5s';

/**
 * One round of invitations: its mails and letters are written, those who have not come are reminded, whoever sent it is
 * told who is still missing, and in the end what was not taken up is worth nothing. Who came is known by the rows.
 */
export async function invitation({ id }: { id: string }): Promise<void> {
  let round = await prepareRound({ id });
  for (let look = 1; round.state === 'missing' && look < LOOKS; look += 1) {
    await sleep(BETWEEN);
    round = await prepareRound({ id });
  }
  if (round.state === 'missing') return;
  for (const step of round.steps) {
    await sleep(Math.max(0, toMillis(step.at) - Date.now()));
    if (step.kind === 'remind') await remindRound({ id, n: step.n });
    else if (step.kind === 'lastNote') await noteRound({ id });
    else await expireRound({ id });
  }
}
