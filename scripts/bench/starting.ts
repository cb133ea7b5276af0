import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../services/ports.ts';
import { type Figure, figure } from './figures.ts';

const root = join(import.meta.dirname, '..', '..');

/** `npm start` with its packages in, until it says its addresses: in an empty folder with the demo, then once more. */
export async function startingFigures(): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'procsm-bench-start-'));
  try {
    const first = await startOnce(dataDir);
    const again = await startOnce(dataDir);
    return [
      figure('`npm start` ready, the first time', first, 's', null, { most: 120 }),
      figure('`npm start` ready, warm', again, 's', null, { most: 30 }),
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startOnce(dataDir: string): Promise<number> {
  const addresses = join(dataDir, 'addresses.json');
  rmSync(addresses, { force: true });
  const began = performance.now();
  const product = spawn('npm', ['start', '--silent'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: String(await freePort()) },
    stdio: 'ignore',
    // A group of its own, so that its end reaches npm and what npm started, and nothing else.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => product.once('close', () => resolve()));
  try {
    while (!existsSync(addresses)) {
      if (product.exitCode !== null) throw new Error(`npm start ended with ${product.exitCode}`);
      await sleep(50);
    }
    return (performance.now() - began) / 1_000;
  } finally {
    interrupt(product);
    await ended;
  }
}

function interrupt(product: ChildProcess): void {
  if (product.pid === undefined || product.exitCode !== null) return;
  process.kill(-product.pid, 'SIGINT');
}
