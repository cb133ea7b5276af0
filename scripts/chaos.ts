import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { judge, type Verdict } from './chaos/judge.ts';
import { type Blow, chanceOf, measure, strike } from './chaos/kills.ts';
import { makeCast } from './chaos/people.ts';
import { ChaosStage } from './chaos/stage.ts';
import { begin, play, plots, type Story, type Telling, Watch } from './chaos/stories.ts';
import { writeJson } from './services/data-dir.ts';
import { StartProblem } from './services/problem.ts';

const USAGE = `npm run chaos [-- --kills N --lifecycles M --seed S --json FILE]

Kills worker, API, Temporal and PostgreSQL in turn, some of them between a row's commit and its answer, while M tickets
with their orders live; then says what was lost, doubled, unclear or late. On servers of its own that are thrown away.`;

/** A stuck story is given up so long after the last kill. */
const PATIENCE_MS = 90_000;

/** From kill to next progress: QUALITY R3. */
const RECOVERY_P95_MS = 20_000;

/** What a run came to, as `--json` writes it. */
interface Result {
  kills: number;
  lifecycles: number;
  lost: number;
  doubled: number;
  unclear: number;
  lateTimers: number;
  /** Seconds. */
  recoveryP95: number;
  ok: boolean;
  seed: number;
}

function number(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 1) throw new StartProblem(USAGE);
  return value;
}

async function run(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string' },
      lifecycles: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || process.platform !== 'linux') throw new StartProblem(USAGE);
  const kills = number(values.kills, 8);
  const lifecycles = number(values.lifecycles, 40);
  const seed = number(values.seed, (Date.now() % 1_000_000) + 1);
  const chance = chanceOf(seed);
  await build();
  console.log(`${kills} kills over ${lifecycles} tickets with their orders, seed ${seed}`);
  const stage = await ChaosStage.open();
  const stop = () => {
    stage.close().finally(() => process.exit(1));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const { stories, blows, samples } = await live(stage, { kills, lifecycles, chance });
    const verdict = await judge(stage, stories, blows);
    const p95 = samples[Math.min(samples.length - 1, Math.floor(samples.length * 0.95))] ?? 0;
    const result: Result = {
      kills,
      lifecycles,
      lost: verdict.lost.length,
      doubled: verdict.doubled.length,
      unclear: verdict.unclear.length,
      lateTimers: verdict.lateTimers.length,
      recoveryP95: Math.round(p95 / 100) / 10,
      ok: false,
      seed,
    };
    result.ok = result.lost === 0 && result.doubled === 0 && result.lateTimers === 0 && p95 <= RECOVERY_P95_MS;
    print(verdict, blows, samples, result, stories);
    if (values.json) writeJson(values.json, result);
    return result.ok;
  } finally {
    await stage.close();
  }
}

async function live(
  stage: ChaosStage,
  { kills, lifecycles, chance }: { kills: number; lifecycles: number; chance: () => number },
) {
  const cast = await makeCast(stage.workspace, stage.webUrl);
  const watch = new Watch(stage.workspace);
  const looking = watch.look();
  let calm = false;
  // An act every 4.5 s and kill, spread over a story's six acts: most stories are under way when the last kill falls.
  const pause = (kills * 4_500) / 6;
  const telling: Telling = {
    cast,
    workspace: stage.workspace,
    watch,
    think: () => sleep(calm ? chance() * 100 : 100 + chance() * 2 * pause),
    lapseMs: () => 10_000 + chance() * 20_000,
  };
  const stories: Story[] = [];
  for (let n = 0; n < lifecycles; n += 8) {
    const some = Array.from(
      { length: Math.min(8, lifecycles - n) },
      (_, k) => plots[(n + k) % plots.length] ?? 'plain',
    );
    stories.push(...(await Promise.all(some.map((plot) => begin(telling, plot)))));
  }
  const playing = Promise.allSettled(
    stories.map((story) =>
      play(story, telling).catch((error: unknown) => {
        story.refusals.push(`${story.plot} ${story.ticket}: ${error instanceof Error ? error.message : String(error)}`);
      }),
    ),
  );
  const blows = await strike(stage, kills, chance, (text) => console.log(text));
  calm = true;
  await Promise.race([playing, sleep(PATIENCE_MS, undefined, { ref: false })]);
  await quiet(stage);
  watch.stop();
  await Promise.all([looking, Promise.race([playing, sleep(5_000, undefined, { ref: false })])]);
  return { stories, blows, samples: measure(blows, cast.attempts) };
}

/** Resolves when no message is under way, no fact untold and no act unsettled, or after a while all the same. */
async function quiet({ workspace }: ChaosStage): Promise<void> {
  for (const ends = Date.now() + PATIENCE_MS; Date.now() < ends; await sleep(300)) {
    const [left] = await workspace.query<{ n: number }>(
      `select (select count(*) from message where state in ('open', 'claimed') and due_at <= now())
         + (select count(*) from lifecycle_fact where state = 'open')
         + (select count(*) from command where state = 'open' or (state = 'applied' and not settled)) as n`,
    );
    if (left?.n === 0) return;
  }
}

function print(verdict: Verdict, blows: Blow[], samples: number[], result: Result, stories: Story[]): void {
  const struck = new Map<string, { times: number; longest: number }>();
  for (const { parts, aimed, recoveredMs } of blows) {
    const name = `${parts.join(' and ')}${aimed ? ', between commit and answer' : ''}`;
    const known = struck.get(name) ?? { times: 0, longest: 0 };
    struck.set(name, { times: known.times + 1, longest: Math.max(known.longest, recoveredMs ?? 0) });
  }
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  console.log('\n| killed | times | longest recovery |\n|---|---|---|');
  for (const [name, { times, longest }] of struck) console.log(`| ${name} | ${times} | ${seconds(longest)} |`);
  const orders = stories.filter(({ order }) => order !== null).length;
  const rows: [string, string | number][] = [
    ['lifecycles: tickets, orders', `${stories.length}, ${orders}`],
    ['timeline entries, messages, timers', `${verdict.told}, ${verdict.messages}, ${verdict.timers}`],
    ['lost', result.lost],
    ['doubled', result.doubled],
    ['unclear texts, on the list', result.unclear],
    ['mails that came again with the same bytes', verdict.copies],
    ['timers more than 60 s late', result.lateTimers],
    [
      'recovery p50, p95, longest',
      [samples[samples.length >> 1] ?? 0, result.recoveryP95 * 1_000, samples.at(-1) ?? 0].map(seconds).join(', '),
    ],
  ];
  console.log('\n| figure | value |\n|---|---|');
  for (const [name, value] of rows) console.log(`| ${name} | ${value} |`);
  for (const [title, list] of [
    ['lost', verdict.lost],
    ['doubled', verdict.doubled],
    ['late', verdict.lateTimers],
  ] as const)
    for (const line of list.slice(0, 20)) console.log(`${title}: ${line}`);
  console.log(result.ok ? '\nNothing lost, nothing doubled.' : '\nNot as promised.');
}

try {
  process.exit((await run()) ? 0 : 1);
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exit(1);
}
