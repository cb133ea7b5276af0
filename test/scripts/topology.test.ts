import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeDataDir } from '../../scripts/services/data-dir.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { findCaddy } from '../../scripts/services/proxy.ts';
import { Supervisor } from '../../scripts/services/supervisor.ts';
import { Actors } from '../crash/actors.ts';
import { Killable } from '../support/killable.ts';

// docker-compose.yml's parts as plain processes: two APIs and two workers on one PostgreSQL and one Temporal, behind the
// proxy with its real settings. Only the certificates come from the proxy's own authority.

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'procsm-topology-'));
const secondLife = new Supervisor({ dataDir: folder });
let product: Killable;
let actors: Actors;
let port: number;
let healthPort: number;

beforeAll(async () => {
  takeDataDir(folder);
  port = await freePort();
  healthPort = await freePort();
  const secondApi = await freePort();
  product = await Killable.make({ TRUSTED_PROXY: '127.0.0.1', WEB_URL: `https://one.localhost:${port}` });
  await product.start();
  const start = (name: string, entry: string, env: NodeJS.ProcessEnv) =>
    secondLife.start({
      name,
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', join(root, entry)],
      cwd: root,
      env: { ...product.environment, ...env },
      ready: 'message',
      readyWithinMs: 60_000,
      stopSignal: 'SIGTERM',
      stopWithinMs: 2_500,
    });
  await start('worker-2', 'activities/worker.ts', { HEALTH_PORT: String(healthPort) });
  await start('api-2', 'api/server.ts', { PORT: String(secondApi) });
  await secondLife.start({
    name: 'proxy',
    command: await findCaddy(),
    args: ['run', '--adapter', 'caddyfile', '--config', join(root, 'scripts', 'production', 'Caddyfile')],
    env: {
      ...process.env,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
      HTTP_PORT: String(await freePort()),
      HTTPS_PORT: String(port),
      ASK_URL: `http://127.0.0.1:${secondApi}/internal/host`,
      API_UPSTREAMS: `to 127.0.0.1:${product.apiPort} 127.0.0.1:${secondApi}`,
      TLS_ISSUER: 'issuer internal',
      GLOBAL_OPTION: 'skip_install_trust',
    },
    ready: async () => (await visit('one.localhost', '/healthz')).status === 200,
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 5_000,
  });
  actors = await Actors.make(product);
});

afterAll(async () => {
  await secondLife.stopAll();
  await product.close();
  rmSync(folder, { recursive: true, force: true });
});

type Visit = { status: number; body: string; cookie: string | undefined };

/** Visits a host through the proxy; the certificate has to be for that very name. */
function visit(host: string, path: string, sent: { body?: object; headers?: Record<string, string> } = {}) {
  return new Promise<Visit>((resolve, reject) => {
    const body = sent.body && JSON.stringify(sent.body);
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        servername: host,
        method: body ? 'POST' : 'GET',
        headers: {
          host: `${host}:${port}`,
          ...(body && { 'content-type': 'application/json', origin: `https://${host}:${port}` }),
          ...sent.headers,
        },
        agent: new Agent({ rejectUnauthorized: false }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: text, cookie: response.headers['set-cookie']?.[0] }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const signIn = { entrance: 'management', email: 'berger@one.test', password: 'Regen auf Dach 7' };

test('a company is reached over TLS at its own host, and a host that nobody has gets no certificate', async () => {
  const answer = await visit('one.localhost', '/api/trpc/session.signIn', { body: signIn });
  expect(answer.status).toBe(200);
  expect(answer.cookie).toMatch(/^__Host-[^;]+;.*Secure/i);
  await expect(visit('nobody.localhost', '/healthz')).rejects.toThrow();
});

test.each(['/metrics', '/readyz', '/internal/host?domain=one.localhost'])(
  'nothing of the inside is reached from outside: %s',
  async (path) => {
    expect((await visit('one.localhost', path)).status).toBe(404);
  },
);

test('the address that is counted for limits is the visitor’s own, whatever they claim', async () => {
  const tries = await Promise.all(
    Array.from({ length: 25 }, (_, index) =>
      visit('one.localhost', '/api/trpc/session.requestMailLink', {
        body: { entrance: 'residents', email: `nobody${index}@one.test` },
        headers: { 'x-forwarded-for': `203.0.113.${index}` },
      }),
    ),
  );
  expect(tries.some(({ body }) => body.includes('"tooMany"'))).toBe(true);
});

test('one API and one worker of two are killed: every visit is answered, every act carried out', async () => {
  const ticket = randomUUID();
  expect((await actors.report(ticket))?.status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${healthPort}/healthz`)).status).toBe(200);
  await product.kill('worker');
  expect((await actors.onTicket('manager', ticket, { type: 'accept' }))?.status).toBe(200);
  await actors.reached('ticket', ticket, 'open');
  await product.kill('api');
  const visits = await Promise.all(Array.from({ length: 40 }, () => visit('one.localhost', '/healthz')));
  expect(visits.map(({ status }) => status)).toEqual(visits.map(() => 200));
  await product.start('worker', 'api');
});
