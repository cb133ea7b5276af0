import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { DomainErrorCode } from '../domain/errors.ts';

/**
 * The path of a request as it may be logged: no query (it holds words people search for), and nothing in it that could
 * be a capability: any long segment that is not an id.
 */
export function loggedPath(url: string): string {
  const [path = ''] = url.split(/[?#]/, 1);
  return path
    .split('/')
    .map((segment) =>
      segment.length >= 20 && !UUID.test(segment) && !PROCEDURE.test(segment) && !ASSET.test(segment)
        ? ':hidden'
        : segment,
    )
    .join('/')
    .slice(0, 200);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PROCEDURE = /^[a-zA-Z]+(\.[a-zA-Z]+)+(,[a-zA-Z]+(\.[a-zA-Z]+)+)*$/;
const ASSET = /^[\w.-]+\.(js|css|woff2|svg|png|webp|map)$/;

/** How requests and errors appear in the log: without addresses of people, query strings, tokens or their words. */
export const serializers = {
  req: (request: FastifyRequest) => ({ method: request.method, path: loggedPath(request.url), host: request.host }),
  res: (reply: { statusCode?: number }) => ({ statusCode: reply.statusCode ?? 0 }),
  err: loggedError,
};

type LoggedError = { [key: string]: unknown; type: string; message: string; stack: string };

/**
 * An error without what people typed: a database's message holds the values (and the ORM's the whole statement), so of
 * those only the code and the names of table and constraint are kept.
 */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const { code, table, constraint } = error as { code?: unknown; table?: unknown; constraint?: unknown };
  const ofDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: error.name,
    code,
    message: ofDatabase ? 'database error' : error.message.slice(0, 200),
    ...(ofDatabase ? { table, constraint } : {}),
    stack: frames.slice(0, 12).join('\n'),
    ...(error.cause instanceof Error ? { cause: loggedError(error.cause) } : {}),
  };
}

/**
 * Logs a request that was answered with this code as far as it concerns whoever runs the product: a fault with its error,
 * a full pool as a warning. Any other refusal is an answer like others.
 */
export function logFailure(log: FastifyBaseLogger, code: DomainErrorCode, error: unknown, about: object = {}): void {
  if (code === 'unexpected') log.error({ err: error, ...about }, 'a request failed');
  if (code === 'busy') log.warn(about, 'no connection came free in time');
}
