import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drain } from '../../activities/mailroom/drain.ts';
import { smsCallbacks } from '../../api/callbacks.ts';
import type { Services } from '../../api/trpc.ts';
import { DomainError } from '../../domain/errors.ts';
import { signedStatus, smsAccount, startMailroom, type TestMailroom } from '../support/mailroom.ts';

let woken = 0;
const ADDRESS = 'http://one.localhost:3000';
let room: TestMailroom;
let app: FastifyInstance;

beforeAll(async () => {
  room = await startMailroom();
  await room.workspace.query(`update person set channel = 'sms', email = null where id = $1`, [
    room.ids.contractorPerson,
  ]);
  app = Fastify();
  const config = { WEB_URL: ADDRESS, TWILIO_AUTH_TOKEN: smsAccount.authToken };
  app.setErrorHandler((error, _request, reply) => reply.code(error instanceof DomainError ? 403 : 500).send());
  await app.register(smsCallbacks, {
    config,
    workspaces: room.workspaces,
    wakeMailroom: () => {
      woken += 1;
    },
  } as unknown as Services);
});
afterAll(async () => {
  await app.close();
  await room.close();
});

let id = '';
let sid = '';
beforeEach(async () => {
  await room.workspace.query('delete from message_attempt');
  await room.workspace.query('delete from message');
  room.sms.taken.length = 0;
  room.sms.answer = 201;
  id = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  await drain(room.workspace, ADDRESS, room.post);
  sid = room.sms.taken[0]?.sid ?? '';
});

async function report(
  MessageStatus: string,
  change: { sid?: string; path?: string; signature?: string; host?: string } = {},
) {
  const path = change.path ?? `/api/callbacks/sms/${room.workspace.id}/${id}`;
  const fields = { AccountSid: smsAccount.accountSid, MessageSid: change.sid ?? sid, MessageStatus };
  const signature = change.signature ?? signedStatus(`${ADDRESS}${path}`, fields);
  const answer = await app.inject({
    method: 'POST',
    url: path,
    headers: {
      host: change.host ?? 'one.localhost:3000',
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    },
    payload: new URLSearchParams(fields).toString(),
  });
  return answer.statusCode;
}

async function state() {
  const [row] = await room.workspace.query<{ state: string; outcome: string }>(
    `select m.state, a.outcome from message m left join message_attempt a on a.message_id = m.id and a.channel = 'sms'`,
  );
  return `${row?.state} ${row?.outcome}`;
}

test('what the provider reports about a text is written down', async () => {
  expect(await state()).toBe('sent sent');
  expect(await report('delivered')).toBe(204);
  expect(await state()).toBe('sent delivered');
});

test('a text that could not be delivered is open again for another way, and the mailroom is woken', async () => {
  const before = woken;
  expect(await report('undelivered')).toBe(204);
  expect(await state()).toBe('open refused');
  expect(woken).toBe(before + 1);
});

test('reports that come twice or in the wrong order change nothing', async () => {
  await report('delivered');
  for (const late of ['sent', 'queued', 'delivered', 'undelivered', 'failed', 'nonsense'])
    expect(await report(late)).toBe(204);
  expect(await state()).toBe('sent delivered');
});

test('forged reports change nothing', async () => {
  expect(await report('undelivered', { signature: 'AAAA' })).toBe(403);
  expect(await report('undelivered', { signature: '' })).toBe(403);
  expect(await report('undelivered', { host: 'two.localhost:3000' })).toBe(403);
  expect(await report('undelivered', { path: `/api/callbacks/sms/waaaaaaaaaaaa/${id}` })).toBe(403);
  // Signed for one message, replayed at another.
  const fields = { AccountSid: smsAccount.accountSid, MessageSid: sid, MessageStatus: 'undelivered' };
  const elsewhere = `${ADDRESS}/api/callbacks/sms/${room.workspace.id}/${room.ids.order}`;
  expect(await report('undelivered', { signature: signedStatus(elsewhere, fields) })).toBe(403);
  // Signed, but about another text.
  expect(await report('undelivered', { sid: 'SM00000000000000000000000000000000' })).toBe(204);
  expect(await state()).toBe('sent sent');
});

test('an unclear text is cleared up by its report', async () => {
  await room.workspace.query('delete from message_attempt');
  await room.workspace.query('delete from message');
  room.sms.taken.length = 0;
  room.sms.answer = 'silence';
  id = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  await drain(room.workspace, ADDRESS, await room.newPost());
  expect(await state()).toBe('unclear unclear');
  await report('delivered', { sid: room.sms.taken[0]?.sid ?? '' });
  expect(await state()).toBe('sent delivered');
});
