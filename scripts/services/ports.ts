import { createConnection, createServer } from 'node:net';

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

/** A free loopback port: the preferred one if it can be had, so that addresses stay the same from start to start. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred && (await portIsFree(preferred, '127.0.0.1'))) return preferred;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
