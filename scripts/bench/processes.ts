import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second; so does every machine that this runs on. */
const TICK_MS = 10;

type Stat = { parent: number; ownMs: number; reapedMs: number };

function statOf(pid: number | string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold spaces: state, parent, …, utime, stime, cutime, cstime.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ms = (index: number) => Number(fields[index]) * TICK_MS;
    return { parent: Number(fields[1]), ownMs: ms(11) + ms(12), reapedMs: ms(13) + ms(14) };
  } catch {
    return undefined;
  }
}

/** CPU time in ms of these processes with their children, living and ended ones. */
export function cpuOf(pids: readonly number[]): number {
  const all = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined;
    if (stat) all.set(Number(name), stat);
  }
  const wanted = new Set(pids);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [pid, { parent }] of all) {
      if (wanted.has(pid) || !wanted.has(parent)) continue;
      wanted.add(pid);
      grew = true;
    }
  }
  let sum = 0;
  for (const pid of wanted) sum += (all.get(pid)?.ownMs ?? 0) + (all.get(pid)?.reapedMs ?? 0);
  return sum;
}

/** Resident memory of a process in bytes, without what it shares with its files. */
export function memoryOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}
