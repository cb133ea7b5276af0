import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { isInstallationHost } from './installation/routes.ts';
import type { Services } from './trpc.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * `/healthz` (this process lives; 503 once it was told to end, so that the proxy passes it over), `/readyz` (databases, migrations, Temporal; 503 names what is away, while the API
 * goes on with what it can), `/metrics` (loopback only unless told otherwise) and `/internal/host?domain=…`, where the
 * proxy asks whether a host is a company's (or the installation's own) before it fetches a certificate for it (200, else 404).
 */
export function healthRoutes(app: FastifyInstance, services: Services): void {
  app.get('/healthz', { logLevel: 'silent' }, (_request, reply) => {
    const ok = !app.isLeaving();
    return reply.status(ok ? 200 : 503).send({ ok });
  });

  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const [{ databases, migrations }, temporal] = await Promise.all([
      services.workspaces.readiness(),
      services.temporal.reachable(),
    ]);
    const ok = databases && migrations && temporal;
    return reply.status(ok ? 200 : 503).send({ ok, databases, migrations, temporal });
  });

  app.get<{ Querystring: { domain?: string } }>('/internal/host', { logLevel: 'silent' }, async (request, reply) => {
    const host = request.query.domain ?? '';
    const known = isInstallationHost(services, host) || (await services.workspaces.ownsHost(host));
    return reply.status(known ? 200 : 404).send({ known });
  });

  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'procsm_api_' });
  const duration = new Histogram({
    name: 'procsm_api_request_seconds',
    help: 'Time to answer, by route and status; streams are not counted.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'procsm_api_live_streams',
    help: 'Browsers that listen for changes.',
    registers: [registry],
    collect() {
      this.set(services.live.size);
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    if (String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream')) return;
    duration.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
  });
  app.get('/metrics', { logLevel: 'silent' }, async (request, reply) => {
    if (services.config.METRICS_PUBLIC !== '1' && !LOOPBACK.has(request.ip)) return reply.callNotFound();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
