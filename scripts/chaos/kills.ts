import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from './people.ts';
import type { ChaosStage, Part } from './stage.ts';

/** One kill: what, when, whether it was aimed at the instant between commit and answer, how long things stood still. */
export interface Blow {
  parts: Part[];
  aimed: boolean;
  at: number;
  /** From the kill until every act that it hit was done, or, where it hit none, the next one was. */
  recoveredMs: number | null;
}

/** Numbers in [0, 1) by a seed (mulberry32): the same ones in each run. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TURNS: readonly Part[] = ['worker', 'api', 'temporal', 'postgres'];

/** What is killed the nth time: each in turn, worker and engine every second time when a row has just been committed. */
function targetOf(n: number): { parts: Part[]; aimed: boolean } {
  const part = TURNS[n % TURNS.length] as Part;
  const aimed = Math.floor(n / TURNS.length) % 2 === 1 && (part === 'worker' || part === 'temporal');
  return { parts: aimed && part === 'temporal' ? ['temporal', 'worker'] : [part], aimed };
}

/** Kills and starts again, so many times, while people act. */
export async function strike(
  stage: ChaosStage,
  count: number,
  chance: () => number,
  say: (text: string) => void,
): Promise<Blow[]> {
  const blows: Blow[] = [];
  for (let n = 0; n < count; n += 1) {
    const { parts, aimed } = targetOf(n);
    await sleep(300 + chance() * 2_200);
    const hit = aimed && (await afterCommit(stage));
    const at = Date.now();
    await stage.kill(...parts);
    await sleep(50 + chance() * 700);
    for (const part of parts) await stage.start(part);
    blows.push({ parts, aimed: hit, at, recoveredMs: null });
    say(`${String(n + 1).padStart(3)}  ${parts.join(' and ')}${hit ? ', between commit and answer' : ''}`);
  }
  return blows;
}

/** Holds the worker's answers up until it has committed a row; false when nobody acted in time. */
async function afterCommit(stage: ChaosStage): Promise<boolean> {
  const count = async (): Promise<number> => {
    try {
      const [row] = await stage.workspace.query<{ n: number }>('select count(*)::int as n from revision_log');
      return row?.n ?? 0;
    } catch {
      // A connection that the last kill broke.
      return count();
    }
  };
  const before = await count();
  stage.wire.freeze();
  for (const ends = Date.now() + 3_000; Date.now() < ends; await sleep(5)) if ((await count()) > before) return true;
  return false;
}

/** Fills in how long each kill held up the acts that it hit; an act that several kills hit counts for the last. */
export function measure(blows: Blow[], attempts: Attempt[]): number[] {
  const samples: number[] = [];
  for (const [n, blow] of blows.entries()) {
    const next = blows[n + 1]?.at ?? Number.POSITIVE_INFINITY;
    const hit = attempts.filter(
      ({ begun, done }) => begun <= blow.at && done !== null && done > blow.at && done <= next,
    );
    const after = attempts.flatMap(({ done }) => (done !== null && done > blow.at ? [done] : []));
    const until = hit.length > 0 ? hit.map(({ done }) => done as number) : [Math.min(...after)];
    for (const done of until) samples.push(done - blow.at);
    blow.recoveredMs = Math.max(...until) - blow.at;
  }
  return samples.sort((a, b) => a - b);
}
