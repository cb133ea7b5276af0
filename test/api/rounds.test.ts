import type { FastifyBaseLogger } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answered, stopLooking } from '../../api/campaigns/closing.ts';
import { goRound } from '../../api/commands/rounds.ts';
import type { Services } from '../../api/trpc.ts';
import type { Workspace, Workspaces } from '../../db/workspaces.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const company = (id: string) => ({ id, query: async () => [] }) as unknown as Workspace;

test('a company whose database is away holds up no other, and is visited again next time', async () => {
  const [away, here] = [company('away'), company('here')];
  const visited: string[] = [];
  const warned: string[] = [];
  const workspaces = { all: async () => [away, here] } as unknown as Workspaces;
  const log = { warn: (_: object, text: string) => warned.push(text) } as unknown as FastifyBaseLogger;
  const stop = goRound(workspaces, log, {
    everyMs: 1_000,
    what: 'tests',
    async visit({ id }) {
      visited.push(id);
      if (id === 'away') throw new Error('no connection');
    },
  });
  await vi.advanceTimersByTimeAsync(2_100);
  await stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(visited).toEqual(['away', 'here', 'away', 'here']);
  expect(warned).toEqual(Array(2).fill('the sweep of tests could not run'));
});

test('while many answer a campaign is looked at by one look at a time, and once more for what came meanwhile', async () => {
  const looks: (() => void)[] = [];
  const services = {
    workspaces: { notify: () => new Promise<void>((done) => looks.push(done)) },
  } as unknown as Services;
  const one = company('one');
  const many = () => {
    for (let n = 0; n < 100; n += 1) answered(services, one, 'campaign');
  };
  many();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks).toHaveLength(1);
  many();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks).toHaveLength(1);
  looks[0]?.();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(looks).toHaveLength(2);
  looks[1]?.();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(looks).toHaveLength(2);
  await stopLooking();
});
