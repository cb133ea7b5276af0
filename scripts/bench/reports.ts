import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, figure, median } from './figures.ts';
import type { Stage } from './stage.ts';
import { reportOf } from './story.ts';
import { repeat, send } from './visitor.ts';

const REPETITIONS = 5;
const REPORTS = 200;
const REPORTS_WHILE_DOWN = 200;
const AT_ONCE = 10;

/**
 * Taking reports, first with Temporal, then without; beside Fastify and pg that insert a row. Temporal stays away
 * afterwards, so this comes last.
 */
export async function reportFigures(stage: Stage, floorServer: string): Promise<Figure[]> {
  const product = () => stage.manager.act('tickets.create', reportOf(stage, randomUUID()));
  const floor = async () => {
    const { title, description } = reportOf(stage, '');
    const answer = await send(`${floorServer}/report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title, description }),
    });
    if (answer.status !== 200) throw new Error(`the floor's report: ${answer.status}`);
  };
  const measured = async (times: number, calm: () => Promise<void>) => {
    const own: number[] = [];
    const bare: number[] = [];
    for (let n = 0; n < REPETITIONS; n += 1) {
      own.push(times / (await repeat(times, AT_ONCE, product)));
      await calm();
      bare.push(REPORTS / (await repeat(REPORTS, AT_ONCE, floor)));
    }
    return { own: median(own), bare: median(bare) };
  };
  await repeat(AT_ONCE, AT_ONCE, product);
  await repeat(REPORTS, AT_ONCE, floor);
  await stage.quiet();
  const up = await measured(REPORTS, stage.quiet);
  await stage.temporal.stop();
  // What follows a report (its words for the search) must not slow the floor down.
  const down = await measured(REPORTS_WHILE_DOWN, () => sleep(3_000));
  return [
    figure('taking a report, Temporal up', up.own, 'reports/s', up.bare, { least: 0.4, times: true }),
    figure('taking a report, Temporal down', down.own, 'reports/s', down.bare, { least: 0.4, times: true }),
  ];
}
