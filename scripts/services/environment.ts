import { resolve } from 'node:path';
import { StartProblem } from './problem.ts';

export type Environment = Record<string, string | undefined>;

/** What `npm start` was told: by the environment, or by `.env` beside package.json. */
export type StartOptions = {
  production: boolean;
  host: string;
  port: number;
  dataDir: string;
  /** Where people reach it; links in mails start with it. */
  webUrl: string;
  loadDemo: boolean;
};

/** In production nothing embedded is started, so all of these must be given. */
const WANTED_IN_PRODUCTION = [
  'DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'SMTP_URL',
  'MAIL_FROM',
  'MASTER_KEY',
  'WEB_URL',
  'STORAGE_DIR',
];

/** Reads the options of `npm start`. @throws StartProblem naming each variable that is missing or wrong, never a value. */
export function readStartOptions(env: Environment, cwd: string): StartOptions {
  const production = env.NODE_ENV === 'production';
  if (production) nothingMissing(env);
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartProblem('PORT must be a number from 1 to 65535, for example PORT=3000.');
  }
  const host = env.HOST || '127.0.0.1';
  const webUrl = env.WEB_URL || `http://localhost:${port}`;
  if (!URL.canParse(webUrl)) throw new StartProblem('WEB_URL must be an address such as https://portal.example.de.');
  return {
    production,
    host,
    port,
    dataDir: resolve(cwd, env.DATA_DIR || '.data'),
    webUrl,
    loadDemo: !production && env.DEMO !== '0',
  };
}

function nothingMissing(env: Environment): void {
  const missing = WANTED_IN_PRODUCTION.filter((name) => !env[name]);
  if (missing.length === 0) return;
  throw new StartProblem(
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set. With NODE_ENV=production nothing embedded ` +
      'is started and no secret is made up; .env.example says what each one means.',
  );
}
