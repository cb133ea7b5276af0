import { fileURLToPath } from 'node:url';
import { DomainError } from '../domain/errors.ts';
import type { Inspection } from './inspect-file.ts';
import { isolated, turnstile } from './isolated.ts';

const SCRIPT = fileURLToPath(new URL('./inspect-file.ts', import.meta.url));
/** Less than the five seconds in which an answer is due, which on a calm machine is the same. */
const BOUNDS = { milliseconds: 4_500, megabytes: 300 };
const atOnce = turnstile(2);

/**
 * Looks at a file from outside in a process of its own and writes what is kept to `output`. Two at once, 4.5 seconds of a
 * processor and 300 MB each. Throws `fileType`, `fileContent`, `fileLocked`, `fileActive`, `tooManyPixels`.
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

function run(args: string[]): Promise<Inspection & { ok: true }> {
  return atOnce(async () => {
    const inspection = answerOf(await isolated(SCRIPT, args, BOUNDS));
    if (!inspection.ok) throw new DomainError(inspection.code);
    return inspection;
  });
}

/** Killed, it says nothing: the file was too much. */
function answerOf(printed: string): Inspection {
  try {
    return JSON.parse(printed) as Inspection;
  } catch {
    return { ok: false, code: 'fileContent' };
  }
}
