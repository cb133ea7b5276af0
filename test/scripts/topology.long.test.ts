import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Actors } from '../crash/actors.ts';
import { until } from '../support/killable.ts';
import { Topology, type Visit } from '../support/topology.ts';

// R9: an update stops and starts one process after the other, while people work.

const HOST = 'one.localhost';
const REQUESTS = 10_000;
const LANES = 12;
/** How many are sent from one restart to the next: on a slow machine they would else have no processor left. */
const BETWEEN = 400;
let topology: Topology;
let cookie: string;

beforeAll(async () => {
  topology = await Topology.start({ STOP_NOTICE_MS: '2000' });
  await Actors.make(topology.product);
  const body = { entrance: 'management', email: 'berger@one.test', password: 'Regen auf Dach 7' };
  const signedIn = await topology.visit(HOST, '/api/trpc/session.signIn', { body });
  cookie = signedIn.cookie?.split(';')[0] ?? '';
});
afterAll(() => topology.close());

/** How many one person may keep is limited: the same few are saved again and again. */
const views = Array.from({ length: 10 }, () => randomUUID());

const input = (value: object) => `?input=${encodeURIComponent(JSON.stringify(value))}`;

/** What a browser at the desk asks: mostly reads, every fifth time an act. */
function work(n: number): Promise<Visit> {
  const headers = { cookie, 'x-entrance': 'management' };
  switch (n % 5) {
    case 0: {
      const view = views[n % views.length] ?? '';
      const body = { id: view, name: `Sicht ${view}`, shared: false, view: {} };
      return topology.visitAgain(HOST, '/api/trpc/desk.saveView', { headers, body });
    }
    case 1:
      return topology.visitAgain(HOST, `/api/trpc/desk.rows${input({ limit: 20 })}`, { headers });
    case 2:
      return topology.visitAgain(HOST, '/api/trpc/session.me', { headers });
    case 3:
      return topology.visit(HOST, '/api/trpc/desk.views', { headers });
    default:
      return topology.visit(HOST, '/api/trpc/workspace.public', { headers });
  }
}

test(`while every API and worker is stopped and started in turn, none of ${REQUESTS} requests fails`, async () => {
  const failed: string[] = [];
  let done = 0;
  let restarts = 0;
  const lane = async () => {
    for (let n = done++; n < REQUESTS; n = done++) {
      const answer = await work(n).catch((error: Error) => error.message);
      if (typeof answer === 'string' || answer.status !== 200)
        failed.push(
          `${n % 5}: ${typeof answer === 'string' ? answer : `${answer.status} ${answer.body.slice(0, 200)}`}`,
        );
    }
  };
  const lanes = Promise.all(Array.from({ length: LANES }, lane));
  // Between two APIs a worker: the proxy has time to see that the first one is back.
  const turns = [
    ...(['worker', 'api'] as const).map((part) => ({
      stop: () => topology.stopSecond(part),
      start: () => topology.startSecond(part),
    })),
    ...(['worker', 'api'] as const).map((part) => ({
      stop: () => topology.product.stop(part),
      start: () => topology.product.start(part),
    })),
  ];
  const rolling = async () => {
    while (done < REQUESTS) {
      await until('more is asked', async () => done >= restarts * BETWEEN);
      const { stop, start } = turns[restarts % turns.length]!;
      await stop();
      await start();
      restarts += 1;
    }
  };
  await Promise.all([lanes, rolling()]);
  expect(failed).toEqual([]);
  expect(restarts).toBeGreaterThanOrEqual(4);
});
