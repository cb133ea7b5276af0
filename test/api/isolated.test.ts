import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isolated } from '../../api/isolated.ts';

const folder = mkdtempSync(join(tmpdir(), 'procsm-isolated-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script of these words within 700 ms of a processor. */
function run(name: string, words: string): Promise<string> {
  const script = join(folder, `${name}.mjs`);
  writeFileSync(script, words);
  return isolated(script, [], { milliseconds: 700, megabytes: 300 });
}

test('a process that has to wait for its turn longer than its time is not ended for it', async () => {
  const waits = `await new Promise((resolve) => setTimeout(resolve, 1_500)); process.stdout.write('done');`;
  expect(await run('waits', waits)).toBe('done');
});

test('one that takes more of a processor than its time is ended, and so is one that never comes back', async () => {
  const from = performance.now();
  const [worked, slept] = await Promise.all([
    run('works', `process.stdout.write('begun'); for (;;);`),
    run('sleeps', `setTimeout(() => process.stdout.write('done'), 60_000);`),
  ]);
  expect([worked, slept]).toEqual(['begun', '']);
  expect(performance.now() - from).toBeLessThan(20_000);
});
