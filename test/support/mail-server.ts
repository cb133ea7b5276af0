import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../scripts/services/ports.ts';

/** A mail server on a loopback port that keeps what it is handed, and can be told to behave badly. */
export interface MailServer {
  url: string;
  /** Raw mails in the order in which they came. */
  raw: Buffer[];
  /** Who each mail was said to come from, where bounces go. */
  senders: string[];
  parsed(): Promise<ParsedMail[]>;
  /** Called for each recipient; an error is the server's refusal. */
  onRecipient: (address: string) => Error | undefined;
  /** Called for each mail before it is answered. */
  onMail: () => Promise<void> | void;
  /** Ends it; `start` brings it back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** An SMTP refusal with a status. */
export function smtpError(responseCode: number): Error {
  return Object.assign(new Error('refused'), { responseCode });
}

/** Starts a mail server. */
export async function startMailServer(): Promise<MailServer> {
  let server: SMTPServer | undefined;
  const port = await freePort();
  const mailServer: MailServer = {
    url: '',
    raw: [],
    senders: [],
    parsed: () => Promise.all(mailServer.raw.map((mail) => simpleParser(mail))),
    onRecipient: () => undefined,
    onMail: () => {},
    async start() {
      server = new SMTPServer({
        authOptional: true,
        closeTimeout: 50,
        disabledCommands: ['STARTTLS'],
        onMailFrom({ address }, _session, done) {
          mailServer.senders.push(address);
          done();
        },
        onRcptTo: ({ address }, _session, done) => done(mailServer.onRecipient(address)),
        onData(stream, _session, done) {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk) => chunks.push(chunk));
          stream.on('end', async () => {
            mailServer.raw.push(Buffer.concat(chunks));
            try {
              await mailServer.onMail();
              done();
            } catch (error) {
              done(error as Error);
            }
          });
        },
      });
      server.on('error', () => {});
      const listening = server.listen(port, '127.0.0.1');
      await new Promise((resolve) => listening.once('listening', resolve));
      mailServer.url = `smtp://127.0.0.1:${port}`;
    },
    async stop() {
      const ending = server;
      server = undefined;
      if (ending) await new Promise<void>((resolve) => ending.close(() => resolve()));
    },
  };
  await mailServer.start();
  return mailServer;
}
