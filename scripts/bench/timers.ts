import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendCommand } from '../../api/commands/send.ts';
import { openCampaign } from '../../db/queries/campaigns.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { fraction } from '../../domain/vote/fraction.ts';
import { type Figure, figure } from './figures.ts';
import { timed } from './floor-workflow.ts';
import type { Stage } from './stage.ts';
import { repeat } from './visitor.ts';

const TIMERS = 10_000;
const AT_ONCE = 20;
const TRIED = 100;
/** They are due one after the other within this time. */
const WITHIN_MS = 60_000;

/**
 * Ten thousand lifecycles whose time is over within the same minute (read receipts at their deadlines), beside as many bare
 * timers that write a row: from the first one due until the last one is written.
 */
export async function timerFigures(stage: Stage): Promise<Figure[]> {
  const many = stage.scaled(TIMERS);
  const began = performance.now();
  await repeat(TRIED, AT_ONCE, () => receipt(stage, Date.now() + 86_400_000));
  const each = (performance.now() - began) / TRIED;
  // Time enough to begin them all on a machine that gets slower meanwhile.
  const room = each * many * 2 + 20_000;
  const dueAt = (first: number, n: number) => first + Math.round((n * WITHIN_MS) / many);

  const bareFirst = Date.now() + room;
  await repeat(many, AT_ONCE, (n) => {
    const id = randomUUID();
    const args: [string, number] = [id, dueAt(bareFirst, n)];
    return stage.client.workflow.start(timed, { workflowId: `floor/${id}`, taskQueue: 'floor', args });
  });
  const bare = await drained(bareFirst, many, () =>
    stage.askFloor('select count(*)::int as n from floor_row where step = -1'),
  );

  const first = Date.now() + room;
  await repeat(many, AT_ONCE, (n) => receipt(stage, dueAt(first, n)));
  const own = await drained(first, many, () =>
    stage.workspace.query<{ n: number }>(`select count(*)::int as n from campaign where phase <> 'open'`),
  );
  return [
    figure(`${many} timers due in the same minute, the last one written after`, own, 's', bare, {
      most: 1.5,
      times: true,
    }),
  ];
}

/** A read receipt that one resident is asked for, until `until`. */
async function receipt({ workspace, client, given }: Stage, until: number): Promise<void> {
  const at = toInstant(Date.now());
  const deadline = toInstant(until);
  const command: StoredCommand = {
    id: randomUUID(),
    noun: 'campaign',
    subjectId: randomUUID(),
    type: 'open',
    actor: { kind: 'system' },
    at,
    facts: { policy: 1, federalState: 'BW', kind: 'readReceipt', deadline, assignee: null },
    words: {},
    files: [],
  };
  const campaign = {
    propertyId: given.property,
    title: 'Heizung wird abgelesen',
    kind: 'readReceipt',
    audience: 'residents',
    question: 'Bitte lassen Sie die Ableser in die Wohnung.',
    document: null,
    voting: null,
    keyDate: berlinClock(at).day,
    deadline,
    assignee: null,
    policy: 1,
    allShares: null,
  } as const;
  const one = fraction(1, 1);
  const voter = {
    id: randomUUID(),
    key: given.residentId,
    units: [],
    members: [given.residentId],
    weight: one,
    share: one,
    exclusion: null,
  };
  await workspace.transaction((q) => openCampaign(q, command, campaign, [voter]));
  await sendCommand(client, workspace, command);
}

/** Seconds from a moment until so many are there. */
async function drained(from: number, many: number, ask: () => Promise<{ n: number }[]>): Promise<number> {
  const late = Date.now() - from;
  if (late > 0) throw new Error(`they were due ${late} ms before all had begun: the machine is too busy`);
  await sleep(-late);
  for (;;) {
    const [row] = await ask();
    if ((row?.n ?? 0) >= many) return (Date.now() - from) / 1_000;
    await sleep(250);
  }
}
