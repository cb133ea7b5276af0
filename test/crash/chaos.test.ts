import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

test('eight kills over forty lifecycles lose nothing, double nothing and make nothing late', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'procsm-chaos-test-'));
  const json = join(folder, 'chaos.json');
  const args = [join(root, 'scripts', 'chaos.ts'), '--kills', '8', '--lifecycles', '40', '--json', json];
  const run = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [run.stdout, run.stderr])
    stream.on('data', (chunk: Buffer) => {
      words += chunk;
    });
  try {
    const code = await new Promise((resolve) => run.once('close', resolve));
    expect(code, words.slice(-5_000)).toBe(0);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      kills: 8,
      lifecycles: 40,
      lost: 0,
      doubled: 0,
      lateTimers: 0,
      ok: true,
    });
  } finally {
    run.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}, 900_000);
