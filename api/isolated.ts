import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** What a process that looks at something from outside may take. */
export interface Bounds {
  milliseconds: number;
  megabytes: number;
}

/**
 * Runs one of our scripts in a process of its own and resolves to what it printed. It gets no environment: whoever breaks
 * out of a decoder finds no keys. One that takes more than its bounds is killed; then what it printed until then comes.
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
      { env: { MALLOC_ARENA_MAX: '2' }, timeout: milliseconds, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 },
      (_error, stdout) => {
        clearInterval(watch);
        resolve(stdout);
      },
    );
    const watch = setInterval(async () => {
      const statm = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '');
      const pages = Number(statm.split(' ')[1] ?? 0);
      if (pages * 4 > megabytes * 1024) child.kill('SIGKILL');
    }, 50);
  });
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
