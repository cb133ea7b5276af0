import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf } from '../../workflows/messages/ids.ts';
import { sendTo } from '../support/api.ts';
import { Killable } from '../support/killable.ts';
import { Actors } from './actors.ts';

let product: Killable;
let actors: Actors;
beforeAll(async () => {
  product = await Killable.make();
  await product.start();
  actors = await Actors.make(product);
});
afterAll(() => product.close());

const PHOTOS = 200;
const TOGETHER = 10;
const PAYLOAD_MOST = 64 * 1_024;

type Shown = { data?: { timeline: { files: { id: string }[] }[] } };

/** Photos of the same size, each of its own colour: stored by content, they would else be one. */
async function upload(n: number, headers: Record<string, string>): Promise<string> {
  const bytes = await sharp({ create: { width: 320, height: 240, channels: 3, background: { r: n, g: 90, b: 40 } } })
    .png()
    .toBuffer();
  const name = 'content-disposition: form-data; name="file"; filename="foto.png"';
  const body = Buffer.concat([
    Buffer.from(`--xyz\r\n${name}\r\ncontent-type: image/png\r\n\r\n`),
    bytes,
    Buffer.from('\r\n--xyz--\r\n'),
  ]);
  const type = { 'content-type': 'multipart/form-data; boundary=xyz' };
  const sent = { method: 'POST', headers: { ...type, ...headers }, body } as const;
  const answer = await sendTo(product.apiPort, product.host, '/api/files', sent);
  expect(answer.status).toBe(201);
  return JSON.parse(answer.body.toString()).id as string;
}

/** Every payload, wherever it stands, as text. */
function payloadsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()];
  return Object.values(value).flatMap(payloadsIn);
}

test('a ticket with 200 photos shows each of them once, ends well, and its history knows of none', async () => {
  const ticket = randomUUID();
  const headers = { cookie: actors.cookieOf('manager') };
  expect((await actors.report(ticket))?.status).toBe(200);
  await actors.reached('ticket', ticket, 'new');
  const photos: string[] = [];
  for (let n = 0; n < PHOTOS; n += TOGETHER) {
    const some = await Promise.all(Array.from({ length: TOGETHER }, (_, k) => upload(n + k, headers)));
    photos.push(...some);
    const command = { type: 'note', visibility: 'visible' };
    const act = { ticketId: ticket, commandId: randomUUID(), command, text: 'Fotos', files: some };
    expect((await product.call('tickets.act', act, headers)).status).toBe(200);
  }
  const close = await actors.onTicket('manager', ticket, { type: 'close', outcome: 'notNeeded' });
  expect(close).toMatchObject({ status: 200, data: { state: 'applied' } });
  await actors.settled(ticket);

  for (const who of ['manager', 'resident'] as const) {
    const answer = await product.query('tickets.get', { id: ticket }, { cookie: actors.cookieOf(who) });
    const shown = (answer as Shown).data?.timeline.flatMap(({ files }) => files.map(({ id }) => id)) ?? [];
    expect(shown.toSorted()).toEqual(photos.toSorted());
  }
  for (const id of [photos[0], photos.at(-1)]) {
    const answer = await product.get(`/api/files/${id}?w=200`, { cookie: actors.cookieOf('resident') });
    expect((await sharp(answer.body).metadata()).format).toBe('webp');
  }
  const paper = await product.get(`/api/tickets/${ticket}/dossier.pdf`, headers);
  expect([paper.status, paper.body.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);

  const history = await product.withClient(async (client) => {
    const handle = client.workflow.getHandle(idOf(product.workspace.id, 'ticket', ticket));
    await handle.result();
    return handle.fetchHistory();
  });
  const payloads = payloadsIn(history.events);
  expect(payloads.some((payload) => payload.includes(ticket))).toBe(true);
  expect(Math.max(...payloads.map(({ length }) => length))).toBeLessThanOrEqual(PAYLOAD_MOST);
  expect(photos.filter((id) => payloads.some((payload) => payload.includes(id)))).toEqual([]);
});
