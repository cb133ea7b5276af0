import { parseArgs } from 'node:util';
import { actFigures } from './bench/acts.ts';
import { batchFigures } from './bench/batch.ts';
import { deskFigures, deskStatements, fillDesk, searchFigures } from './bench/desk.ts';
import { type Figure, table } from './bench/figures.ts';
import { memoryFigures, readyFigures } from './bench/memory.ts';
import { pageFigures } from './bench/pages.ts';
import { projectFigures } from './bench/project.ts';
import { reportFigures } from './bench/reports.ts';
import { type Stage, startStage } from './bench/stage.ts';
import { startingFigures } from './bench/starting.ts';
import { historyFigures, storyFigures } from './bench/story.ts';
import { writeJson } from './services/data-dir.ts';
import { StartProblem } from './services/problem.ts';

const USAGE = `npm run bench [-- --json FILE] [--only history,acts,story,memory,ready,pages,starting,batch,project,desk,reports]

Measures the product beside its floors, on a server of its own that is thrown away afterwards. Linux only: it reads
/proc. Other work on the machine shows in all figures but the counted ones; CPU-ms and ratios are the steadiest.`;

type Part = (stage: Stage) => Promise<Figure[]>;

const parts: Record<string, Part> = {
  history: historyFigures,
  acts: actFigures,
  story: storyFigures,
  memory: memoryFigures,
  ready: readyFigures,
  pages: pageFigures,
  starting: startingFigures,
  batch: batchFigures,
  project: projectFigures,
  async desk(stage) {
    await fillDesk(stage);
    return [...(await deskFigures(stage, await floorServer(stage))), ...(await searchFigures(stage))];
  },
  // Takes Temporal away, so it is the last one.
  async reports(stage) {
    return reportFigures(stage, await floorServer(stage));
  },
};

let serving: Promise<unknown> | undefined;

async function floorServer(stage: Stage): Promise<string> {
  serving ??= startFloorServer(stage);
  await serving;
  return `http://127.0.0.1:${stage.floorPort}`;
}

async function startFloorServer(stage: Stage): Promise<void> {
  await stage.start('floor-server', 'scripts/bench/floor-server.ts', {
    PORT: String(stage.floorPort),
    DESK_DATABASE_URL: stage.deskUrl,
    DESK_SQL: JSON.stringify(await deskStatements()),
  });
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean' } },
  });
  const wanted = values.only?.split(',') ?? Object.keys(parts);
  const unknown = wanted.find((name) => !(name in parts));
  if (values.help || unknown !== undefined) throw new StartProblem(USAGE);
  if (process.platform !== 'linux') throw new StartProblem(USAGE);
  const stage = await startStage(console.log);
  const stop = () => {
    stage.stop().finally(() => process.exit(1));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const figures: Figure[] = [];
  try {
    for (const [name, part] of Object.entries(parts)) {
      if (!wanted.includes(name)) continue;
      console.log(`Measuring: ${name} …`);
      figures.push(...(await part(stage)));
      if (values.json) writeJson(values.json, figures as unknown as object);
    }
  } finally {
    console.log(`\n${table(figures)}\n`);
    await stage.stop();
  }
}

try {
  await run();
  process.exit(0);
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exit(1);
}
