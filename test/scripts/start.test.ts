import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { secretsOf, takeDataDir } from '../../scripts/services/data-dir.ts';
import { readStartOptions } from '../../scripts/services/environment.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { noSpaceProblem } from '../../scripts/services/problem.ts';
import { isSameProcess, processIdentity } from '../../scripts/services/processes.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'procsm-start-'));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `npm start`'s script to its end; for starts that are refused. */
function start(env: Record<string, string>): Promise<{ code: number | null; words: string }> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.ts')], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => {
    words += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, words })));
}

describe('a start that cannot be says in a sentence what to do', () => {
  test('when another copy runs in the same folder', async () => {
    const dataDir = join(folder, 'taken');
    const giveBack = takeDataDir(dataDir);
    const { code, words } = await start({ DATA_DIR: dataDir, PORT: String(await freePort()) });
    giveBack();
    expect(code).toBe(1);
    expect(words.trim()).toBe(
      `ProCSM already runs in ${dataDir} (process ${process.pid}). ` +
        'Stop that one first, or start this one with another DATA_DIR and another PORT.',
    );
  });

  test('when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const { code, words } = await start({ DATA_DIR: join(folder, 'port'), PORT: String(port) });
    server.close();
    expect(code).toBe(1);
    expect(words.trim()).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program; stop that one, or choose another: PORT=${port + 1} npm start`,
    );
  });

  test('when this machine does not have the address', async () => {
    const { code, words } = await start({ HOST: '192.0.2.1', DATA_DIR: join(folder, 'host') });
    expect(code).toBe(1);
    expect(words).toContain('This machine has no address 192.0.2.1; set HOST');
  });

  test('when production lacks something, by name and without values', async () => {
    const { code, words } = await start({ NODE_ENV: 'production', DATABASE_URL: 'postgresql://user:geheim@db/x' });
    expect(code).toBe(1);
    expect(words).toContain('TEMPORAL_ADDRESS, SMTP_URL, MAIL_FROM, MASTER_KEY, WEB_URL, STORAGE_DIR are not set.');
    expect(words).not.toContain('geheim');
  });

  test('when the folder cannot be written', async () => {
    const { code, words } = await start({ DATA_DIR: '/dev/null/data', PORT: String(await freePort()) });
    expect(code).toBe(1);
    expect(words).toContain('The data folder /dev/null/data cannot be written');
    expect(words).toContain('set DATA_DIR to another folder');
  });

  test('when the disk is full', () => {
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    expect(noSpaceProblem(full, '/data')?.message).toBe(
      'There is no space left on the disk that holds /data; free some and start again.',
    );
    expect(noSpaceProblem('FATAL: could not write: No space left on device', '/data')).toBeDefined();
    expect(noSpaceProblem(new Error('other'), '/data')).toBeUndefined();
  });
});

test('a free port is none that an outgoing connection could take, and is given once', async () => {
  const said = '/proc/sys/net/ipv4/ip_local_port_range';
  const [first = 0, last = 0] = readFileSync(said, 'utf8').trim().split(/\s+/).map(Number);
  const ports = await Promise.all(Array.from({ length: 40 }, () => freePort()));
  expect(new Set(ports).size).toBe(ports.length);
  expect(ports.filter((port) => port >= first && port <= last)).toEqual([]);
  expect(await freePort(ports[0])).toBe(ports[0]);
  const server = createServer().listen(ports[0], '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  expect(await freePort(ports[0])).not.toBe(ports[0]);
  server.close();
});

describe('start options', () => {
  test('listen on loopback and write to .data unless told otherwise', () => {
    expect(readStartOptions({}, '/srv/procsm')).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      dataDir: '/srv/procsm/.data',
      webUrl: 'http://localhost:3000',
      loadDemo: true,
    });
  });

  test.each(['x', '0', '70000', '1.5'])('refuse PORT=%s', (PORT) => {
    expect(() => readStartOptions({ PORT }, '/')).toThrow('PORT must be a number from 1 to 65535');
  });
});

describe('the data folder', () => {
  test('belongs to one copy at a time, and is taken over from one that was killed', async () => {
    const dataDir = join(folder, 'again');
    const giveBack = takeDataDir(dataDir);
    expect(() => takeDataDir(dataDir)).toThrow('already runs');
    giveBack();

    const gone = spawn(process.execPath, ['-e', '0']);
    const identity = processIdentity(gone.pid as number);
    await new Promise((resolve) => gone.on('exit', resolve));
    writeFileSync(join(dataDir, 'running.json'), JSON.stringify(identity));
    takeDataDir(dataDir)();
  });

  test('makes its secrets once, and for its owner only', () => {
    const dataDir = join(folder, 'secrets');
    takeDataDir(dataDir)();
    const secrets = secretsOf(dataDir);
    expect(Buffer.from(secrets.masterKey, 'base64url')).toHaveLength(32);
    expect(secretsOf(dataDir)).toEqual(secrets);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  test('a pid that was given to another process is not the same process', () => {
    expect(isSameProcess(processIdentity(process.pid))).toBe(true);
    expect(isSameProcess({ pid: process.pid, startedAt: 'another boot/1' })).toBe(false);
    expect(isSameProcess({})).toBe(false);
  });
});
