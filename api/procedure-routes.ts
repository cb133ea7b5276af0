import type { AnyTRPCRouter, inferRouterContext } from '@trpc/server';
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http';
import { resolveResponse, type TRPCRequestInfo } from '@trpc/server/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { domainErrorIn } from './errors.ts';

/**
 * Serves a router's procedures under `<at>/<name>`, JSON only: forms and other bodies that a foreign page can send without
 * asking are refused. `contextOf` says who asks, and may refuse the whole request.
 */
export function procedureRoutes<Router extends AnyTRPCRouter>(
  scope: FastifyInstance,
  serves: {
    at: string;
    router: Router;
    contextOf(
      request: FastifyRequest,
      reply: FastifyReply,
      params: TRPCRequestInfo['connectionParams'],
    ): Promise<inferRouterContext<Router>>;
    /** Throws where there is nothing at this address for whoever asks. */
    assertThere?(request: FastifyRequest): void;
  },
): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  scope.route({
    method: ['GET', 'POST'],
    url: `${serves.at}/:path`,
    handler: async (request, reply) => {
      serves.assertThere?.(request);
      const { path } = request.params as { path: string };
      const { body } = request;
      const answer = await resolveResponse({
        router: serves.router,
        req: incomingMessageToRequest(Object.assign(request.raw, { body }), reply.raw, { maxBodySize: null }),
        path,
        error: null,
        createContext: ({ info }) => serves.contextOf(request, reply, info.connectionParams),
        onError({ error, path: name }) {
          if (domainErrorIn(error) === undefined && error.code === 'INTERNAL_SERVER_ERROR') {
            request.log.error({ err: error.cause ?? error, procedure: name }, 'a procedure failed');
          }
        },
      });
      if (answer.headers.get('content-type') !== 'application/json') return reply.send(answer);
      // In one piece and with its length: as a stream it would cost as much as the procedure.
      return reply
        .status(answer.status)
        .headers(Object.fromEntries(answer.headers))
        .send(await answer.text());
    },
  });
}
