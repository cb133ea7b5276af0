import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { StartProblem } from './problem.ts';

/** Resolves to true when nobody listens on that port of that address. Throws for an address this machine does not have. */
export async function portIsFree(port: number, host: string): Promise<boolean> {
  // An open listener on the wildcard address does not always stop us from binding loopback, so ask for an answer first.
  if (port !== 0 && (await portAnswers(port, host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host))) return false;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Resolves to true when something accepts connections there. */
export function portAnswers(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host, timeout: 1000 });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}

/**
 * A free loopback port: the preferred one if it can be had, so that addresses stay the same from start to start. Else one
 * by chance, so that two processes hardly ever choose the same, from where the system takes none for outgoing connections:
 * such a connection could take it before its service listens. A process is given each port once.
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred && (await portIsFree(preferred, '127.0.0.1'))) return preferred;
  const [from, to] = quietPorts();
  for (let tries = 0; tries < 1_000; tries += 1) {
    const port = randomInt(from, to + 1);
    if (given.has(port)) continue;
    given.add(port);
    if (await portIsFree(port, '127.0.0.1')) return port;
  }
  throw new StartProblem(`No port from ${from} to ${to} is free on this machine; end what is not needed there.`);
}

const given = new Set<number>();

/** From which port to which one (both included) services may listen without meeting outgoing connections. */
function quietPorts(): [number, number] {
  const [first, last] = outgoingPorts();
  const below = first - 1 - LOWEST;
  const above = 65_535 - last;
  if (Math.max(below, above) < 1_000) return [LOWEST, 65_535];
  return below >= above ? [LOWEST, first - 1] : [last + 1, 65_535];
}

/** Above the ports that databases and the like are known by. */
const LOWEST = 12_000;

/** The range from which the system takes a port for an outgoing connection; where it doesn't say so, IANA's. */
function outgoingPorts(): [number, number] {
  const said = '/proc/sys/net/ipv4/ip_local_port_range';
  const [first, last] = existsSync(said) ? readFileSync(said, 'utf8').trim().split(/\s+/).map(Number) : [];
  return first && last ? [first, last] : [49_152, 65_535];
}
