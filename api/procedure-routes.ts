import {
  type AnyTRPCRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type inferRouterContext,
  TRPCError,
} from '@trpc/server';
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http';
import { getHTTPStatusCode, resolveResponse, type TRPCRequestInfo } from '@trpc/server/http';
import type { TRPCResponse } from '@trpc/server/rpc';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { domainErrorIn } from './errors.ts';
import { logFailure } from './logging.ts';
import { refusalIn } from './trpc.ts';

/** A router's procedures, and who asks for them. */
interface Served<Router extends AnyTRPCRouter> {
  at: string;
  router: Router;
  contextOf(
    request: FastifyRequest,
    reply: FastifyReply,
    params: TRPCRequestInfo['connectionParams'],
  ): Promise<inferRouterContext<Router>>;
  /** Throws where there is nothing at this address for whoever asks. */
  assertThere?(request: FastifyRequest): void;
}

/**
 * Serves a router's procedures under `<at>/<name>`, JSON only: forms and other bodies that a foreign page can send without
 * asking are refused. `contextOf` says who asks, and may refuse the whole request.
 */
export function procedureRoutes<Router extends AnyTRPCRouter>(scope: FastifyInstance, serves: Served<Router>): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  scope.route({
    method: ['GET', 'POST'],
    url: `${serves.at}/:path`,
    handler: async (request, reply) => {
      serves.assertThere?.(request);
      if (request.method === 'HEAD') return reply.status(204).send();
      const { path } = request.params as { path: string };
      const isBatch = (request.query as Record<string, unknown>).batch === '1';
      const names = isBatch ? path.split(',') : [path];
      if (names.some((name) => typeOf(serves.router, name) === 'subscription')) {
        return reply.send(await streamed(serves, request, reply, path));
      }
      const answers = await answersOf(serves, request, reply, names, isBatch);
      const json = isBatch ? answers : (answers[0] as TRPCResponse);
      return reply
        .status(getHTTPStatusCode(json))
        .header('content-type', 'application/json')
        .send(JSON.stringify(json));
    },
  });
}

type Type = 'query' | 'mutation' | 'subscription';
const METHOD: Record<Type, string> = { query: 'GET', mutation: 'POST', subscription: 'GET' };

function typeOf(router: AnyTRPCRouter, name: string): Type | undefined {
  const { procedures } = router._def as { procedures: Record<string, { _def: { type: Type } }> };
  return Object.hasOwn(procedures, name) ? procedures[name]?._def.type : undefined;
}

/** Only streams are told that nobody listens any more: what was begun here is finished. */
const never = new AbortController().signal;

/**
 * What one request asks for, answer by answer, as tRPC's own clients read them. tRPC's `resolveResponse` does the same by way
 * of fetch's requests, headers, responses and signals, which costs more than most procedures.
 */
async function answersOf<Router extends AnyTRPCRouter>(
  { router, contextOf }: Served<Router>,
  request: FastifyRequest,
  reply: FastifyReply,
  names: string[],
  isBatch: boolean,
): Promise<TRPCResponse[]> {
  const inputs = inputsOf(request, isBatch);
  let ctx: inferRouterContext<Router> | undefined;
  const context = contextOf(request, reply, null).then((made) => {
    ctx = made;
    return made;
  });
  return Promise.all(
    names.map(async (name, n) => {
      const type = typeOf(router, name);
      try {
        const made = await context;
        if (type === undefined) throw new TRPCError({ code: 'NOT_FOUND' });
        if (request.method !== METHOD[type]) {
          reply.header('allow', METHOD[type]);
          throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
        }
        const getRawInput = async () => inputs()[n];
        const data: unknown = await callTRPCProcedure({
          ...{ router, path: name, type, ctx: made, getRawInput, signal: never, batchIndex: n },
        });
        return { result: { data } };
      } catch (cause) {
        const failed = getTRPCErrorFromUnknown(cause);
        // Who asks is found before any procedure: what is refused there went through no middleware.
        const error = refusalIn(failed) ?? failed;
        logFault(request, error, name);
        const config = router._def._config;
        return {
          error: getTRPCErrorShape({ config, error, type: type ?? 'unknown', path: name, input: undefined, ctx }),
        };
      }
    }),
  );
}

/** The inputs of a request's calls, by their place; read when the first of them is asked for. */
function inputsOf(request: FastifyRequest, isBatch: boolean): () => Record<number, unknown> {
  let read: Record<number, unknown> | undefined;
  return () => {
    if (read !== undefined) return read;
    const text = request.method === 'GET' ? (request.query as Record<string, unknown>).input : request.body;
    let said: unknown;
    try {
      said = typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined;
    } catch (cause) {
      throw new TRPCError({ code: 'PARSE_ERROR', cause });
    }
    if (!isBatch) read = { 0: said };
    else if (said === undefined) read = {};
    else if (typeof said === 'object' && said !== null) read = said as Record<number, unknown>;
    else throw new TRPCError({ code: 'BAD_REQUEST' });
    return read;
  };
}

function streamed<Router extends AnyTRPCRouter>(
  { router, contextOf }: Served<Router>,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
): Promise<Response> {
  const { body } = request;
  return resolveResponse({
    router,
    req: incomingMessageToRequest(Object.assign(request.raw, { body }), reply.raw, { maxBodySize: null }),
    path,
    error: null,
    createContext: ({ info }) => contextOf(request, reply, info.connectionParams),
    onError: ({ error, path: name }) => logFault(request, error, name),
  });
}

function logFault(request: FastifyRequest, error: TRPCError, procedure: string | undefined): void {
  const refusal = domainErrorIn(error)?.code;
  if (refusal === undefined && error.code !== 'INTERNAL_SERVER_ERROR') return;
  logFailure(request.log, refusal ?? 'unexpected', error.cause ?? error, { procedure });
}
