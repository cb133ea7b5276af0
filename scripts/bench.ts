import { parseArgs } from 'node:util';
import { actFigures } from './bench/acts.ts';
import { batchFigures } from './bench/batch.ts';
import { deadlineFigures } from './bench/deadlines.ts';
import { deskFigures, deskStatements, fillDesk, searchFigures } from './bench/desk.ts';
import { documentSearchFigures, mailFigures } from './bench/documents.ts';
import { type Figure, table } from './bench/figures.ts';
import { importFigures } from './bench/imported.ts';
import { memoryFigures, readyFigures } from './bench/memory.ts';
import { pageFigures } from './bench/pages.ts';
import { projectFigures } from './bench/project.ts';
import { reportFigures } from './bench/reports.ts';
import { type Stage, startStage } from './bench/stage.ts';
import { startingFigures } from './bench/starting.ts';
import { historyFigures, storyFigures } from './bench/story.ts';
import { streamFigures } from './bench/streams.ts';
import { takeoverFigures } from './bench/takeover.ts';
import { timerFigures } from './bench/timers.ts';
import { voteFigures } from './bench/votes.ts';
import { workspaceFigures } from './bench/workspaces.ts';
import { writeJson } from './services/data-dir.ts';
import { StartProblem } from './services/problem.ts';

const USAGE = `npm run bench [-- [--json FILE] [--scale 0.1] [FIGURE …]], e.g. npm run bench -- search streams

Figures: history, acts, story, memory, ready, pages, starting, batch, project, votes, mails, import, takeover, workspaces,
streams, desk, search, documents, timers, deadlines, reports; all of them if none is named. --scale makes fewer imported
tickets, rows, companies and deadlines, to try the bench itself.
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
  import: importFigures,
  takeover: takeoverFigures,
  workspaces: workspaceFigures,
  async streams(stage) {
    return streamFigures(stage, await floorServer(stage));
  },
  votes: voteFigures,
  mails: mailFigures,
  async desk(stage) {
    await filledDesk(stage);
    return deskFigures(stage, await floorServer(stage));
  },
  async search(stage) {
    await filledDesk(stage);
    return searchFigures(stage);
  },
  timers: timerFigures,
  documents: documentSearchFigures,
  // Restarts the worker, so nothing that counts its CPU follows.
  deadlines: deadlineFigures,
  // Takes Temporal away, so it is the last one.
  async reports(stage) {
    return reportFigures(stage, await floorServer(stage));
  },
};

let serving: Promise<unknown> | undefined;
let filling: Promise<void> | undefined;

function filledDesk(stage: Stage): Promise<void> {
  filling ??= fillDesk(stage);
  return filling;
}

async function floorServer(stage: Stage): Promise<string> {
  serving ??= startFloorServer(stage);
  await serving;
  return `http://127.0.0.1:${stage.floorPort}`;
}

async function startFloorServer(stage: Stage): Promise<void> {
  stage.floorServer = await stage.start('floor-server', 'scripts/bench/floor-server.ts', {
    PORT: String(stage.floorPort),
    DESK_DATABASE_URL: stage.deskUrl,
    DESK_SQL: JSON.stringify(await deskStatements()),
  });
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      scale: { type: 'string', default: '1' },
      help: { type: 'boolean' },
    },
  });
  const named = [...positionals, ...(values.only?.split(',') ?? [])];
  const wanted = named.length > 0 ? named : Object.keys(parts);
  const scale = Number(values.scale);
  const unknown = wanted.find((name) => !(name in parts));
  if (values.help || unknown !== undefined || !(scale > 0 && scale <= 1)) throw new StartProblem(USAGE);
  if (process.platform !== 'linux') throw new StartProblem(USAGE);
  const stage = await startStage(console.log, scale);
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
      // One that can't be measured on so busy a machine must not take the others along.
      try {
        figures.push(...(await part(stage)));
      } catch (error) {
        process.exitCode = 1;
        console.error(`${name} could not be measured:`, error);
      }
      if (values.json) writeJson(values.json, figures as unknown as object);
    }
  } finally {
    console.log(`\n${table(figures)}\n`);
    await stage.stop();
  }
}

try {
  await run();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exit(1);
}
