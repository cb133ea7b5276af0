import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A wire between worker and engine of which one direction can be held up: the instant between a row's commit and the
 * answer to its act, made long enough to be hit.
 */
export class Wire {
  /** The engine's port. */
  to = 0;
  private frozen = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((from) => {
    const onward = connect(this.to, '127.0.0.1');
    for (const socket of [from, onward]) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.sockets.delete(socket);
        from.destroy();
        onward.destroy();
      });
    }
    onward.pipe(from);
    from.on('data', (bytes) => {
      if (!this.frozen) onward.write(bytes);
    });
  });

  /** The port that the worker is given. */
  open(): Promise<number> {
    return new Promise((resolve) =>
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address();
        resolve(address && typeof address === 'object' ? address.port : 0);
      }),
    );
  }

  /** From now on the worker still hears of work and writes rows, but what it tells the engine does not arrive. */
  freeze(): void {
    this.frozen = true;
  }

  /** Cuts what was held up, and lets later connections through. */
  thaw(): void {
    if (this.frozen) for (const socket of this.sockets) socket.destroy();
    this.frozen = false;
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
