import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, figure, percentile } from './figures.ts';
import type { Stage } from './stage.ts';
import { reportOf } from './story.ts';
import { repeat } from './visitor.ts';

const TICKETS = 500;
const AT_ONCE = 10;
const ALONE = 60;

type Progress = { state: string; items: { state: string }[] };

/** One act on 500 tickets until the last row is written, and what others wait for their acts meanwhile. */
export async function batchFigures(stage: Stage): Promise<Figure[]> {
  const tickets = Array.from({ length: TICKETS + 1 }, () => randomUUID());
  await repeat(tickets.length, AT_ONCE, (n) => stage.manager.act('tickets.create', reportOf(stage, tickets[n] ?? '')));
  await stage.quiet();
  const [own = '', ...many] = tickets;
  const act = async () => {
    const began = performance.now();
    await stage.manager.act('tickets.act', {
      ticketId: own,
      commandId: randomUUID(),
      command: { type: 'note', visibility: 'internal' },
      text: 'Der Hausmeister sieht morgen nach.',
    });
    return performance.now() - began;
  };
  const progress = async (id: string) =>
    (JSON.parse(await stage.manager.ask('batch.get', { id })) as { result: { data: Progress } }).result.data;
  const idle: number[] = [];
  for (let n = 0; n < ALONE; n += 1) idle.push(await act());
  const id = randomUUID();
  const began = performance.now();
  await stage.manager.act('batch.start', { id, command: { type: 'accept' }, ticketIds: many });
  const meanwhile: number[] = [];
  let now = await progress(id);
  while (now.state !== 'done') {
    meanwhile.push(await act());
    await sleep(20);
    now = await progress(id);
  }
  const seconds = (performance.now() - began) / 1_000;
  if (now.items.some(({ state }) => state !== 'done')) throw new Error('a ticket was left out');
  return [
    figure('one act on 500 tickets, progress shown, until the last row', seconds, 's', null),
    figure('an act meanwhile, p99', percentile(meanwhile, 0.99), 'ms', percentile(idle, 0.99), {
      most: 3,
      times: true,
    }),
  ];
}
