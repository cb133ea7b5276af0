import { randomUUID } from 'node:crypto';
import { sendCommand } from '../../api/commands/send.ts';
import { openCampaign } from '../../db/queries/campaigns.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { fraction } from '../../domain/vote/fraction.ts';
import { begunBefore, drained, type Round } from './due.ts';
import { type Figure, figure } from './figures.ts';
import { timed } from './floor-workflow.ts';
import type { Stage } from './stage.ts';

const TIMERS = 10_000;
/** They are due one after the other within this time. */
const WITHIN_MS = 60_000;

/**
 * Ten thousand lifecycles whose time is over within the same minute (read receipts at their deadlines), beside as many bare
 * timers that write a row: from the first one due until the last one is written.
 */
export async function timerFigures(stage: Stage): Promise<Figure[]> {
  const many = stage.scaled(TIMERS);
  const dueAt = (first: number, n: number) => first + Math.round((n * WITHIN_MS) / many);

  const floor = await begunBefore(stage, 'bare timers', many, (first) => bareTimers(stage, (n) => dueAt(first, n)));
  const bare = await drained(stage, floor.due, many, floor.done);

  const receipts = await begunBefore(stage, 'read receipts', many, (first) => ({
    begin: (n) => receipt(stage, dueAt(first, n)),
    async done() {
      const [row] = await stage.workspace.query<{ n: number }>(
        `select count(*)::int as n from campaign where phase <> 'open' and deadline between $1 and $2`,
        [toInstant(first), toInstant(first + WITHIN_MS)],
      );
      return row?.n ?? 0;
    },
  }));
  const own = await drained(stage, receipts.due, many, receipts.done);
  return [
    figure(`${many} timers due in the same minute, the last one written after`, own, 's', bare, {
      most: 1.5,
      times: true,
    }),
  ];
}

/** Timers of the floor's own that write a row each when they ring. */
export function bareTimers(stage: Stage, dueAt: (n: number) => number): Round {
  // All of a round have one beginning, by which they are found.
  const [beginning = ''] = randomUUID().split('-');
  return {
    begin(n) {
      const id = beginning + randomUUID().slice(beginning.length);
      return stage.client.workflow.start(timed, {
        ...{ workflowId: `floor/${id}`, taskQueue: 'floor', args: [id, dueAt(n)] as [string, number] },
      });
    },
    async done() {
      const rest = '-0000-0000-0000-000000000000';
      const [row] = await stage.askFloor(
        'select count(*)::int as n from floor_row where step = -1 and id between $1 and $2',
        [beginning + rest, beginning + rest.replaceAll('0', 'f')],
      );
      return row?.n ?? 0;
    },
  };
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
