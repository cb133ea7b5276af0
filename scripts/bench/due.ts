import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './stage.ts';
import { repeat } from './visitor.ts';

const AT_ONCE = 20;
const TRIED = 100;
const TRIES = 3;
const DAY_MS = 86_400_000;
/** Machines get slower while they work; the rest is for what is under way at the end. */
const SLOWER = 1.3;
const REST_MS = 15_000;
/** Nothing here takes so long unless something stands still. */
const LONGEST_MS = 600_000;
const TOLD_MS = 15_000;

/** Things that become due, and how many of them have come to what is measured. */
export interface Round {
  begin(n: number): Promise<unknown>;
  done(): Promise<number>;
}

/** A round of which all have begun, and when it is due. */
export interface Begun {
  due: number;
  done: Round['done'];
}

/**
 * Begins so many things that are due at one moment: so far off as some of them say that it takes to begin them all, and
 * farther once more where the machine was slower than that.
 */
export async function begunBefore(
  stage: Stage,
  what: string,
  many: number,
  roundOf: (due: number) => Round,
): Promise<Begun> {
  const tried = roundOf(Date.now() + DAY_MS);
  let each = 0;
  // Twice, because the first ones find everything cold.
  for (let n = 0; n < 2; n += 1) each = (await repeat(TRIED, AT_ONCE, tried.begin)) / TRIED;
  let room = Math.round(each * many * 1_000 * SLOWER) + REST_MS;
  for (let tries = 0; tries < TRIES; tries += 1) {
    stage.say(`  ${many} ${what} begin, due in ${Math.round(room / 1_000)} s …`);
    const began = Date.now();
    const due = began + room;
    const round = roundOf(due);
    let late = false;
    await repeat(many, AT_ONCE, async (n) => {
      late ||= n > many / 5 && ((Date.now() - began) / n) * many > room;
      if (!late) await round.begin(n);
    });
    if (!late && Date.now() < due) return { due, done: round.done };
    room *= 2;
  }
  throw new Error(`${many} ${what} could not all begin in time: the machine is too busy`);
}

/** Seconds from a moment until so many are done. */
export async function drained(stage: Stage, from: number, many: number, done: Round['done']): Promise<number> {
  await sleep(Math.max(0, from - Date.now()));
  for (let told = Date.now(); ; await sleep(250)) {
    const now = await done();
    if (now >= many) return (Date.now() - from) / 1_000;
    if (Date.now() - from > LONGEST_MS) throw new Error(`${now} of ${many} were done after ${LONGEST_MS / 60_000} min`);
    if (Date.now() - told > TOLD_MS) {
      told = Date.now();
      stage.say(`  ${now} of ${many} …`);
    }
  }
}
