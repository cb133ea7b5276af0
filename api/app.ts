import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import helmet from 'helmet';
import { DomainError } from '../domain/errors.ts';
import { feedRoutes } from './appointments/feed.ts';
import { smsCallbacks } from './callbacks.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { contextOf } from './context.ts';
import { deskRoutes } from './desk/routes.ts';
import { dossierRoutes } from './dossier/routes.ts';
import { domainErrorIn, httpStatus } from './errors.ts';
import { healthRoutes } from './health.ts';
import { importRoutes } from './imports/routes.ts';
import { mailHook } from './inbound/hook.ts';
import { rawMailRoutes } from './inbound/raw.ts';
import { installationRoutes, isInstallationHost } from './installation/routes.ts';
import { invitationFileRoutes } from './invitations/routes.ts';
import { leaving } from './leaving.ts';
import { letterPreviewRoutes } from './letters/preview.ts';
import { printRunRoutes } from './letters/routes.ts';
import { logFailure, serializers } from './logging.ts';
import { unsubscribeRoutes } from './preferences/unsubscribe.ts';
import { privacyRoutes } from './privacy/routes.ts';
import { procedureRoutes } from './procedure-routes.ts';
import { appRouter } from './router.ts';
import type { Services } from './trpc.ts';
import { fileRoutes } from './uploads.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route proves who calls by a signature (a provider's callback): no browser, so no Origin. */
    signed?: boolean;
  }
}

const JSON_LIMIT = 256 * 1024;

/** The web server, not yet listening: interface, procedures, files, health. */
export async function buildApp(services: Services): Promise<FastifyInstance> {
  const { config } = services;
  const app: FastifyInstance = Fastify({
    logger: { level: config.LOG_LEVEL, serializers },
    genReqId: () => randomUUID(),
    trustProxy: config.TRUSTED_PROXY?.split(',').map((entry) => entry.trim()) ?? false,
    bodyLimit: JSON_LIMIT,
    // Streams stay open for hours; without this a close would wait for them.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_000 },
  });

  // Made once: Fastify's plugin works the headers out anew for each request.
  const secured = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    // A promise about HTTPS can't be made on plain HTTP: the demo runs on it.
    strictTransportSecurity: config.WEB_URL.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
  app.addHook('onRequest', (request, reply, done) => {
    secured(request.raw, reply.raw, (error) => done(error as Error | undefined));
  });

  app.addHook('onRequest', async (request) => {
    if (!isReading(request.method) && request.routeOptions.config.signed !== true) assertOwnOrigin(request);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => sendRefusal(error, request, reply));

  leaving(app);
  healthRoutes(app, services);
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    await scope.register(procedures, services);
    await scope.register(installationRoutes, services);
    await scope.register(smsCallbacks, services);
    await scope.register(unsubscribeRoutes, services);
    await scope.register(mailHook, services);
    await scope.register(fileRoutes, services);
    await scope.register(dossierRoutes, services);
    await scope.register(campaignRoutes, services);
    await scope.register(invitationFileRoutes, services);
    await scope.register(printRunRoutes, services);
    await scope.register(letterPreviewRoutes, services);
    await scope.register(rawMailRoutes, services);
    await scope.register(importRoutes, services);
    await scope.register(privacyRoutes, services);
    await scope.register(deskRoutes, services);
    await scope.register(feedRoutes, services);
  });
  await app.register(interfaceFiles, services);
  return app;
}

/** The company's procedures. */
async function procedures(scope: FastifyInstance, services: Services): Promise<void> {
  procedureRoutes(scope, {
    at: '/api/trpc',
    router: appRouter,
    contextOf: (request, reply, params) => contextOf(services, request, reply, params),
  });
}

/** The built interface: hashed assets for ever, the page itself never from a cache, one page for all its addresses. */
async function interfaceFiles(scope: FastifyInstance, services: Services): Promise<void> {
  await scope.register(fastifyStatic, {
    root: resolve(services.config.WEB_DIR),
    index: false,
    preCompressed: true,
    cacheControl: false,
    logLevel: 'warn',
    setHeaders(reply, path) {
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  // A folder is no file: the front page is named.
  scope.get('/', (request, reply) =>
    isInstallationHost(services, request.hostname) ? reply.redirect('/installation') : reply.sendFile('index.html'),
  );
  scope.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?', 1);
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    if (isPage && !/^\/(api|assets|hooks)(\/|$)/.test(path)) return reply.sendFile('index.html');
    return sendRefusal(new DomainError('notFound'), request, reply);
  });
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * Refuses a mutation that does not come from the very origin it goes to, not even from a sibling subdomain. A browser
 * always names the origin of such a request; who names none is refused too.
 */
function assertOwnOrigin(request: FastifyRequest): void {
  if (request.headers.origin !== `${request.protocol}://${request.host}`) throw new DomainError('foreignOrigin');
}

/** Answers with a refusal in the one shape that the web reads, from procedures and plain routes alike. */
function sendRefusal(
  error: Error & { statusCode?: number; code?: string },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const refusal = domainErrorIn(error) ?? refusalOfFastify(error);
  logFailure(request.log, refusal.code, error);
  const status = httpStatus(refusal.code);
  const data = { httpStatus: status, domain: { code: refusal.code, details: refusal.details } };
  return reply.status(status).send({ error: { message: refusal.code, code: -32_000, data } });
}

function refusalOfFastify(error: { statusCode?: number; code?: string }): DomainError {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new DomainError('requestTooLarge', { maximum: JSON_LIMIT });
  const status = error.statusCode ?? 500;
  if (status === 404) return new DomainError('notFound');
  return new DomainError(status >= 400 && status < 500 ? 'badInput' : 'unexpected');
}
