import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import twilio from 'twilio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SmsGateway, startSms } from '../../scripts/services/sms.ts';

const account = `AC${'0'.repeat(32)}`;
const token = 'token-of-the-test';
const callbacks: Array<{ host: string | undefined; signature: string; fields: Record<string, string> }> = [];
const mails: Array<{ to: string; text: string | undefined }> = [];

const callback = createServer(async (incoming, answer) => {
  let body = '';
  for await (const chunk of incoming) body += chunk;
  callbacks.push({
    host: incoming.headers.host,
    signature: String(incoming.headers['x-twilio-signature']),
    fields: Object.fromEntries(new URLSearchParams(body)),
  });
  answer.writeHead(204).end();
});
const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, session, done) {
    simpleParser(stream).then(({ text }) => {
      mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: text?.trim() });
      done();
    }, done);
  },
});
let gateway: SmsGateway;
let callbackPort: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => callback.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  callbackPort = (callback.address() as AddressInfo).port;
  const { port } = smtp.server.address() as AddressInfo;
  gateway = await startSms({ smtpUrl: `smtp://127.0.0.1:${port}`, account, token });
});

afterAll(async () => {
  await gateway.stop();
  callback.close();
  smtp.close(() => {});
});

function send(fields: Record<string, string>, credentials = `${account}:${token}`): Promise<Response> {
  return fetch(`${gateway.url}/2010-04-01/Accounts/${account}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(credentials)}` },
    body: new URLSearchParams(fields),
  });
}

test('a text lands in the inbox and its fate is reported with a signature that twilio itself accepts', async () => {
  const address = `http://demo.localhost:${callbackPort}/sms/status?attempt=1`;
  const answer = await send({ To: '+491701234567', From: '+4930000000', Body: 'Guten Tag', StatusCallback: address });
  expect(answer.status).toBe(201);
  const { sid } = (await answer.json()) as { sid: string };
  await expect.poll(() => callbacks.length).toBe(2);
  expect(mails).toEqual([{ to: 'sms-491701234567@sms.invalid', text: 'Guten Tag' }]);
  expect(callbacks.map(({ fields }) => [fields.MessageSid, fields.MessageStatus])).toEqual([
    [sid, 'sent'],
    [sid, 'delivered'],
  ]);
  for (const { host, signature, fields } of callbacks) {
    expect(host).toBe(`demo.localhost:${callbackPort}`);
    expect(twilio.validateRequest(token, signature, address, fields)).toBe(true);
  }
});

test.each([
  ['a wrong token', { To: '+491701234567', From: '+49', Body: 'x' }, `${account}:wrong`, 401, 20003],
  ['a number that is none', { To: '0170', From: '+49', Body: 'x' }, undefined, 400, 21211],
  ['no text', { To: '+491701234567', From: '+49', Body: '' }, undefined, 400, 21602],
  ['a text that is too long', { To: '+491701234567', From: '+49', Body: 'x'.repeat(1601) }, undefined, 400, 21617],
])('%s is refused as twilio refuses it', async (_title, fields, credentials, status, code) => {
  const answer = await send(fields, credentials);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code, status });
});

test('an address outside of this machine is never called back', async () => {
  const before = callbacks.length;
  await send({ To: '+491701234567', From: '+49', Body: 'x', StatusCallback: 'http://192.0.2.1/status' });
  await send({ To: '+491701234567', From: '+49', Body: 'x', StatusCallback: 'file:///etc/passwd' });
  await expect.poll(() => mails.length).toBeGreaterThanOrEqual(3);
  expect(callbacks).toHaveLength(before);
});
