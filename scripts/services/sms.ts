import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';

export type SmsGateway = { /** For TWILIO_BASE_URL. */ url: string; stop(): Promise<void> };

type Sms = { sid: string; to: string; from: string; body: string; statusCallback: string | undefined };

const MOST_BYTES = 64 * 1024;
const LONGEST_TEXT = 1600;

/**
 * A stand-in for Twilio on a loopback port: takes `POST /2010-04-01/Accounts/{account}/Messages.json`, answers as Twilio
 * does, puts the text into the inbox as a mail to `sms-<number>@sms.invalid` and reports `sent` and `delivered` to the
 * StatusCallback address, signed with the token. Only addresses on this machine are called back.
 */
export async function startSms(options: {
  smtpUrl: string;
  account: string;
  token: string;
  port?: number;
  webUrl?: string;
}): Promise<SmsGateway> {
  const mail = createTransport(options.smtpUrl);
  const background = new Set<Promise<void>>();
  const server = createServer((incoming, answer) => {
    receive(incoming, options).then(
      (result) => {
        json(answer, result.status, result.body);
        if (!result.sms) return;
        const work = deliver(result.sms, options, mail).catch(() => {});
        background.add(work);
        void work.finally(() => background.delete(work));
      },
      () => json(answer, 500, twilioError(500, 20500, 'Internal Server Error')),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.race([Promise.all(background), sleep(500)]);
      mail.close();
    },
  };
}

type Account = { account: string; token: string };
type Received = { status: number; body: object; sms?: Sms };

async function receive(incoming: IncomingMessage, { account, token }: Account): Promise<Received> {
  const path = new URL(incoming.url ?? '/', 'http://localhost').pathname;
  if (incoming.method !== 'POST' || path !== `/2010-04-01/Accounts/${account}/Messages.json`) {
    return failure(404, 20404, 'The requested resource was not found');
  }
  if (!sameText(incoming.headers.authorization ?? '', `Basic ${btoa(`${account}:${token}`)}`)) {
    return failure(401, 20003, 'Authenticate');
  }
  const form = new URLSearchParams(await bodyOf(incoming));
  const [to, from, text] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Body') ?? ''];
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return failure(400, 21211, "Invalid 'To' Phone Number");
  if (!from && !form.get('MessagingServiceSid')) return failure(400, 21603, "A 'From' phone number is required");
  if (!text) return failure(400, 21602, 'Message body is required');
  if (text.length > LONGEST_TEXT)
    return failure(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
  const sms: Sms = {
    sid: `SM${randomBytes(16).toString('hex')}`,
    to,
    from,
    body: text,
    statusCallback: form.get('StatusCallback') ?? undefined,
  };
  return { status: 201, body: messageResource(sms, account), sms };
}

function messageResource(sms: Sms, account: string): object {
  const now = new Date().toUTCString();
  return {
    account_sid: account,
    api_version: '2010-04-01',
    body: sms.body,
    date_created: now,
    date_sent: null,
    date_updated: now,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: sms.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(Math.ceil(sms.body.length / 153)),
    price: null,
    price_unit: 'EUR',
    sid: sms.sid,
    status: 'queued',
    subresource_uris: { media: `/2010-04-01/Accounts/${account}/Messages/${sms.sid}/Media.json` },
    to: sms.to,
    uri: `/2010-04-01/Accounts/${account}/Messages/${sms.sid}.json`,
  };
}

async function deliver(
  sms: Sms,
  { account, token, webUrl }: Account & { webUrl?: string },
  mail: ReturnType<typeof createTransport>,
): Promise<void> {
  let status = 'delivered';
  try {
    await mail.sendMail({
      from: { name: `SMS ${sms.from}`, address: 'sms@sms.invalid' },
      to: `sms-${sms.to.slice(1)}@sms.invalid`,
      subject: `SMS an ${sms.to}`,
      text: sms.body,
      messageId: `<${sms.sid}@sms.invalid>`,
    });
  } catch {
    status = 'undelivered';
  }
  if (!sms.statusCallback) return;
  const url = callbackUrl(sms.statusCallback, webUrl);
  if (!url) return;
  for (const state of ['sent', status]) {
    await sleep(200);
    const fields = {
      AccountSid: account,
      ApiVersion: '2010-04-01',
      From: sms.from,
      MessageSid: sms.sid,
      MessageStatus: state,
      SmsSid: sms.sid,
      SmsStatus: state,
      To: sms.to,
      ...(state === 'undelivered' ? { ErrorCode: '30008' } : {}),
    };
    await post(url, fields, twilioSignature(token, sms.statusCallback, fields)).catch(() => {});
  }
}

/** Twilio's signature of a callback: HMAC-SHA1 over the address and the sorted fields, base64. */
export function twilioSignature(token: string, url: string, fields: Record<string, string>): string {
  const sorted = Object.keys(fields).sort();
  return createHmac('sha1', token)
    .update(url + sorted.map((name) => name + fields[name]).join(''))
    .digest('base64');
}

function callbackUrl(address: string, webUrl: string | undefined): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:') return undefined;
  const here = /^(localhost|127\.0\.0\.1|\[::1\]|[^.]+\.localhost)$/.test(url.hostname);
  return here || (webUrl && url.host === new URL(webUrl).host) ? url : undefined;
}

// Not fetch: Node does not resolve *.localhost, and fetch may not set the Host header that names the workspace.
function post(url: URL, fields: Record<string, string>, signature: string): Promise<void> {
  const body = new URLSearchParams(fields).toString();
  const headers = {
    host: url.host,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-twilio-signature': signature,
  };
  const host = url.hostname.endsWith('localhost') ? '127.0.0.1' : url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const call = request(
      { host, port: url.port || 80, path: url.pathname + url.search, method: 'POST', headers, timeout: 5000 },
      (response) => {
        response.resume();
        response.once('end', resolve);
      },
    );
    call.once('timeout', () => call.destroy(new Error('no answer')));
    call.once('error', reject);
    call.end(body);
  });
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) {
    text += chunk;
    if (text.length > MOST_BYTES) throw new Error('body too large');
  }
  return text;
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHmac('sha256', 'compare').update(text).digest());
  return timingSafeEqual(x as Buffer, y as Buffer);
}

function failure(status: number, code: number, message: string): Received {
  return { status, body: twilioError(status, code, message) };
}

function twilioError(status: number, code: number, message: string): object {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

function json(answer: ServerResponse, status: number, body: object): void {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
