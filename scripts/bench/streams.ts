import { randomUUID } from 'node:crypto';
import { type ClientRequest, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, figure, percentile } from './figures.ts';
import { memoryOf } from './processes.ts';
import type { Stage } from './stage.ts';
import { reportOf } from './story.ts';
import { send } from './visitor.ts';

const STREAMS = 100;
const EVENTS = 60;
/** How long an event may take to arrive before it counts as lost. */
const PATIENCE_MS = 10_000;

/** 100 open streams of one process, each with the desk and one ticket: what one holds, and how late all of them hear. */
export async function streamFigures(stage: Stage, floorServer: string): Promise<Figure[]> {
  const ticket = randomUUID();
  await stage.resident.act('tickets.report', reportOf(stage, ticket));
  await stage.quiet();
  const input = encodeURIComponent(JSON.stringify({ topics: [`ticket:${ticket}`] }));
  const own = await measured(
    stage.api.pid,
    () => open(`${stage.webUrl}/api/trpc/live.changes?input=${input}`, stage.manager.headers, '"ticket"'),
    () =>
      stage.manager.act('tickets.act', {
        ticketId: ticket,
        commandId: randomUUID(),
        command: { type: 'note', visibility: 'internal' },
        text: 'Der Hausmeister sieht morgen nach.',
      }),
  );
  const floor = await measured(
    stage.floorServer?.pid,
    () => open(`${floorServer}/stream`, {}, '"id":"'),
    () =>
      send(`${floorServer}/tell`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: randomUUID() }),
      }),
  );
  return [
    figure('live: memory of the API per open stream', own.memory, 'KB', floor.memory),
    figure('live: from an act to the last of 100 streams, p95', own.delay, 'ms', floor.delay, { most: 1_000 }),
    figure('live: events that a stream missed', own.missed, 'events', floor.missed, { most: 0 }),
  ];
}

type Open = { heard: number; sent: ClientRequest };

async function measured(pid: number | undefined, join: () => Promise<Open>, tell: () => Promise<unknown>) {
  if (pid === undefined) throw new Error('the server has gone');
  await tell();
  await sleep(1_000);
  const before = memoryOf(pid);
  const streams = await Promise.all(Array.from({ length: STREAMS }, join));
  await sleep(1_000);
  const memory = Math.max(0, memoryOf(pid) - before) / STREAMS / 1_000;
  const delays: number[] = [];
  let missed = 0;
  for (let n = 0; n < EVENTS; n += 1) {
    const heard = streams.map((stream) => stream.heard);
    const behind = () => streams.filter((stream, m) => stream.heard === heard[m]).length;
    const began = performance.now();
    await tell();
    while (behind() > 0 && performance.now() - began < PATIENCE_MS) await sleep(1);
    delays.push(performance.now() - began);
    missed += behind();
  }
  for (const { sent } of streams) sent.destroy();
  return { memory, delay: percentile(delays, 0.95), missed };
}

/** Opens a stream; resolves when it stands. What contains `wanted` counts as heard. */
function open(url: string, headers: Readonly<Record<string, string>>, wanted: string): Promise<Open> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { accept: 'text/event-stream', ...headers }, agent: false }, (response) => {
      const stream: Open = { heard: 0, sent };
      response.on('data', (chunk: Buffer) => {
        if (chunk.includes(wanted)) stream.heard += 1;
        resolve(stream);
      });
      response.on('error', () => {});
      if (response.statusCode !== 200) reject(new Error(`a stream was refused: ${response.statusCode}`));
    });
    sent.on('error', reject);
    sent.end();
  });
}
