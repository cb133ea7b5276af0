import { initTRPC, TRPCError } from '@trpc/server';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { Session } from '../db/sessions.ts';
import type { FileStorage } from '../db/storage.ts';
import type { Workspace, Workspaces } from '../db/workspaces.ts';
import { DomainError, type DomainErrorCode, type DomainErrorDetails } from '../domain/errors.ts';
import { refusedFacts } from '../domain/problem.ts';
import { passes, type Rule, type Viewer } from '../domain/rights.ts';
import type { Accounts } from './accounts.ts';
import type { ApiConfig } from './config.ts';
import { domainErrorIn, transportCode } from './errors.ts';
import type { Limits } from './limits.ts';
import type { Live } from './live.ts';
import type { Temporal } from './temporal.ts';

/** What outlives a request. */
export type Services = {
  readonly config: ApiConfig;
  readonly workspaces: Workspaces;
  readonly temporal: Temporal;
  readonly live: Live;
  readonly accounts: Accounts;
  readonly limits: Limits;
  readonly files: FileStorage;
  /** Tells the workspace's mailroom that the outbox has something new; a lost wake is caught by its sweep. */
  wakeMailroom(workspace: Workspace): void;
};

/** What a procedure knows about the request it answers. */
export type RequestContext = {
  readonly workspace: Workspace;
  /** Whom the rights are about: the link's holder if a link was shown, else who is signed in, else nobody. */
  readonly viewer: Viewer;
  readonly session: Session | undefined;
  /**
   * Why the link or the session that was shown does not count: linkUnknown, linkExpired, linkRevoked, totpNeeded.
   */
  readonly refusal: DomainErrorCode | undefined;
  /** The public form's unfinished upload, proven by its token. */
  readonly uploadId: string | undefined;
  readonly requestId: string;
  readonly locale: 'de' | 'en';
  /** The caller's address, IPv6 shortened to its /64: for limits only, never logged. */
  readonly address: string;
  readonly userAgent: string;
  readonly log: FastifyBaseLogger;
  readonly services: Services;
  /** Adds a Set-Cookie header to the answer. */
  setCookie(header: string): void;
};

type ProcedureMeta = { rules?: readonly Rule[] };

const trpc = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    sse: {
      ping: { enabled: true, intervalMs: 15_000 },
      client: { reconnectAfterInactivityMs: 40_000 },
    },
    isDev: false,
    errorFormatter: ({ shape, error }) => told(shape, error),
  });

/** A failure as browsers are told: the message is the code, no text for people (the web has those), nothing of the inside. */
export function told<Shape extends { data: object }>(shape: Shape, error: TRPCError) {
  const { code, details, field } = refusalOf(error);
  return { ...shape, message: code, data: { ...shape.data, stack: undefined, domain: { code, details, field } } };
}

/** Puts procedures and routers under names. */
export const router = trpc.router;
/** Calls procedures without HTTP, for tests. */
export const createCallerFactory = trpc.createCallerFactory;

/** Turns a refusal into its transport code, so that statuses and retries are right; a fault stays a fault. */
const refusals = trpc.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throwRefusal(result.error);
  return result;
});

/** Throws what a procedure's error means to the transport, if it is a refusal of ours. */
export function throwRefusal(error: TRPCError): void {
  const refusal = refusalIn(error);
  if (refusal !== undefined) throw refusal;
}

/** What an error means to the transport, if it is a refusal of ours. */
export function refusalIn(error: TRPCError): TRPCError | undefined {
  const refusal = domainErrorIn(error.cause ?? error);
  return refusal && new TRPCError({ code: transportCode(refusal.code), cause: refusal });
}

/**
 * The start of every procedure: who may call it. A caller passes with any one of the rules; the rules are kept in the
 * procedure's meta, where a test looks for them.
 */
export function procedure(...rules: [Rule, ...Rule[]]) {
  return trpc.procedure
    .meta({ rules })
    .use(refusals)
    .use(({ ctx, next }) => {
      if (!rules.some((rule) => passes(rule, ctx.viewer))) {
        throw new DomainError(ctx.refusal ?? (ctx.viewer.kind === 'nobody' ? 'signInNeeded' : 'forbidden'));
      }
      return next();
    });
}

/** What the browser is told about a failure: a code with its details, and the field when an input was wrong. */
function refusalOf(error: TRPCError): { code: DomainErrorCode; details: DomainErrorDetails; field?: string } {
  const refusal = domainErrorIn(error);
  if (refusal !== undefined) return { code: refusal.code, details: refusal.details };
  if (error.cause instanceof z.ZodError) {
    const issue = error.cause.issues[0];
    const field = issue?.path.join('.') ?? '';
    const said = refusedFacts.find((code) => code === issue?.message);
    if (said) return { code: said, details: {}, field };
    if (issue?.code === 'too_big' && issue.origin === 'string') {
      return { code: 'textTooLong', details: { maximum: Number(issue.maximum) }, field };
    }
    return { code: 'badInput', details: {}, field };
  }
  switch (error.code) {
    case 'NOT_FOUND':
      return { code: 'notFound', details: {} };
    case 'PAYLOAD_TOO_LARGE':
      return { code: 'requestTooLarge', details: {} };
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'METHOD_NOT_SUPPORTED':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return { code: 'badInput', details: {} };
    default:
      return { code: 'unexpected', details: {} };
  }
}
