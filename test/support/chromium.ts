import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { StartProblem } from '../../scripts/services/problem.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path of a Chromium that runs here: CHROMIUM_PATH, the PATH, else Debian's package (as root, where apt is), else
 * Playwright's own download.
 * @throws StartProblem
 */
export async function findChromium(say: (text: string) => void): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (runs(given)) return given;
    throw new StartProblem(
      `CHROMIUM_PATH is ${given}, but that is no Chromium that runs here; correct it or leave it out.`,
    );
  }
  return onPath() ?? (await fromDebian(say)) ?? (await fromPlaywright(say));
}

function runs(path: string): boolean {
  return existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(runs);
}

async function fromDebian(say: (text: string) => void): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0)
    return undefined;
  say("Installing Debian's Chromium for the tests in a browser (once, some 300 MB) …");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await quietly('apt-get', ['update', '-q'], env);
  const install =
    update.code === 0
      ? await quietly('apt-get', ['install', '-yq', '--no-install-recommends', 'chromium'], env)
      : update;
  const found = onPath();
  if (!found) say(`apt-get did not bring one (${install.lastLine}); trying Playwright's own.`);
  return found;
}

async function fromPlaywright(say: (text: string) => void): Promise<string> {
  const { chromium } = await import('playwright-core');
  if (runs(chromium.executablePath())) return chromium.executablePath();
  say("Downloading Playwright's Chromium for the tests in a browser (once) …");
  const folder = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
  const { lastLine } = await quietly(process.execPath, [join(folder, 'cli.js'), 'install', 'chromium'], process.env);
  if (runs(chromium.executablePath())) return chromium.executablePath();
  throw new StartProblem(
    `The tests need a Chromium, and none could be installed (${lastLine}). Install one (on Debian as root: ` +
      'apt-get install chromium), or set CHROMIUM_PATH to one.',
  );
}

type Ended = { code: number | null; lastLine: string };

function quietly(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    const keep = (chunk: Buffer) => {
      words = (words + chunk).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: null, lastLine: error.message }));
    child.on('close', (code) => resolve({ code, lastLine: words.trim().split('\n').at(-1) ?? '' }));
  });
}
