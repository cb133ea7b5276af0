import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** What reached the outside world: a mail by its Message-ID, a text by where its provider reports to. */
export interface Received {
  key: string;
  at: number;
  bytes: string;
}

/** A mail server and a provider of texts that take everything and keep it. They are never killed. */
export interface Outside {
  mails: Received[];
  texts: Received[];
  smtpUrl: string;
  smsUrl: string;
  close(): Promise<void>;
}

/** Starts both on loopback ports. */
export async function startOutside(): Promise<Outside> {
  const mails: Received[] = [];
  const texts: Received[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks).toString('latin1');
        const key = /^message-id:\s*<([^@>]+)/im.exec(bytes)?.[1] ?? '';
        mails.push({ key, at: Date.now(), bytes });
        done();
      });
    },
  });
  // A worker that is killed while it sends breaks its connection.
  smtp.on('error', () => {});
  const listening = smtp.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const sms = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const key = form.get('StatusCallback') ?? '';
    texts.push({ key, at: Date.now(), bytes: form.get('Body') ?? '' });
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ sid: `SM${String(texts.length).padStart(32, '0')}`, status: 'queued' }));
  });
  await new Promise<void>((resolve) => sms.listen(0, '127.0.0.1', resolve));
  const portOf = (address: string | AddressInfo | null) => (address as AddressInfo).port;
  return {
    mails,
    texts,
    smtpUrl: `smtp://127.0.0.1:${portOf(listening.address())}`,
    smsUrl: `http://127.0.0.1:${portOf(sms.address())}`,
    async close() {
      sms.closeAllConnections();
      await new Promise((resolve) => sms.close(resolve));
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}
