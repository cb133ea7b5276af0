import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { takeDataDir } from '../../scripts/services/data-dir.ts';
import { isSameProcess, type processIdentity } from '../../scripts/services/processes.ts';
import { type ServiceSpec, Supervisor } from '../../scripts/services/supervisor.ts';

const folder = mkdtempSync(join(tmpdir(), 'procsm-supervisor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function dataDir(name: string): string {
  const path = join(folder, name);
  takeDataDir(path)();
  return path;
}

function child(name: string, source: string, spec: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    name,
    command: process.execPath,
    args: ['-e', source],
    ready: 'message',
    readyWithinMs: 20_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 1000,
    ...spec,
  };
}

const GOOD = "setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0)); process.send('ready')";
/** Ignores every wish to end, and the end of its parent. */
const STUBBORN = "setInterval(() => {}, 1000); process.on('SIGTERM', () => {}); process.send('ready')";

test('a child that dies is started again', async () => {
  const said: string[] = [];
  const supervisor = new Supervisor({ dataDir: dataDir('restart'), say: (text) => said.push(text) });
  const service = await supervisor.start(child('worker', GOOD));
  const first = service.pid as number;
  process.kill(first, 'SIGKILL');
  await expect.poll(() => service.pid !== undefined && service.pid !== first).toBe(true);
  expect(said).toEqual(['worker ended unexpectedly (SIGKILL); it is started again.']);
  await supervisor.stopAll();
  expect(service.pid).toBeUndefined();
});

test('a child that does not end in its time is killed, and the youngest ends first', async () => {
  const supervisor = new Supervisor({ dataDir: dataDir('stop') });
  const ends: string[] = [];
  const log = (name: string) => `process.on('exit', () => console.log('${name} ends'));`;
  const old = await supervisor.start(child('old', log('old') + GOOD));
  const young = await supervisor.start(child('young', STUBBORN, { stopWithinMs: 300 }));
  const watch = setInterval(() => {
    for (const { name, pid } of [young, old]) if (pid === undefined && !ends.includes(name)) ends.push(name);
  }, 5);
  await supervisor.stopAll();
  await expect.poll(() => ends.length).toBe(2);
  clearInterval(watch);
  expect(ends).toEqual(['young', 'old']);
  await expect(supervisor.start(child('late', GOOD))).rejects.toThrow('ProCSM is stopping');
});

test('a child that does not come up is explained by its last words', async () => {
  const supervisor = new Supervisor({ dataDir: dataDir('failed') });
  const failing = child('api', "console.error('MASTER_KEY is missing'); process.exit(1)");
  await expect(supervisor.start(failing)).rejects.toThrow(/^api ended with 1\. Its log is .*MASTER_KEY is missing$/s);
  const full = child('postgres', "console.error('FATAL: No space left on device'); process.exit(1)");
  await expect(supervisor.start(full)).rejects.toThrow('There is no space left on the disk');
  await supervisor.stopAll();
});

test('children do not outlive a supervisor that was killed', async () => {
  const path = dataDir('killed');
  const source = `
    import { Supervisor } from ${JSON.stringify(join(import.meta.dirname, '../../scripts/services/supervisor.ts'))};
    const supervisor = new Supervisor({ dataDir: ${JSON.stringify(path)} });
    await supervisor.start(${JSON.stringify(child('stubborn', STUBBORN))});
    await supervisor.start(${JSON.stringify(child('good', GOOD))});
    console.log('started');
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => parent.stdout.once('data', resolve));
  const { processes } = JSON.parse(readFileSync(join(path, 'processes.json'), 'utf8')) as {
    processes: Array<ReturnType<typeof processIdentity>>;
  };
  expect(processes.map(isSameProcess)).toEqual([true, true]);
  parent.kill('SIGKILL');
  await expect.poll(() => processes.some(isSameProcess), { interval: 100 }).toBe(false);
});
