import type { Workspaces } from '../db/workspaces.ts';
import { berlinClock, toInstant } from '../domain/time/berlin.ts';

/** What a stream tells: something behind the topic changed; ask again. Never data. */
export type LiveEvent = { readonly topic: string; readonly id: string; readonly revision: number };

type Stream = {
  readonly workspaceId: string;
  readonly sessionId: string | undefined;
  readonly personId: string | undefined;
  /** The day in Berlin on which its rights were looked at: periods begin and end at midnight. */
  readonly day: string;
  readonly topics: ReadonlySet<string>;
  readonly push: (event: LiveEvent) => void;
  readonly end: () => void;
  /** Tells the browser to ask everything again, and ends: it comes back with the rights that it has then. */
  readonly renew: () => void;
};

const today = () => berlinClock(toInstant(Date.now())).day;

/** More than this waiting in one stream means the browser sleeps; one event "all" replaces them. */
const BACKLOG = 200;

/**
 * Passes the notices of the database's writers on to the browsers of this process. One listening connection, however
 * many workspaces and browsers. Notices may be lost with a connection: after a reconnect every stream hears "all".
 */
export class Live {
  readonly #streams = new Set<Stream>();
  #stop: (() => Promise<void>) | undefined;

  /** Starts to listen; streams opened earlier hear from then on. */
  async start(workspaces: Workspaces): Promise<void> {
    this.#stop = await workspaces.listen((notice) => {
      if (notice.topic === 'sessionEnded') this.#endSession(notice.workspaceId, notice.id);
      else if (notice.topic === 'rightsChanged') this.#renew(notice.workspaceId, notice.id);
      else this.#pass(notice.workspaceId, notice);
    });
  }

  /** How many browsers listen. */
  get size(): number {
    return this.#streams.size;
  }

  /**
   * Streams the events of topics (`desk`, `ticket:<id>`, `workOrder:<id>`) until the signal aborts, the session ends or
   * the person's rights change. The caller has proven the right to each topic. The first event is always `{topic: 'all'}`: what happened before the stream stood is asked for anew.
   */
  async *events(
    about: {
      workspaceId: string;
      sessionId: string | undefined;
      personId?: string | undefined;
      topics: readonly string[];
    },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<LiveEvent> {
    let waiting: LiveEvent[] = [{ topic: 'all', id: '', revision: 0 }];
    let ended = false;
    let wake = () => {};
    const stream: Stream = {
      workspaceId: about.workspaceId,
      sessionId: about.sessionId,
      personId: about.personId,
      day: today(),
      topics: new Set(about.topics),
      push(event) {
        if (waiting.length >= BACKLOG) waiting = [{ topic: 'all', id: '', revision: 0 }];
        else waiting.push(event);
        wake();
      },
      end() {
        waiting = [];
        ended = true;
        wake();
      },
      renew() {
        waiting = [{ topic: 'all', id: '', revision: 0 }];
        ended = true;
        wake();
      },
    };
    const abort = () => stream.end();
    signal?.addEventListener('abort', abort, { once: true });
    this.#streams.add(stream);
    try {
      while (signal?.aborted !== true) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      this.#streams.delete(stream);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends all streams and stops listening. */
  async stop(): Promise<void> {
    for (const stream of this.#streams) stream.end();
    await this.#stop?.();
  }

  #pass(workspaceId: string, { topic, id, revision }: LiveEvent): void {
    const day = today();
    for (const stream of this.#streams) {
      if (stream.workspaceId !== workspaceId) continue;
      if (stream.day !== day) {
        stream.renew();
        continue;
      }
      if (topic === 'all') stream.push({ topic, id: '', revision: 0 });
      if (stream.topics.has(`${topic}:${id}`)) stream.push({ topic, id, revision });
      // The desk hears that something changed, not what: not every employee may know of every ticket.
      if (stream.topics.has('desk')) stream.push({ topic: 'desk', id: '', revision: 0 });
    }
  }

  #renew(workspaceId: string, personId: string): void {
    for (const stream of this.#streams) {
      if (stream.workspaceId === workspaceId && stream.personId === personId) stream.renew();
    }
  }

  #endSession(workspaceId: string, sessionId: string): void {
    for (const stream of this.#streams) {
      if (stream.workspaceId === workspaceId && stream.sessionId === sessionId) stream.end();
    }
  }
}
