import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DomainError } from '../domain/errors.ts';
import type { Inspection } from './inspect-file.ts';

const SCRIPT = fileURLToPath(new URL('./inspect-file.ts', import.meta.url));
const MILLISECONDS = 5_000;
const MEGABYTES = 300;
const AT_ONCE = 2;

let running = 0;
const queue: (() => void)[] = [];

/**
 * Looks at a file from outside in a process of its own and writes what is kept to `output`. Two at once, five seconds
 * and 300 MB each. Throws `fileType`, `fileContent`, `fileLocked`, `fileActive`, `tooManyPixels`.
 */
export function inspected(input: string, output: string): Promise<Inspection & { ok: true }> {
  return run(['keep', input, output]);
}

/** Writes a smaller copy of a kept picture, as WebP. */
export function thumbnailed(input: string, output: string, width: number): Promise<Inspection & { ok: true }> {
  return run(['thumbnail', input, output, String(width)]);
}

/** Writes a smaller copy of a kept picture, as JPEG: what a PDF can show. */
export function printed(input: string, output: string, width: number): Promise<Inspection & { ok: true }> {
  return run(['print', input, output, String(width)]);
}

async function run(args: string[]): Promise<Inspection & { ok: true }> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  else running++;
  try {
    const inspection = await inChild(args);
    if (!inspection.ok) throw new DomainError(inspection.code);
    return inspection;
  } finally {
    const next = queue.shift();
    if (next === undefined) running--;
    else next();
  }
}

function inChild(args: string[]): Promise<Inspection> {
  return new Promise((resolve) => {
    // No environment: whoever breaks out of the decoder finds no keys. Killed, it says nothing: the file was too much.
    const child = execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--max-old-space-size=256', SCRIPT, ...args],
      { env: { MALLOC_ARENA_MAX: '2' }, timeout: MILLISECONDS, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 },
      (_error, stdout) => {
        clearInterval(watch);
        try {
          resolve(JSON.parse(stdout) as Inspection);
        } catch {
          resolve({ ok: false, code: 'fileContent' });
        }
      },
    );
    const watch = setInterval(async () => {
      const statm = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '');
      const pages = Number(statm.split(' ')[1] ?? 0);
      if (pages * 4 > MEGABYTES * 1024) child.kill('SIGKILL');
    }, 50);
  });
}
