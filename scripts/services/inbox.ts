import { join } from 'node:path';
import { keptPort } from './data-dir.ts';
import type { Service, Supervisor } from './supervisor.ts';

export type Inbox = { smtpUrl: string; url: string; service: Service };

/** Older mails are dropped: the inbox is for trying out, and holds them all in memory. */
const MOST_MAILS = 5000;

/** Starts the mail catcher (SMTP and its page) on free loopback ports; mails are kept in `<data folder>/inbox`. */
export async function startInbox(supervisor: Supervisor): Promise<Inbox> {
  const smtpPort = await keptPort(supervisor.dataDir, 'smtp');
  const webPort = await keptPort(supervisor.dataDir, 'inbox');
  const service = await supervisor.start({
    name: 'inbox',
    command: process.execPath,
    args: [
      join(import.meta.dirname, '..', '..', 'node_modules', 'maildev', 'dist', 'bin', 'maildev.js'),
      ...['--smtp', String(smtpPort), '--ip', '127.0.0.1'],
      ...['--web', String(webPort), '--web-ip', '127.0.0.1'],
      ...['--mail-directory', join(supervisor.dataDir, 'inbox')],
      ...['--max-emails', String(MOST_MAILS), '--silent'],
    ],
    ready: async () =>
      (await fetch(`http://127.0.0.1:${webPort}/api/healthz`, { signal: AbortSignal.timeout(2000) })).ok,
    readyWithinMs: 30_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 1500,
  });
  return { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, url: `http://127.0.0.1:${webPort}`, service };
}
