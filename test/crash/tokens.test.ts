import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderToken, proveLink, ticketLinkOf } from '../../db/links.ts';
import { Killable, until } from '../support/killable.ts';
import { Actors } from './actors.ts';

let product: Killable;
let actors: Actors;

beforeAll(async () => {
  product = await Killable.make({ LOG_LEVEL: 'trace' });
  await product.start();
  actors = await Actors.make(product);
});
afterAll(() => product.close());

const applied = { status: 200, data: { state: 'applied' } };
const taken = { status: 200, data: { state: 'taken' } };

test('an order’s link carries 256 bits that cannot be computed without the key, and is stored nowhere', async () => {
  const { workspace } = product;
  const link = { orderId: randomUUID(), contractorId: randomUUID(), orderGeneration: 1, contractorGeneration: 1 };
  const token = Buffer.from(orderToken(workspace.key, link), 'base64url');
  const seal = token.subarray(-32);
  expect(token.length - 32).toBe(1 + 16 + 16 + 2 + 2);
  for (const change of [{ contractorId: randomUUID() }, { orderGeneration: 2 }, { contractorGeneration: 2 }]) {
    const other = Buffer.from(orderToken(workspace.key, { ...link, ...change }), 'base64url').subarray(-32);
    expect(other.equals(seal)).toBe(false);
    const transplanted = Buffer.concat([token.subarray(0, -32), other]).toString('base64url');
    await expect(proveLink(workspace, transplanted)).rejects.toMatchObject({ code: 'linkUnknown' });
  }
  for (let bit = 0; bit < token.length * 8; bit += 1) {
    const flipped = Buffer.from(token);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await expect(proveLink(workspace, flipped.toString('base64url'))).rejects.toMatchObject({ code: 'linkUnknown' });
  }
});

test('while links are used and mails fail, no token, word, name or address reaches a log or a history', async () => {
  const { workspace } = product;
  const [ticket, order] = [randomUUID(), randomUUID()];
  expect(await actors.report(ticket)).toMatchObject(taken);
  expect(await actors.onTicket('manager', ticket, { type: 'accept' })).toMatchObject(applied);
  expect(await actors.order(order, ticket)).toMatchObject(applied);
  await actors.reached('workOrder', order, 'offered');
  const orderLink = await actors.linkOf(order);
  expect(await actors.onOrder(order, { type: 'accept' })).toMatchObject(applied);
  const [reporter] = await workspace.query<{ id: string }>('select reporter_id as id from ticket where id = $1', [
    ticket,
  ]);
  const recipient = { kind: 'person', id: reporter?.id ?? '' } as const;
  const ticketLink = (await ticketLinkOf(workspace, ticket, recipient)) ?? '';
  for (const link of [orderLink, ticketLink]) {
    await product.get(`/h/${link}`);
    await product.get(`/api/files/${randomUUID()}?link=${link}`);
    await product.get(`/api/${link}`, { 'x-link': link });
    await product.call('orders.act', { link, text: 'Es tropft' }, { 'x-link': link });
    await product.query('orders.get', { id: order, link }, { 'x-link': link });
  }
  // The mail server is away: the mailroom has tried to send what holds the links.
  await until('a mail was tried', async () => {
    const tried = await workspace.query('select from message where tries > 0 or next_try_at is not null');
    return tried.length > 0;
  });

  const histories = await product.withClient(async (client) => {
    const found: string[] = [];
    for await (const { workflowId, runId } of client.workflow.list())
      found.push(textOf(await client.workflow.getHandle(workflowId, runId).fetchHistory()));
    return found.join('\n');
  });
  const logs = product.logOf('api') + product.logOf('worker');
  expect(logs).toContain('/api/files/');
  expect(histories).toContain(ticket);
  const seals = [orderLink, ticketLink].flatMap((link) => [link, link.slice(-43)]);
  for (const secret of [...seals, 'Es tropft', 'Wasserhahn', 'Bitte', 'Erledigt', '@one.test', 'Weg 1']) {
    expect({ secret, logged: logs.includes(secret) }).toEqual({ secret, logged: false });
    expect({ secret, kept: histories.includes(secret) }).toEqual({ secret, kept: false });
  }
});

/** All that a history holds as text, payloads decoded. */
function textOf(history: unknown): string {
  return JSON.stringify(history, (_key, value) => {
    const bytes = value?.type === 'Buffer' ? value.data : value instanceof Uint8Array ? value : undefined;
    return bytes === undefined ? value : Buffer.from(bytes).toString('utf8');
  });
}
