import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Figure, figure, median } from './figures.ts';
import { memoryOf } from './processes.ts';
import type { Stage } from './stage.ts';
import { reportOf, startBare } from './story.ts';
import { repeat } from './visitor.ts';

const REPETITIONS = 3;
const OPENED = 100;
const AT_ONCE = 10;

type Sizes = { memory: number; engine: number; rows: number };

/** What an open ticket takes: in the worker that has it in its cache, in Temporal's database, in the company's. */
export async function memoryFigures(stage: Stage): Promise<Figure[]> {
  // Entered by the management for itself, so that no mail to the reporter is made meanwhile: it is the lifecycles' memory.
  const report = () => stage.manager.act('tickets.create', reportOf(stage, randomUUID()));
  const bare = () => startBare(stage, Number.MAX_SAFE_INTEGER);
  for (const open of [report, bare]) await repeat(OPENED, AT_ONCE, open);
  const own: Sizes[] = [];
  const floor: Sizes[] = [];
  const grown = async (worker: { pid: number | undefined }, open: () => Promise<unknown>): Promise<Sizes> => {
    await stage.quiet();
    const before = await sizesOf(stage, worker.pid);
    await repeat(OPENED, AT_ONCE, open);
    await stage.quiet();
    const after = await sizesOf(stage, worker.pid);
    const each = (key: keyof Sizes) => (after[key] - before[key]) / OPENED / 1_000;
    return { memory: each('memory'), engine: each('engine'), rows: each('rows') };
  };
  for (let n = 0; n < REPETITIONS; n += 1) {
    own.push(await grown(stage.worker, report));
    floor.push(await grown(stage.floorWorker, bare));
  }
  const of = (sizes: Sizes[], key: keyof Sizes) => median(sizes.map((size) => size[key]));
  const bound = { most: 1.5, times: true } as const;
  return [
    figure('worker memory per open ticket in its cache', of(own, 'memory'), 'KB', of(floor, 'memory'), bound),
    figure("Temporal's database per open ticket", of(own, 'engine'), 'KB', of(floor, 'engine'), bound),
    figure("the company's database per open ticket", of(own, 'rows'), 'KB', null),
  ];
}

async function sizesOf(stage: Stage, worker: number | undefined): Promise<Sizes> {
  if (worker === undefined) throw new Error('the worker has gone');
  const [row] = await stage.workspace.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
  // Its file grows by leaps and behind a journal; the pages in use are counted.
  const engine = new DatabaseSync(join(stage.folder, 'temporal.db'), { readOnly: true, timeout: 10_000 });
  try {
    const count = (what: string) => Number(Object.values(engine.prepare(`pragma ${what}`).get() ?? {})[0] ?? 0);
    const used = (count('page_count') - count('freelist_count')) * count('page_size');
    return { memory: memoryOf(worker), engine: used, rows: row?.bytes ?? 0 };
  } finally {
    engine.close();
  }
}

/** From the start of the process to the moment at which it takes work. */
export async function readyFigures(stage: Stage): Promise<Figure[]> {
  const taken: number[] = [];
  for (let n = 0; n < REPETITIONS; n += 1) {
    const began = performance.now();
    const worker = await stage.start(`worker-${n}`, 'activities/worker.ts');
    taken.push((performance.now() - began) / 1_000);
    await worker.stop();
  }
  return [figure('worker ready', median(taken), 's', null, { most: 1.5 })];
}
