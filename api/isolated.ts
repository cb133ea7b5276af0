import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** What a process that looks at something from outside may take. */
export interface Bounds {
  /** Of a processor's time: on a busy machine a good file waits, it does not take more. */
  milliseconds: number;
  megabytes: number;
}

/** How much longer than its processor's time one may last in all: what only waits is ended too. */
const PATIENCE = 6;

/** A tick of the kernel's clocks in /proc, in milliseconds; the same on every Linux (USER_HZ). */
const TICK_MS = 10;

/** Where Node keeps what it has compiled, if it does: loading code takes such a process longer than a small file does. */
const { NODE_COMPILE_CACHE } = process.env;

/**
 * Runs one of our scripts in a process of its own and resolves to what it printed. It gets no environment of ours: whoever
 * breaks out of a decoder finds no keys. One that takes more than its bounds is killed; then what it printed until then comes.
 */
export function isolated(
  script: string,
  args: readonly string[],
  { milliseconds, megabytes }: Bounds,
): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--max-old-space-size=256', script, ...args],
      {
        env: { MALLOC_ARENA_MAX: '2', ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) },
        timeout: milliseconds * PATIENCE,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024,
      },
      (_error, stdout) => {
        clearInterval(watch);
        resolve(stdout);
      },
    );
    const watch = setInterval(async () => {
      const about = (file: string) => readFile(`/proc/${child.pid}/${file}`, 'utf8').catch(() => '');
      const pages = Number((await about('statm')).split(' ')[1] ?? 0);
      if (pages * 4 > megabytes * 1024 || processorTime(await about('stat')) > milliseconds) child.kill('SIGKILL');
    }, 50);
  });
}

/** How long a process has had a processor, in milliseconds, by its line in /proc; 0 where it has ended. */
function processorTime(stat: string): number {
  // The name before it may hold anything, a bracket too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}

/** Lets at most `most` tasks run at once; the others wait for their turn. */
export function turnstile(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => queue.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
