import { type ClientRequest, request } from 'node:http';

/** Where a client looks, as whom, and what it asks for anew when it hears that something changed. */
export type Look = {
  port: number;
  host: string;
  headers: Record<string, string>;
  topics: string[];
  load: () => Promise<string>;
};

/**
 * A browser's part in live views: holds a stream open, comes back when it breaks, and asks again with its own rights
 * whenever it hears something. What it shows is what it loaded last.
 */
export class Onlooker {
  shown = '';
  /** Milliseconds for which streams were gone while somebody would have answered, longest last. */
  readonly gaps: number[] = [];
  private readonly look: Look;
  private sent: ClientRequest | undefined;
  private stopped = false;
  private stale = false;
  private loading: Promise<void> | undefined;

  constructor(look: Look) {
    this.look = look;
  }

  /** Connects, again and again until `stop`; `mayAnswer` says whether anybody is there to be connected to. */
  start(mayAnswer: () => boolean): void {
    void (async () => {
      let lost = performance.now();
      while (!this.stopped) {
        await this.listen(() => this.gaps.push(performance.now() - lost));
        lost = performance.now();
        while (!this.stopped && !mayAnswer()) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          lost = performance.now();
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
  }

  /** Resolves when what it heard is loaded. */
  async settled(): Promise<void> {
    while (this.loading) await this.loading;
  }

  stop(): void {
    this.stopped = true;
    this.sent?.destroy();
  }

  /** Resolves when the stream is gone. */
  private listen(onOpen: () => void): Promise<void> {
    const { port, host, headers, topics } = this.look;
    const input = encodeURIComponent(JSON.stringify({ topics }));
    return new Promise((resolve) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path: `/api/trpc/live.changes?input=${input}`,
          headers: { host: `${host}:${port}`, accept: 'text/event-stream', ...headers },
          agent: false,
        },
        (response) => {
          let stands = false;
          response.on('data', (chunk: Buffer) => {
            if (!chunk.includes('"topic"')) return;
            if (!stands) onOpen();
            stands = true;
            this.refresh();
          });
          response.on('error', () => {});
          response.on('close', () => resolve());
        },
      );
      this.sent = sent;
      sent.on('error', () => resolve());
      sent.end();
    });
  }

  /** Loads anew; what is heard meanwhile is loaded afterwards, once. */
  private refresh(): void {
    this.stale = true;
    this.loading ??= (async () => {
      while (this.stale && !this.stopped) {
        this.stale = false;
        this.shown = await this.look.load().catch(() => this.shown);
      }
    })().finally(() => {
      this.loading = undefined;
    });
  }
}
