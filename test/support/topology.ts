import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argumentsOf } from '../../scripts/services/arguments.ts';
import { takeDataDir } from '../../scripts/services/data-dir.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { findCaddy } from '../../scripts/services/proxy.ts';
import { type Service, Supervisor } from '../../scripts/services/supervisor.ts';
import { Killable } from './killable.ts';

const root = join(import.meta.dirname, '..', '..');

export type Visit = { status: number; body: string; cookie: string | undefined };
type Sent = { body?: object; headers?: Record<string, string> };

/**
 * docker-compose.yml's parts as plain processes: two APIs and two workers on one PostgreSQL and one Temporal, behind the
 * proxy with its real settings. Only the certificates come from the proxy's own authority.
 */
export class Topology {
  readonly product: Killable;
  /** Where the second worker says how it is. */
  readonly healthPort: number;
  private readonly port: number;
  private readonly secondApi: number;
  private readonly folder: string;
  private readonly supervisor: Supervisor;
  private readonly second = new Map<'api' | 'worker', Service>();
  private readonly agent = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 16 });

  private constructor(made: {
    product: Killable;
    folder: string;
    port: number;
    secondApi: number;
    healthPort: number;
  }) {
    this.product = made.product;
    this.folder = made.folder;
    this.port = made.port;
    this.secondApi = made.secondApi;
    this.healthPort = made.healthPort;
    this.supervisor = new Supervisor({ dataDir: made.folder });
  }

  /** Starts all of it; `env` goes to both APIs and both workers. */
  static async start(env: NodeJS.ProcessEnv = {}): Promise<Topology> {
    const folder = mkdtempSync(join(tmpdir(), 'procsm-topology-'));
    takeDataDir(folder);
    const [port, healthPort, secondApi] = [await freePort(), await freePort(), await freePort()];
    const own = { TRUSTED_PROXY: '127.0.0.1', WEB_URL: `https://one.localhost:${port}` };
    const product = await Killable.make({ ...own, ...env });
    const made = new Topology({ product, folder, port, secondApi, healthPort });
    await product.start();
    await made.startSecond('worker');
    await made.startSecond('api');
    await made.startProxy();
    return made;
  }

  /** Starts the second API or worker. */
  async startSecond(part: 'api' | 'worker'): Promise<void> {
    const env = part === 'api' ? { PORT: String(this.secondApi) } : { HEALTH_PORT: String(this.healthPort) };
    const service = await this.supervisor.start({
      name: `${part}-2`,
      command: process.execPath,
      args: argumentsOf(part === 'api' ? 'api/server.ts' : 'activities/worker.ts'),
      cwd: root,
      env: { ...this.product.environment, ...env },
      ready: 'message',
      readyWithinMs: 60_000,
      stopSignal: 'SIGTERM',
      stopWithinMs: 12_000,
    });
    this.second.set(part, service);
  }

  /** Stops the second API or worker as an update does. */
  async stopSecond(part: 'api' | 'worker'): Promise<void> {
    await this.second.get(part)?.stop();
    this.second.delete(part);
  }

  private async startProxy(): Promise<void> {
    await this.supervisor.start({
      name: 'proxy',
      command: await findCaddy(),
      args: ['run', '--adapter', 'caddyfile', '--config', join(root, 'scripts', 'production', 'Caddyfile')],
      env: {
        ...process.env,
        XDG_DATA_HOME: this.folder,
        XDG_CONFIG_HOME: this.folder,
        HTTP_PORT: String(await freePort()),
        HTTPS_PORT: String(this.port),
        ASK_URL: `http://127.0.0.1:${this.secondApi}/internal/host`,
        API_UPSTREAMS: `to 127.0.0.1:${this.product.apiPort} 127.0.0.1:${this.secondApi}`,
        TLS_ISSUER: 'issuer internal',
        GLOBAL_OPTION: 'skip_install_trust',
      },
      ready: async () => (await this.visit('one.localhost', '/healthz')).status === 200,
      readyWithinMs: 60_000,
      stopSignal: 'SIGTERM',
      stopWithinMs: 5_000,
    });
  }

  /** Visits a host through the proxy, on a connection of its own; the certificate has to be for that very name. */
  visit(host: string, path: string, sent: Sent = {}): Promise<Visit> {
    return this.send(host, path, sent, new Agent({ rejectUnauthorized: false }));
  }

  /** Visits it as browsers do that have been here before, on connections that are kept. */
  visitAgain(host: string, path: string, sent: Sent = {}): Promise<Visit> {
    return this.send(host, path, sent, this.agent);
  }

  private send(host: string, path: string, sent: Sent, agent: Agent): Promise<Visit> {
    return new Promise((resolve, reject) => {
      const body = sent.body && JSON.stringify(sent.body);
      const asked = request(
        {
          host: '127.0.0.1',
          port: this.port,
          path,
          servername: host,
          method: body ? 'POST' : 'GET',
          headers: {
            host: `${host}:${this.port}`,
            ...(body && { 'content-type': 'application/json', origin: `https://${host}:${this.port}` }),
            ...sent.headers,
          },
          agent,
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.on('error', reject);
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: text, cookie: response.headers['set-cookie']?.[0] }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.supervisor.stopAll();
    await this.product.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
