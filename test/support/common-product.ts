import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { argumentsOf } from '../../scripts/services/arguments.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { Supervisor } from '../../scripts/services/supervisor.ts';
import { startTemporal } from '../../scripts/services/temporal.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { testDatabase } from './postgres.ts';
import { HOOK_SECRET, REPLY_DOMAIN } from './reply-domain.ts';

const root = join(import.meta.dirname, '..', '..');
export const OPERATOR_HOST = 'installation.localhost';

/** What a test file has to know of the product that it shares with the others. */
export type CommonProduct = {
  port: number;
  databaseUrl: string;
  masterKey: string;
  /** How many mails had been sent when it was asked for. */
  mails: number;
};

/**
 * Offers one product to all test files of a run: worker and API as processes of their own, as in production, on a
 * control database and a Temporal server that nobody else uses, with a mail server. It is started when a file asks for
 * it first; each file makes a company of its own in it (see `startTestProduct`). Answers `/product` and `/mails?after=n`
 * at the address that it resolves to.
 * @param dataDir a folder of its own, which the caller removes
 */
export async function offerCommonProduct(
  dataDir: string,
  postgres: string,
): Promise<{ address: string; close(): Promise<void> }> {
  const supervisor = new Supervisor({ dataDir });
  let mail: MailServer | undefined;
  let starting: Promise<Omit<CommonProduct, 'mails'>> | undefined;
  const started = () => {
    starting ??= startMailServer().then((server) => {
      mail = server;
      return startCommonProduct(supervisor, postgres, server.url);
    });
    return starting;
  };
  const answer = async (path: string): Promise<unknown> => {
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    if (pathname === '/product') return { ...(await started()), mails: mail?.raw.length ?? 0 };
    const after = Number(searchParams.get('after'));
    return (mail?.raw ?? []).slice(after).map((raw) => raw.toString('base64'));
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '/').then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await supervisor.stopAll();
      await mail?.stop();
    },
  };
}

async function startCommonProduct(
  supervisor: Supervisor,
  postgres: string,
  smtpUrl: string,
): Promise<Omit<CommonProduct, 'mails'>> {
  const { dataDir } = supervisor;
  mkdirSync(dataDir, { recursive: true });
  // The product's task queue has one name, so its workers need a server to themselves.
  const temporal = await startTemporal(supervisor, { durable: false });
  const { url: control } = await testDatabase('migrated', postgres);
  // A copy: somebody who builds meanwhile must not change the pages under way.
  const webDir = join(dataDir, 'web');
  cpSync(join(root, '.build', 'web'), webDir, { recursive: true });
  const masterKey = randomBytes(32).toString('base64url');
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    DATABASE_URL: control,
    TEMPORAL_ADDRESS: temporal.address,
    MASTER_KEY: masterKey,
    WEB_URL: `http://localhost:${port}`,
    HOST: '127.0.0.1',
    PORT: String(port),
    STORAGE_DIR: join(dataDir, 'files'),
    WEB_DIR: webDir,
    OPERATOR_HOST,
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'ProCSM <post@verwaltung.example>',
    REPLY_DOMAIN,
    MAIL_HOOK_SECRET: HOOK_SECRET,
    LOG_LEVEL: 'warn',
  };
  for (const [name, entry] of [
    ['worker', 'activities/worker.ts'],
    ['api', 'api/server.ts'],
  ] as const)
    await supervisor.start({
      name,
      command: process.execPath,
      args: argumentsOf(entry),
      cwd: root,
      env,
      ready: 'message',
      readyWithinMs: 120_000,
      stopSignal: 'SIGTERM',
      stopWithinMs: 5_000,
    });
  return { port, databaseUrl: control, masterKey };
}
