import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Channel, type Delivery, Pause } from './channel.ts';

/** A fax as it goes out: a PDF, handed to a gateway as the attachment of a mail. */
export interface Fax {
  messageId: string;
  date: Date;
  boundary: string;
  /** The gateway's mailbox for this number. */
  to: string;
  /** Where the gateway's report goes; without it to the sender. */
  replyTo?: string;
  subject: string;
  fileName: string;
  pdf: Uint8Array;
}

/** Through which server mails reach the gateways. */
export interface FaxGateway {
  smtpUrl: string;
  /** The bare address that the gateway knows us by. */
  from: string;
}

const LONGEST_MS = 15_000;

/**
 * Faxes through a mail-to-fax gateway. They cost money: `send` says 'unclear' whenever the gateway may have taken one,
 * which is from the moment at which it was offered a sender and did not clearly refuse.
 */
export function faxChannel(gateway: FaxGateway): Channel<Fax> {
  const pause = new Pause();
  return {
    name: 'fax',
    lanes: 1,
    longestMs: LONGEST_MS,
    awayUntil: () => pause.end,
    doubtful: () => pause.doubtful,
    async send(fax) {
      const delivery = await handOver(gateway, fax);
      if (delivery.outcome === 'away') pause.grow();
      else if (delivery.outcome !== 'unclear') pause.clear();
      return delivery;
    },
    close: () => {},
  };
}

async function handOver(gateway: FaxGateway, fax: Fax): Promise<Delivery> {
  const mail = await bytesOf(gateway, fax);
  const url = new URL(gateway.smtpUrl);
  const secure = url.protocol === 'smtps:';
  const connection = new SMTPConnection({
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 25),
    secure,
    connectionTimeout: 4_000,
    greetingTimeout: 4_000,
    dnsTimeout: 4_000,
    socketTimeout: 8_000,
  });
  // Each step has its own time; all of them together stay within the claim's lease.
  const limit = setTimeout(() => connection.close(), LONGEST_MS);
  let offered = false;
  try {
    await step((done) => connection.connect(done), connection);
    if (url.username) {
      const credentials = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
      await step((done) => connection.login({ credentials }, done), connection);
    }
    offered = true;
    await step((done) => connection.send({ from: gateway.from, to: [fax.to] }, mail, done), connection);
    connection.quit();
    return { outcome: 'sent', providerId: null };
  } catch (error) {
    connection.close();
    return failureOf(error, offered);
  } finally {
    clearTimeout(limit);
  }
}

function bytesOf(gateway: FaxGateway, fax: Fax): Promise<Buffer> {
  return new MailComposer({
    messageId: fax.messageId,
    date: fax.date,
    baseBoundary: fax.boundary,
    from: gateway.from,
    to: fax.to,
    replyTo: fax.replyTo,
    subject: fax.subject,
    text: '',
    attachments: [{ filename: fax.fileName, content: Buffer.from(fax.pdf), contentType: 'application/pdf' }],
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** One step of the conversation; what the connection itself says of its end is a failure of that step. */
function step(act: (done: (error?: Error | null) => void) => void, connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(Object.assign(new Error('lost'), { code: 'ELOST' }));
    connection.once('error', reject);
    connection.once('end', lost);
    act((error) => {
      connection.off('error', reject);
      connection.off('end', lost);
      if (error) reject(error);
      else resolve();
    });
  });
}

function failureOf(error: unknown, offered: boolean): Delivery {
  const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
  const detail = `${code ?? 'error'}${responseCode ? ` ${responseCode}` : ''}`;
  // A refused sender is our setting's fault and hits every fax alike.
  if (!offered || responseCode === 421 || (responseCode && command === 'MAIL FROM')) return { outcome: 'away', detail };
  if (responseCode && responseCode >= 500) return { outcome: 'refused', detail };
  if (responseCode && responseCode >= 400) return { outcome: 'failed', detail };
  return { outcome: 'unclear', detail };
}
