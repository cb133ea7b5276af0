import type { FastifyInstance, FastifyRequest } from 'fastify';
import { operatorOf } from '../../db/operators.ts';
import { DomainError } from '../../domain/errors.ts';
import { normalHost } from '../../domain/workspace.ts';
import { countedAddress } from '../limits.ts';
import { procedureRoutes } from '../procedure-routes.ts';
import type { Services } from '../trpc.ts';
import { operatorTokenIn } from './cookie.ts';
import type { OperatorContext } from './procedure.ts';
import { installationRouter } from './router.ts';

/** Whether a host is the installation's own, at which no company is served. */
export function isInstallationHost(services: Services, hostname: string): boolean {
  const own = services.config.OPERATOR_HOST;
  return own !== undefined && normalHost(hostname) === normalHost(own);
}

/** The administration's procedures, at the installation's own host only: elsewhere there is nothing. JSON only. */
export async function installationRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  procedureRoutes(scope, {
    at: '/api/installation',
    router: installationRouter,
    assertThere: (request) => {
      if (!isInstallationHost(services, request.hostname)) throw new DomainError('notFound');
    },
    contextOf: (request, reply) => contextOf(services, request, (header) => reply.header('set-cookie', header)),
  });
}

async function contextOf(
  services: Services,
  request: FastifyRequest,
  setCookie: (header: string) => void,
): Promise<OperatorContext> {
  const token = operatorTokenIn(request.headers.cookie);
  return {
    operator: token === undefined ? undefined : await operatorOf(services.workspaces.control, token),
    services,
    address: countedAddress(request.ip),
    log: request.log,
    setCookie,
  };
}
