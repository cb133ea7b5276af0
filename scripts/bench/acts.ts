import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { type Figure, figure, median, percentile } from './figures.ts';
import { step } from './floor-workflow.ts';
import { cpuOf } from './processes.ts';
import type { Stage } from './stage.ts';
import { reportOf, startBare } from './story.ts';
import { repeat } from './visitor.ts';

const REPETITIONS = 3;
const SUBJECTS = 20;
const AT_ONCE = 10;
const ACTS = 200;
const ALONE = 100;

type Load = { perSecond: number; cpuMs: number };

/**
 * Acts that send no message (an internal note), through the API, beside the same number of updates of the bare
 * workflow. Whoever asks is not counted for the product (that is a browser); for the floor it is, being its client.
 */
export async function actFigures(stage: Stage): Promise<Figure[]> {
  const tickets: string[] = [];
  const floors: WorkflowHandle[] = [];
  for (let n = 0; n < SUBJECTS; n += 1) {
    const ticket = randomUUID();
    await stage.resident.act('tickets.report', reportOf(stage, ticket));
    tickets.push(ticket);
    floors.push(await startBare(stage, Number.MAX_SAFE_INTEGER));
  }
  const act = async (n: number) => {
    const { state } = await stage.manager.act<{ state: string }>('tickets.act', {
      ticketId: tickets[n % SUBJECTS],
      commandId: randomUUID(),
      command: { type: 'note', visibility: 'internal' },
      text: 'Der Hausmeister sieht morgen nach.',
    });
    if (state !== 'applied') throw new Error('an act was kept, not carried out');
  };
  const update = (n: number) => floors[n % SUBJECTS]!.executeUpdate(step);
  // Code that has run a while, prepared statements, warm caches: for both.
  await repeat(ACTS, AT_ONCE, act);
  await repeat(ACTS, AT_ONCE, update);
  await stage.quiet();

  const product: Load[] = [];
  const bare: Load[] = [];
  const alone: number[][] = [];
  const bareAlone: number[][] = [];
  for (let n = 0; n < REPETITIONS; n += 1) {
    product.push(await loadOf(() => [...stage.pids.shared(), ...stage.pids.product()], act));
    bare.push(await loadOf(() => [...stage.pids.shared(), ...stage.pids.floor()], update));
    alone.push(await times(act));
    bareAlone.push(await times(update));
  }
  for (const handle of floors) await handle.terminate();
  const of = (loads: Load[], key: keyof Load) => median(loads.map((load) => load[key]));
  const at = (series: number[][], share: number) => median(series.map((values) => percentile(values, share)));
  return [
    figure('CPU per act through the API, messages apart', of(product, 'cpuMs'), 'CPU-ms', of(bare, 'cpuMs'), {
      most: 1.5,
      times: true,
    }),
    figure('acts, 10 at a time', of(product, 'perSecond'), 'acts/s', of(bare, 'perSecond'), {
      least: 0.65,
      times: true,
    }),
    figure('one act until its row is written, p50', at(alone, 0.5), 'ms', at(bareAlone, 0.5), {
      most: 1.4,
      times: true,
    }),
    figure('one act until its row is written, p99', at(alone, 0.99), 'ms', at(bareAlone, 0.99), {
      most: 2,
      times: true,
    }),
  ];
}

async function loadOf(pids: () => number[], work: (n: number) => Promise<unknown>): Promise<Load> {
  const before = cpuOf(pids());
  const seconds = await repeat(ACTS, AT_ONCE, work);
  return { perSecond: ACTS / seconds, cpuMs: (cpuOf(pids()) - before) / ACTS };
}

async function times(work: (n: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < ALONE; n += 1) {
    const began = performance.now();
    await work(n);
    taken.push(performance.now() - began);
  }
  return taken;
}
