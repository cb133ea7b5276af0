import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { insertTicket, type NewTicket } from '../../db/queries/intake.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { type Figure, figure, percentile } from './figures.ts';
import type { Stage } from './stage.ts';
import { reportOf } from './story.ts';

const TICKETS = 5_000;
const IDLE = 100;
const TOLD_MS = 15_000;

/** A report as an import writes it: command and row, for a workflow that begins when its turn comes. */
export function imported(stage: Stage, at: Instant, policy = 1): { command: StoredCommand; ticket: NewTicket } {
  const { property, building, unit } = stage.given;
  const { title, description, category } = reportOf(stage, '');
  const shared = { category, urgency: 'normal', place: 'unit', policy } as const;
  return {
    command: {
      id: randomUUID(),
      noun: 'ticket',
      subjectId: randomUUID(),
      type: 'report',
      actor: { kind: 'system' },
      at,
      facts: { ...shared, federalState: 'BW', reporter: null, assignee: null },
      words: {},
      files: [],
    },
    ticket: {
      ...shared,
      categoryVersion: 1,
      propertyId: property,
      buildingId: building,
      unitId: unit,
      reporterId: null,
      unconfirmedId: null,
      title,
      description,
      answers: [],
      accessWishes: '',
    },
  };
}

/** Acts at the desk while thousands of tickets are imported at once and their workflows start. */
export async function importFigures(stage: Stage): Promise<Figure[]> {
  const own = randomUUID();
  await stage.resident.act('tickets.report', reportOf(stage, own));
  await stage.quiet();
  let failed = 0;
  const act = async () => {
    const began = performance.now();
    const answer = await stage.manager
      .act<{ state: string }>('tickets.act', {
        ticketId: own,
        commandId: randomUUID(),
        command: { type: 'note', visibility: 'internal' },
        text: 'Der Hausmeister sieht morgen nach.',
      })
      .catch(() => undefined);
    if (answer?.state !== 'applied') failed += 1;
    return performance.now() - began;
  };
  const idle: number[] = [];
  for (let n = 0; n < IDLE; n += 1) idle.push(await act());
  failed = 0;
  const began = performance.now();
  const importing = stage.workspace.transaction(async (q) => {
    for (let n = 0; n < stage.scaled(TICKETS); n += 1) {
      const { command, ticket } = imported(stage, toInstant(Date.now()));
      await insertTicket(q, command, ticket);
    }
  });
  let stored = false;
  void importing.finally(() => {
    stored = true;
  });
  const waiting = async () => {
    const [row] = await stage.workspace.query<{ n: number }>(
      `select count(*)::int as n from ticket where phase = 'received' and number like 'V-%'`,
    );
    return row?.n ?? 0;
  };
  const meanwhile: number[] = [];
  const many = stage.scaled(TICKETS);
  for (let left = many, told = began; left > 0; left = stored ? await waiting() : many) {
    meanwhile.push(await act());
    await sleep(20);
    if (performance.now() - told < TOLD_MS) continue;
    told = performance.now();
    stage.say(stored ? `  ${left} of ${many} have still to begin …` : '  They are being stored …');
  }
  await importing;
  const seconds = (performance.now() - began) / 1_000;
  return [
    figure(
      'an act while 5,000 tickets are imported and begin, p99',
      percentile(meanwhile, 0.99),
      'ms',
      percentile(idle, 0.99),
      {
        most: 3,
        times: true,
      },
    ),
    figure('acts meanwhile that were not carried out at once', failed, 'acts', null, { most: 0 }),
    figure('5,000 imported tickets until the last has begun', seconds, 's', null),
  ];
}
