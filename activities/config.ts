import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  MASTER_KEY: z.string().min(32),
  WEB_URL: z.url(),
  SMTP_URL: z.string().min(1),
  MAIL_FROM: z.string().min(3),
  /** Replies go to mailboxes of this domain, with a tag that says what they are about. */
  REPLY_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .optional(),
  TWILIO_BASE_URL: z.string().optional(),
  TWILIO_ACCOUNT_SID: z.string().optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  SMS_FROM: z.string().optional(),
  /** The mailbox of a mail-to-fax gateway: `{number}@fax.example.de`; no faxes without it. */
  FAX_ADDRESS: z
    .string()
    .regex(/^[^\s@<>]*\{(number|digits)\}[^\s@<>]*@[^\s@<>]+$/)
    .optional(),
  /** Where the gateway takes mails; default: SMTP_URL. */
  FAX_SMTP_URL: z.string().optional(),
  LOG_LEVEL: z.string().default('info'),
  /** Where files lie; a deleted company's are taken away there. */
  STORAGE_DIR: z.string().min(1).optional(),
  /** How many open lifecycles a worker keeps in memory; 204 KB each, measured. */
  WORKER_CACHE: z.coerce.number().int().min(50).default(2_000),
  /** Where the worker answers `/healthz` and `/metrics`; nowhere without a port. */
  HEALTH_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  /** Where the engine's own library serves its metrics (`address:port`); nowhere without it. */
  ENGINE_METRICS: z
    .string()
    .regex(/^[\w.:[\]]+:\d+$/)
    .optional(),
  WORKFLOW_BUNDLE: z.string().default('.build/workflows.js'),
});
export type WorkerConfig = z.infer<typeof schema>;

/** The worker's settings from the environment. Throws a sentence that names what is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map(({ path }) => path.join('.')))];
  throw new Error(`The worker can't start: please set ${names.join(', ')} (see .env.example).`);
}
