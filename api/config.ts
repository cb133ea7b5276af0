import { z } from 'zod';

const flag = z.enum(['0', '1']).default('0');

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  MASTER_KEY: z.string().min(32),
  WEB_URL: z.url(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  STORAGE_DIR: z.string().min(1),
  /** The host of the installation's own administration, which is no company's; without it there is none. */
  OPERATOR_HOST: z.string().min(1).optional(),
  /** How long it goes on after it was told to end, in milliseconds: until the proxy has noticed. */
  STOP_NOTICE_MS: z.coerce.number().int().min(0).max(10_000).default(0),
  WEB_DIR: z.string().min(1).default('.build/web'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Addresses (comma separated, CIDR allowed) whose X-Forwarded-* headers are believed; nobody's without it. */
  TRUSTED_PROXY: z.string().optional(),
  /** `/metrics` is served to loopback only, unless this is 1 (a scraper in the same private network). */
  METRICS_PUBLIC: flag,
  /** The engine's own interface, for the administrator's page to link to. */
  TEMPORAL_UI_URL: z.url().optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  /** The sender of our mails: one that comes back from it is a loop. */
  MAIL_FROM: z.string().optional(),
  /** The installation's mail-to-fax gateway, whose reports are read. */
  FAX_ADDRESS: z.string().optional(),
  /** Replies to our mails go to mailboxes of this domain, which our mail server hands to `POST /hooks/mail`. */
  REPLY_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .optional(),
  /** What our mail server shows when it hands a message over; without it no messages are taken. */
  MAIL_HOOK_SECRET: z.string().min(16).optional(),
  /** The name by which our mail server signs what it found of a sender (`Authentication-Results`). */
  MAIL_AUTHSERV_ID: z.string().optional(),
});

/** The API's settings, all from the environment. */
export type ApiConfig = z.infer<typeof environment>;

/** Reads the settings; throws one sentence that names every missing or wrong one, never a value. */
export function readConfig(env: Record<string, string | undefined>): ApiConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0])))];
  throw new Error(
    `The API can't start: ${names.map((name) => `${name} is ${given[name] === undefined ? 'missing' : 'not usable'}`).join(', ')}. See .env.example.`,
  );
}
