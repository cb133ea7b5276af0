import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, figure, median } from './figures.ts';
import { cpuOf } from './processes.ts';
import type { Stage } from './stage.ts';
import { reportOf } from './story.ts';
import { repeat, send } from './visitor.ts';

const REPETITIONS = 5;
const REPORTS = 300;
const AT_ONCE = 10;
/** What follows a report (its words for the search) is over after this. */
const REST_MS = 2_500;

type Taking = { perSecond: number; cpuMs: number };

/**
 * Taking reports, first with Temporal, then without; beside Fastify and pg that insert a row. Temporal stays away
 * afterwards, so this comes last. Whoever reports is not counted among the CPU, only who takes it.
 */
export async function reportFigures(stage: Stage, floorServer: string): Promise<Figure[]> {
  const report = () => stage.manager.act('tickets.create', reportOf(stage, randomUUID()));
  const insert = async () => {
    const { title, description } = reportOf(stage, '');
    const answer = await send(`${floorServer}/report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title, description }),
    });
    if (answer.status !== 200) throw new Error(`the floor's report: ${answer.status}`);
  };
  const [postgres = 0] = stage.pids.shared();
  const takingOf = async (server: number | undefined, work: () => Promise<unknown>): Promise<Taking> => {
    const pids = [postgres, ...(server === undefined ? [] : [server])];
    const before = cpuOf(pids);
    const seconds = await repeat(REPORTS, AT_ONCE, work);
    return { perSecond: REPORTS / seconds, cpuMs: (cpuOf(pids) - before) / REPORTS };
  };
  const measured = async (calm: () => Promise<void>) => {
    const own: Taking[] = [];
    const bare: Taking[] = [];
    // The first ones of each find everything cold.
    for (let n = -1; n < REPETITIONS; n += 1) {
      await calm();
      const product = await takingOf(stage.api.pid, report);
      await calm();
      const floor = await takingOf(stage.floorServer?.pid, insert);
      if (n < 0) continue;
      own.push(product);
      bare.push(floor);
    }
    const of = (takings: Taking[], key: keyof Taking) => median(takings.map((taking) => taking[key]));
    return (key: keyof Taking): [number, number] => [of(own, key), of(bare, key)];
  };
  stage.say('  Temporal is up …');
  const up = await measured(stage.quiet);
  stage.say('  Temporal is down …');
  await stage.temporal.stop();
  const down = await measured(() => sleep(REST_MS));
  const [rateUp, floorUp] = up('perSecond');
  const [rateDown, floorDown] = down('perSecond');
  const [cpu, floorCpu] = down('cpuMs');
  return [
    figure('taking a report, Temporal up', rateUp, 'reports/s', floorUp, { least: 0.4, times: true }),
    figure('taking a report, Temporal down', rateDown, 'reports/s', floorDown, { least: 0.4, times: true }),
    figure('taking a report, Temporal down: CPU of API and PostgreSQL', cpu, 'CPU-ms', floorCpu),
  ];
}
