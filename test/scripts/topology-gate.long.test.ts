import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Actors } from '../crash/actors.ts';
import { Topology } from '../support/topology.ts';

let topology: Topology;
let actors: Actors;
const visit: Topology['visit'] = (...asked) => topology.visit(...asked);

beforeAll(async () => {
  topology = await Topology.start();
  actors = await Actors.make(topology.product);
});
afterAll(() => topology.close());

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
  expect((await fetch(`http://127.0.0.1:${topology.healthPort}/healthz`)).status).toBe(200);
  await topology.product.kill('worker');
  expect((await actors.onTicket('manager', ticket, { type: 'accept' }))?.status).toBe(200);
  await actors.reached('ticket', ticket, 'open');
  await topology.product.kill('api');
  const visits = await Promise.all(Array.from({ length: 40 }, () => visit('one.localhost', '/healthz')));
  expect(visits.map(({ status }) => status)).toEqual(visits.map(() => 200));
  await topology.product.start('worker', 'api');
});
