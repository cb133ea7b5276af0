import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../scripts/services/ports.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Correspondence, correspondence, pipeIn, settings } from '../support/inbound.ts';
import { gmail, plain } from '../support/raw-mails.ts';

/** Stands between the API's process and its database, and can be shut. */
class Gate {
  readonly #open = new Set<Socket>();
  readonly #server: Server;
  shut = false;

  constructor(host: string, port: number) {
    this.#server = createServer((inside) => {
      if (this.shut) return inside.destroy();
      const outside = connect(port, host);
      for (const [one, other] of [
        [inside, outside],
        [outside, inside],
      ] as const) {
        this.#open.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#open.delete(one);
          other.destroy();
        });
      }
    });
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  close(): void {
    this.shut = true;
    for (const socket of this.#open) socket.destroy();
  }

  async end(): Promise<void> {
    this.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let api: TestApi;
let file: Correspondence;
let gate: Gate;
let process_: ChildProcess;
let port: number;
let folder: string;

beforeAll(async () => {
  let database = '';
  api = await startTestApi((url) => {
    database = url;
    return settings;
  });
  file = await correspondence(api.one);
  const url = new URL(database);
  gate = new Gate(url.hostname, Number(url.port) || 5432);
  const gated = await freePort();
  await gate.listen(gated);
  url.hostname = '127.0.0.1';
  url.port = String(gated);
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'procsm-pipe-'));
  process_ = fork(join(import.meta.dirname, '..', '..', 'api', 'server.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url.href,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      MASTER_KEY: api.services.config.MASTER_KEY,
      WEB_URL: 'http://one.localhost:3000',
      PORT: String(port),
      STORAGE_DIR: join(folder, 'files'),
      WEB_DIR: folder,
      LOG_LEVEL: 'silent',
      ...settings,
    },
  });
  await new Promise((resolve, reject) => {
    process_.once('message', resolve);
    process_.once('exit', () => reject(new Error('the API did not start')));
  });
});
afterAll(async () => {
  const ended = new Promise((resolve) => process_.once('exit', resolve));
  process_.kill('SIGTERM');
  await ended;
  await gate.end();
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const taken = async (text: string) =>
  (
    await api.one.query<{ count: number }>(
      `select count(*)::int as count from command where words ->> 'text' = $1 and link = 'mail'`,
      [text],
    )
  )[0]?.count;

test('a mail server hands messages over by the pipe, with the codes that it understands', async () => {
  const { reply } = await file.wrote();
  expect(await pipeIn(gmail({ to: reply }, 'Durch das Rohr.'), { port, to: reply })).toEqual({ code: 0, said: '' });
  expect(await taken('Durch das Rohr.')).toBe(1);
  const nobody = 'nobody@antwort.nord.example';
  expect((await pipeIn(plain({ to: nobody }, 'Wer da?'), { port, to: nobody })).code).toBe(67);
  expect((await pipeIn(Buffer.alloc(0), { port, to: reply })).code).toBe(65);
  expect((await pipeIn(plain({ to: reply }, 'x'.repeat(26 * 1024 * 1024)), { port, to: reply })).code).toBe(65);
  // A wrong secret is ours to mend: the server keeps the message meanwhile.
  expect((await pipeIn(plain({ to: reply }, 'Falsch.'), { port, to: reply, secret: 'wrong' })).code).toBe(75);
  expect((await pipeIn(plain({ to: reply }, 'Niemand da.'), { port: 1, to: reply })).code).toBe(75);
});

test('a message that comes while the database is away is not lost, and taken once when it is back', async () => {
  const { reply } = await file.wrote();
  const raw = plain({ to: reply }, 'Während des Ausfalls.');
  gate.close();
  expect((await pipeIn(raw, { port, to: reply })).code).toBe(75);
  expect(await taken('Während des Ausfalls.')).toBe(0);
  gate.shut = false;
  expect((await pipeIn(raw, { port, to: reply })).code).toBe(0);
  expect((await pipeIn(raw, { port, to: reply })).code).toBe(0);
  expect(await taken('Während des Ausfalls.')).toBe(1);
});

test('a process that is killed over a message leaves it to the next one', async () => {
  const { reply } = await file.wrote();
  await pipeIn(plain({ to: reply, id: '<killed@x.de>' }, 'Nach dem Ende.'), { port, to: reply });
  // As it stands when the process ends between keeping and reading.
  await api.one.query(
    `with m as (
       update inbound_mail set state = 'received', identity = null, command_id = null, next_try_at = null,
         received_at = now() - interval '1 minute' where own_words = 'Nach dem Ende.' returning id
     ) delete from command where words ->> 'text' = 'Nach dem Ende.'`,
  );
  await expect.poll(() => taken('Nach dem Ende.'), { interval: 500 }).toBe(1);
});
