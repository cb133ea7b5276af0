import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/**
 * Serves `/healthz` (200 while the worker takes up work, else 503) and `/metrics` for whoever watches the worker. It
 * has no proof of who asks: it belongs into a private network. Resolves when it listens.
 * @throws Error when the port is taken
 */
export function watchWorker(port: number, host: string, state: () => string): Promise<Server> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'procsm_worker_' });
  new Gauge({
    name: 'procsm_worker_running',
    help: 'Whether the worker takes up work.',
    registers: [registry],
    collect() {
      this.set(state() === 'RUNNING' ? 1 : 0);
    },
  });
  const server = createServer(async (request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('content-type', registry.contentType);
      response.end(await registry.metrics());
    } else if (request.url === '/healthz') {
      const ok = state() === 'RUNNING';
      response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok }));
    } else response.writeHead(404).end();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
