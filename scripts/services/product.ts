import { join } from 'node:path';
import { argumentsOf } from './arguments.ts';
import { secretsOf } from './data-dir.ts';
import type { Environment, StartOptions } from './environment.ts';
import { startInbox } from './inbox.ts';
import { databaseUrl, ensureDatabase, startPostgres } from './postgres.ts';
import { startSms } from './sms.ts';
import type { Service, Supervisor } from './supervisor.ts';
import { startTemporal } from './temporal.ts';

export type DemoAccount = { role: string; signIn: string; password: string; url: string };

/** What is written to `addresses.json`. */
export type Addresses = { web: string; inbox: string | null; temporal: string | null; accounts: DemoAccount[] };

export type Product = { addresses: Addresses; stop(): Promise<void> };

const root = join(import.meta.dirname, '..', '..');
const CONTROL_DATABASE = 'procsm_control';
/** Where the installation is administered when nobody says otherwise; browsers know where `*.localhost` is. */
const OPERATOR_HOST = 'installation.localhost';
const OPERATOR_SIGN_IN = 'betrieb@procsm.invalid';

/** Starts everything that `env` has no address for, then worker and API, then loads the demo (once). */
export async function startProduct(
  supervisor: Supervisor,
  options: StartOptions,
  env: Environment,
  say: (text: string) => void,
): Promise<Product> {
  const parts = options.production
    ? { env: {}, stop: async () => {} }
    : await startEmbedded(supervisor, options, env, say);
  const childEnv: NodeJS.ProcessEnv = {
    TEMPORAL_NAMESPACE: 'default',
    NODE_ENV: 'development',
    ...env,
    ...parts.env,
    HOST: options.host,
    PORT: String(options.port),
    WEB_URL: options.webUrl,
    WEB_DIR: join(root, '.build', 'web'),
    OPERATOR_HOST: env.OPERATOR_HOST || (options.production ? '' : OPERATOR_HOST),
  };
  const { DATABASE_URL = '', TEMPORAL_ADDRESS = '', MASTER_KEY = '' } = childEnv;
  say('Migrating the databases …');
  const { migrateControl } = await import('../../db/control.ts');
  await migrateControl(DATABASE_URL);
  say('Starting worker and API …');
  await startProcess(supervisor, 'worker', 'activities/worker.ts', childEnv);
  await startProcess(supervisor, 'api', 'api/server.ts', childEnv);
  await migrateCompanies({ DATABASE_URL, TEMPORAL_ADDRESS, MASTER_KEY, namespace: childEnv.TEMPORAL_NAMESPACE }, say);
  let accounts: DemoAccount[] = [];
  if (options.loadDemo) {
    const { loadDemo } = await import('../demo/load.ts');
    accounts = await loadDemo({
      databaseUrl: DATABASE_URL,
      temporalAddress: TEMPORAL_ADDRESS,
      masterKey: MASTER_KEY,
      dataDir: options.dataDir,
      storageDir: childEnv.STORAGE_DIR ?? join(options.dataDir, 'files'),
      webUrl: options.webUrl,
      progress: say,
    });
    const url = new URL('/installation', options.webUrl);
    url.hostname = childEnv.OPERATOR_HOST || OPERATOR_HOST;
    const password = secretsOf(options.dataDir).operator;
    await ensureOperator({ DATABASE_URL, MASTER_KEY }, OPERATOR_SIGN_IN, password);
    accounts.push({ role: 'Installation', signIn: OPERATOR_SIGN_IN, password, url: url.href });
  }
  return {
    addresses: {
      web: options.webUrl,
      inbox: childEnv.INBOX_URL ?? null,
      temporal: childEnv.TEMPORAL_UI_URL ?? null,
      accounts,
    },
    stop: parts.stop,
  };
}

type Installation = {
  DATABASE_URL: string;
  TEMPORAL_ADDRESS: string;
  MASTER_KEY: string;
  namespace: string | undefined;
};

/** Brings the companies of an older release up to date; one that fails is named, and the others run. */
async function migrateCompanies(at: Installation, say: (text: string) => void): Promise<void> {
  const { Client, Connection } = await import('@temporalio/client');
  const { Control } = await import('../../db/control.ts');
  const { migrateWorkspaces } = await import('../provision.ts');
  const connection = await Connection.connect({ address: at.TEMPORAL_ADDRESS });
  const control = new Control({ databaseUrl: at.DATABASE_URL, masterKey: at.MASTER_KEY });
  try {
    const client = new Client({ connection, namespace: at.namespace ?? 'default' });
    const { migrated, failed } = await migrateWorkspaces({ control, client });
    if (migrated.length > 0) say(`Brought up to date: ${migrated.join(', ')}.`);
    for (const { slug, step } of failed) say(`The company ${slug} could not be brought up to date (${step}).`);
  } finally {
    await Promise.allSettled([control.close(), connection.close()]);
  }
}

/** Gives the demo's operator the password of this data folder, unless it has it already. */
async function ensureOperator(
  at: Pick<Installation, 'DATABASE_URL' | 'MASTER_KEY'>,
  email: string,
  password: string,
): Promise<void> {
  const { Control } = await import('../../db/control.ts');
  const { operatorHasPassword, setOperator } = await import('../../db/operators.ts');
  const control = new Control({ databaseUrl: at.DATABASE_URL, masterKey: at.MASTER_KEY });
  try {
    if (!(await operatorHasPassword(control, email, password))) await setOperator(control, email, password);
  } finally {
    await control.close();
  }
}

type Embedded = { env: Environment; stop(): Promise<void> };

async function startEmbedded(
  supervisor: Supervisor,
  options: StartOptions,
  env: Environment,
  say: (text: string) => void,
): Promise<Embedded> {
  const { dataDir } = options;
  const secrets = secretsOf(dataDir);
  const made: Environment = {
    STORAGE_DIR: env.STORAGE_DIR || join(dataDir, 'files'),
    MASTER_KEY: env.MASTER_KEY || secrets.masterKey,
    MAIL_FROM: env.MAIL_FROM || 'ProCSM <no-reply@procsm.invalid>',
  };
  if (!env.DATABASE_URL) {
    say('Starting PostgreSQL …');
    const { url } = await startPostgres(supervisor);
    await ensureDatabase(url, CONTROL_DATABASE);
    made.DATABASE_URL = databaseUrl(url, CONTROL_DATABASE);
  }
  if (!env.TEMPORAL_ADDRESS) {
    say('Starting Temporal …');
    const temporal = await startTemporal(supervisor, { say });
    made.TEMPORAL_ADDRESS = temporal.address;
    made.TEMPORAL_UI_URL = temporal.uiUrl;
  }
  if (!env.SMTP_URL) {
    say('Starting the inbox …');
    const inbox = await startInbox(supervisor);
    made.SMTP_URL = inbox.smtpUrl;
    made.INBOX_URL = inbox.url;
    // Plays the gateway: faxes lie in the inbox, as their gateway would get them.
    if (!env.FAX_ADDRESS) made.FAX_ADDRESS = '{number}@fax.invalid';
    // No mail server hands replies over here; scripts/receive-mail.mjs does, when somebody tries it out.
    made.REPLY_DOMAIN = env.REPLY_DOMAIN || 'antwort.procsm.invalid';
    made.MAIL_HOOK_SECRET = env.MAIL_HOOK_SECRET || secrets.mailHook;
  }
  // Without the local inbox there is nowhere to show a text, and a real provider is named by the environment.
  if (env.TWILIO_ACCOUNT_SID || !made.SMTP_URL) return { env: made, stop: async () => {} };
  const sms = await startSms({
    smtpUrl: made.SMTP_URL,
    account: secrets.smsAccount,
    token: secrets.smsToken,
    webUrl: options.webUrl,
  });
  made.TWILIO_BASE_URL = sms.url;
  made.TWILIO_ACCOUNT_SID = secrets.smsAccount;
  made.TWILIO_AUTH_TOKEN = secrets.smsToken;
  made.SMS_FROM = '+4930000000';
  return { env: made, stop: sms.stop };
}

/** The processes say 'ready' over IPC, end on SIGTERM, and end by themselves on `disconnect`, when we are gone. */
function startProcess(supervisor: Supervisor, name: string, entry: string, env: NodeJS.ProcessEnv): Promise<Service> {
  return supervisor.start({
    name,
    command: process.execPath,
    args: argumentsOf(entry),
    cwd: root,
    env,
    ready: 'message',
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2500,
  });
}

/** The table that is printed when all is ready. */
export function addressTable({ web, inbox, temporal, accounts }: Addresses): string {
  const rows = [
    ['Web', web],
    ...(inbox ? [['Mails, SMS and faxes', inbox]] : []),
    ...(temporal ? [['Temporal', temporal]] : []),
    ...accounts.map(({ role, signIn, password, url }) => [role, url, signIn, password]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
