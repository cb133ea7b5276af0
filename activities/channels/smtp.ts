import { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { OWN_MAIL } from '../../domain/inbound/kind.ts';
import { type Channel, type Delivery, Pause } from './channel.ts';
import { mailBytes } from './mail-bytes.ts';

/** A mail as it goes out: everything in it is given, so the same mail has the same bytes each time. */
export interface Mail {
  messageId: string;
  date: Date;
  /** Part of the MIME boundaries, unique to the mail. */
  boundary: string;
  from: { name: string; address: string };
  /** Where replies go, and what mail servers report about this mail; without it to the sender. */
  replyTo?: { name: string; address: string };
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Message-IDs of the matter's thread, so that mail programs show one conversation. */
  references: string[];
  /** Where a mail program takes this kind of message back in one step (RFC 8058). */
  unsubscribe?: string;
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
}

const LONGEST_MS = 15_000;
const LANES = 4;

/** Codes that say nothing about the mail, only that the server can't be talked to now. */
const AWAY = new Set([
  'ECONNECTION',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EAUTH',
  'ENOAUTH',
  'EPROXY',
  'ECONNREFUSED',
  'EOAUTH2',
]);

/** Mail over a pool of SMTP connections. At least once: what is unclear is sent again, with the same bytes. */
export function smtpChannel(smtpUrl: string): Channel<Mail> {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: LANES,
    // Sending again is decided by whoever keeps the books.
    maxRequeues: 0,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    dnsTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.on('error', () => {});
  // Each mail goes out in one piece.
  transport.use('stream', ({ message }, next) => {
    const bytes = mailBytes(message);
    message.createReadStream = () => Readable.from(bytes, { objectMode: false });
    next();
  });
  const pause = new Pause();
  return {
    name: 'mail',
    lanes: LANES,
    longestMs: LONGEST_MS,
    awayUntil: () => pause.end,
    doubtful: () => pause.doubtful,
    async send(mail) {
      const delivery = await sendMail(transport, mail);
      if (delivery.outcome === 'away') pause.grow();
      else if (delivery.outcome !== 'unclear') pause.clear();
      return delivery;
    },
    close: () => transport.close(),
  };
}

type Transport = { sendMail(mail: object): Promise<unknown> };

async function sendMail(transport: Transport, mail: Mail): Promise<Delivery> {
  // Not AbortSignal.timeout: its timer outlives the mail, and costs as much as half of sending it.
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), LONGEST_MS);
  try {
    await transport.sendMail({ ...partsOf(mail), signal: ending.signal });
    return { outcome: 'sent', providerId: null };
  } catch (error) {
    return failureOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** A mail as nodemailer takes it. */
export function partsOf(mail: Mail): SendMailOptions {
  return {
    messageId: mail.messageId,
    date: mail.date,
    baseBoundary: mail.boundary,
    from: mail.from,
    to: [mail.to],
    replyTo: mail.replyTo,
    envelope: { from: mail.replyTo?.address ?? mail.from.address, to: [mail.to.address] },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    references: mail.references,
    icalEvent: mail.calendar && { ...mail.calendar, filename: 'termin.ics' },
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      [OWN_MAIL]: mail.boundary,
      ...(mail.unsubscribe && {
        'List-Unsubscribe': { prepared: true, foldLines: false, value: `<${mail.unsubscribe}>` },
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    xMailer: false,
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function failureOf(error: unknown): Delivery {
  const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
  const detail = `${code ?? 'error'}${responseCode ? ` ${responseCode}` : ''}`;
  if (responseCode === 421 || (code && AWAY.has(code))) return { outcome: 'away', detail };
  // A refused sender is our setting's fault and hits every mail alike; none of them is given up for it.
  if (code === 'ETIMEDOUT' || command === 'MAIL FROM') return { outcome: 'away', detail };
  if (responseCode && responseCode >= 500) return { outcome: 'refused', detail };
  if (responseCode && responseCode >= 400) return { outcome: 'failed', detail };
  if (code === 'EABORT') return { outcome: 'unclear', detail };
  return { outcome: 'failed', detail };
}
