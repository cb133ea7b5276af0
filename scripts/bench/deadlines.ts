import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendCommand } from '../../api/commands/send.ts';
import { insertTicket } from '../../db/queries/intake.ts';
import { deal, spreadOf } from '../../domain/lifecycle/ball.ts';
import { builtinDocument } from '../../domain/policy/document.ts';
import { addMinutes, toInstant } from '../../domain/time/berlin.ts';
import { begunBefore, drained } from './due.ts';
import { type Figure, figure } from './figures.ts';
import { imported } from './imported.ts';
import type { Stage } from './stage.ts';
import { bareTimers } from './timers.ts';

const DEADLINES = 5_000;
/** The first reminder comes so long after the report, by the clock. */
const FIRST_MINUTES = 600;
const POLICY = 2;

/**
 * Thousands of reminders due in the same instant, by the clock (where no spread is allowed), beside as many bare timers
 * that write a row; twice more, so that the third time, with a worker that is restarted just before, is beside one of
 * nearly as long histories without. How far a weekend's are spread is counted.
 */
export async function deadlineFigures(stage: Stage): Promise<Figure[]> {
  const many = stage.scaled(DEADLINES);
  const floor = await begunBefore(stage, 'bare timers', many, (due) => bareTimers(stage, () => due));
  const bare = await drained(stage, floor.due, many, floor.done);
  // The next reminder comes when the ones before are surely through, also where the product is slower than the floor.
  const gapMinutes = Math.ceil((2 * bare + 45) / 60);
  await publish(stage, gapMinutes);

  let first = 0;
  const reminded = async (revision: number) => {
    const [row] = await stage.workspace.query<{ n: number }>(
      'select count(*)::int as n from ticket where reported_at = $1 and revision > $2',
      [reportedFor(first), revision],
    );
    return row?.n ?? 0;
  };
  const tickets = await begunBefore(stage, 'tickets', many, (due) => ({
    async begin() {
      first = due;
      const { command, ticket } = imported(stage, reportedFor(due), POLICY);
      await insertTicket(stage.workspace.query.bind(stage.workspace), command, ticket);
      await sendCommand(stage.client, stage.workspace, command);
    },
    done: () => reminded(1),
  }));
  const round = async (n: number) => {
    const seconds = await drained(stage, tickets.due + (n - 1) * gapMinutes * 60_000, many, () => reminded(n));
    stage.say(`  Round ${n}: all are written after ${Math.round(seconds)} s.`);
    if (seconds > gapMinutes * 60 - 20) throw new Error('reminders were not drained before the next ones were due');
    return seconds;
  };
  const own = await round(1);
  const again = await round(2);
  stage.say('  The same again, with a worker that is restarted just before …');
  await sleep(Math.max(0, tickets.due + 2 * gapMinutes * 60_000 - 3_000 - Date.now()));
  await stage.worker.stop();
  await stage.start('worker-again', 'activities/worker.ts');
  const restarted = await round(3);
  return [
    figure(`${many} reminders due at once, drained`, many / own, 'reminders/s', many / bare, {
      least: 0.8,
      times: true,
    }),
    figure('the same, a worker restarted just before: longer by', Math.max(0, restarted - again), 's', null, {
      most: 15,
    }),
    figure('5,000 reports of a weekend: reminders in the busiest second', busiest(), 'reminders', DEADLINES, {
      most: 50,
    }),
  ];
}

/** When a ticket was reported whose first reminder is due at this moment. */
function reportedFor(due: number): string {
  return toInstant(Math.round(due) - FIRST_MINUTES * 60_000);
}

/** A policy whose reminders come by the clock. */
async function publish(stage: Stage, gapMinutes: number): Promise<void> {
  const clock = (minutes: number) => ({ clock: FIRST_MINUTES + minutes });
  const triage = {
    period: clock(10_000),
    reminders: [clock(0), clock(gapMinutes), clock(2 * gapMinutes)],
    escalations: [{ after: clock(20_000), to: 'managers' as const }],
    expires: false,
    repeat: clock(0),
  };
  await stage.workspace.query(
    `insert into policy (version, document, published_by) select $1, $2, person_id from employee limit 1`,
    [POLICY, JSON.stringify({ ...builtinDocument, stages: { normal: { triage } } })],
  );
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
