import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendCommand } from '../../api/commands/send.ts';
import { insertTicket } from '../../db/queries/intake.ts';
import { deal, spreadOf } from '../../domain/lifecycle/ball.ts';
import { builtinDocument } from '../../domain/policy/document.ts';
import { addMinutes, toInstant } from '../../domain/time/berlin.ts';
import { type Figure, figure } from './figures.ts';
import { timed } from './floor-workflow.ts';
import { imported } from './imported.ts';
import type { Stage } from './stage.ts';
import { repeat } from './visitor.ts';

const DEADLINES = 5_000;
const AT_ONCE = 20;
const TRIED = 100;
/** The first reminder comes so long after the report, by the clock. */
const FIRST_MINUTES = 600;
const POLICY = 2;

/**
 * Thousands of reminders due in the same instant, by the clock (where no spread is allowed), beside as many bare timers
 * that write a row; once more with a worker that is restarted just before. How far a weekend's are spread is counted.
 */
export async function deadlineFigures(stage: Stage): Promise<Figure[]> {
  const many = stage.scaled(DEADLINES);
  const tickets = async (times: number, first: number, policy: number) =>
    repeat(times, AT_ONCE, async () => {
      const { command, ticket } = imported(stage, toInstant(first - FIRST_MINUTES * 60_000), policy);
      await insertTicket(stage.workspace.query.bind(stage.workspace), command, ticket);
      await sendCommand(stage.client, stage.workspace, command);
    });
  const each = (await tickets(TRIED, Date.now() + 86_400_000, 1)) / TRIED;
  // Time enough to begin them all, and to drain the first time before the second reminder comes.
  const room = Math.ceil((each * many * 2 + 40) / 60) * 60_000;
  await publish(stage, Math.round(room / 60_000));

  const bareAt = Date.now() + room;
  await repeat(many, AT_ONCE, () => {
    const id = randomUUID();
    return stage.client.workflow.start(timed, { workflowId: `floor/${id}`, taskQueue: 'floor', args: [id, bareAt] });
  });
  const bare = await drained(stage, bareAt, many, 'select count(*)::int as n from floor_row where step = -1', true);

  const first = Date.now() + room;
  await tickets(many, first, POLICY);
  const reminded = (n: number) =>
    `select count(*)::int as n from ticket where policy_version = ${POLICY} and revision > ${n}`;
  const own = await drained(stage, first, many, reminded(1));
  const second = first + room;
  await sleep(Math.max(0, second - 3_000 - Date.now()));
  await stage.worker.stop();
  await stage.start('worker-again', 'activities/worker.ts');
  const restarted = await drained(stage, second, many, reminded(2));
  return [
    figure('5,000 reminders due at once, drained', many / own, 'reminders/s', many / bare, { least: 0.8, times: true }),
    figure('the same, a worker restarted just before: longer by', Math.max(0, restarted - own), 's', null, {
      most: 15,
    }),
    figure('5,000 reports of a weekend: reminders in the busiest second', busiest(), 'reminders', DEADLINES, {
      most: 50,
    }),
  ];
}

/** A policy whose reminders come by the clock. */
async function publish(stage: Stage, gapMinutes: number): Promise<void> {
  const clock = (minutes: number) => ({ clock: FIRST_MINUTES + minutes });
  const triage = {
    period: clock(10_000),
    reminders: [clock(0), clock(gapMinutes)],
    escalations: [{ after: clock(20_000), to: 'managers' as const }],
    expires: false,
    repeat: clock(0),
  };
  await stage.workspace.query(
    `insert into policy (version, document, published_by) select $1, $2, person_id from employee limit 1`,
    [POLICY, JSON.stringify({ ...builtinDocument, stages: { normal: { triage } } })],
  );
}

/** Seconds from a moment until so many rows are there. */
async function drained(stage: Stage, from: number, many: number, sql: string, onFloor = false): Promise<number> {
  const late = Date.now() - from;
  if (late > 0) throw new Error(`they were due ${late} ms before all had begun: the machine is too busy`);
  await sleep(-late);
  const ask = onFloor ? stage.askFloor : (text: string) => stage.workspace.query<{ n: number }>(text);
  for (;;) {
    const [row] = await ask(sql);
    if ((row?.n ?? 0) >= many) return (Date.now() - from) / 1_000;
    await sleep(250);
  }
}

/** How many of a weekend's reports are first reminded of in the same second, by the built-in policy. */
function busiest(): number {
  const [sunday, seconds] = ['2026-09-06T21:00:00.000Z', new Map<string, number>()];
  for (let n = 0; n < DEADLINES; n += 1) {
    const timing = { policy: 1, urgency: 'normal', federalState: 'BW', spread: spreadOf(randomUUID()) } as const;
    const { steps } = deal(timing, 'triage', { role: 'management' }, addMinutes(sunday, n % 60));
    const second = steps[0]?.at.slice(0, 19) ?? '';
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return Math.max(...seconds.values());
}
