import { useQueryClient } from '@tanstack/solid-query';
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { currentDoor } from './api.ts';
import { openStream } from './stream.ts';

/** What can be listened to; the server checks the right to each. */
export type Topic = 'desk' | `ticket:${string}` | `workOrder:${string}` | `project:${string}` | `campaign:${string}`;

/** The query keys that a change behind each topic makes stale; `all` is when anything may have changed, rights too. */
export type Stale = Readonly<Partial<Record<Topic | 'all', ReadonlyArray<readonly unknown[]>>>>;

type Said = { topic: string; id: string };
type Post = { kind: 'event'; event: Said } | { kind: 'want'; from: string; topics: Topic[] } | { kind: 'ask' };

const [lost, setLost] = createSignal(false);

/** Whether the stream of changes has been broken for some seconds: pages show the quiet bar. */
export const connectionLost: Accessor<boolean> = lost;

/**
 * One stream per browser and door, however many tabs (HTTP/1.1 allows six connections): the tab that holds the lock
 * streams for all of them and passes on what it hears; when it closes, the next one takes over.
 */
class Stream {
  private readonly me = crypto.randomUUID();
  private readonly channel: BroadcastChannel;
  private readonly listeners = new Map<(event: Said) => void, readonly Topic[]>();
  private readonly others = new Map<string, Topic[]>();
  private leads = false;
  private open: { topics: ReadonlySet<Topic>; close: () => void } | undefined;
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private settle: ReturnType<typeof setTimeout> | undefined;
  private doubt: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string) {
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }: MessageEvent<Post>) => this.hear(data);
    addEventListener('pagehide', () => this.post({ kind: 'want', from: this.me, topics: [] }));
    addEventListener('online', () => this.arrange(0));
    // Without locks (an insecure address in the LAN) every tab streams for itself.
    if (!navigator.locks) this.lead();
    else
      void navigator.locks.request(name, () => {
        this.lead();
        return new Promise(() => {});
      });
  }

  listen(listener: (event: Said) => void, topics: readonly Topic[]): () => void {
    this.listeners.set(listener, topics);
    this.want();
    return () => {
      this.listeners.delete(listener);
      this.want();
    };
  }

  private own(): Topic[] {
    return [...new Set([...this.listeners.values()].flat())];
  }

  private want(): void {
    if (this.leads) this.arrange();
    else this.post({ kind: 'want', from: this.me, topics: this.own() });
  }

  private lead(): void {
    this.leads = true;
    this.post({ kind: 'ask' });
    this.arrange();
  }

  private post(post: Post): void {
    this.channel.postMessage(post);
  }

  private hear(post: Post): void {
    if (post.kind === 'event') this.tell(post.event);
    else if (post.kind === 'ask') this.want();
    else if (post.topics.length > 0) this.others.set(post.from, post.topics);
    else this.others.delete(post.from);
    if (post.kind === 'want' && this.leads) this.arrange();
  }

  private pass(event: Said): void {
    this.tell(event);
    this.post({ kind: 'event', event });
  }

  private tell(event: Said): void {
    for (const listener of [...this.listeners.keys()]) listener(event);
  }

  /** Streams what is wanted now, once it has stopped changing; a stream that already carries it stays. */
  private arrange(wait = 150): void {
    if (!this.leads) return;
    clearTimeout(this.settle);
    this.settle = setTimeout(() => {
      const wanted = new Set([...this.own(), ...[...this.others.values()].flat()].slice(0, 100));
      const carried = this.open?.topics;
      if (carried && wanted.size > 0 && [...wanted].every((topic) => carried.has(topic))) return;
      this.open?.close();
      this.open = undefined;
      if (wanted.size > 0) this.start(wanted);
    }, wait);
  }

  private start(topics: ReadonlySet<Topic>): void {
    clearTimeout(this.retry);
    let current = true;
    const end = (delay: number) => {
      if (!current) return;
      current = false;
      this.open = undefined;
      this.retry = setTimeout(() => this.arrange(0), delay);
    };
    const close = openStream([...topics], {
      changed: (event) => {
        if (!current) return;
        this.failures = 0;
        this.pass(event);
      },
      connected: (is) => {
        if (current) this.connected(is);
      },
      ended: (why) => {
        if (!current) return;
        if (!why) return end(2_000);
        const refused = why.code === 'forbidden' || why.code === 'signInNeeded' || why.code === 'notFound';
        // Another tab may want what it must not have; this one does not go without for it.
        if (refused) this.others.clear();
        // Signed out from elsewhere: what stands here is asked again at once, in every tab, and leads to the door.
        if (why.code === 'signInNeeded') this.pass({ topic: 'all', id: '' });
        this.connected(refused);
        this.failures += 1;
        end(refused ? 30_000 : Math.min(30_000, 1_000 * 2 ** this.failures));
      },
    });
    this.open = {
      topics,
      close: () => {
        current = false;
        close();
      },
    };
  }

  /** A stream that comes back within five seconds was not worth a word. */
  private connected(is: boolean): void {
    if (is) {
      clearTimeout(this.doubt);
      this.doubt = undefined;
      setLost(false);
    } else this.doubt ??= setTimeout(() => setLost(true), 5_000);
  }
}

const streams = new Map<string, Stream>();

function streamOfDoor(): Stream {
  const { entrance, link } = currentDoor();
  const name = `live ${entrance ?? ''} ${link ?? ''}`;
  let stream = streams.get(name);
  if (!stream) {
    stream = new Stream(name);
    streams.set(name, stream);
  }
  return stream;
}

/**
 * Asks the queries again that a change makes stale, while the page stands: `useLive(() => ({ [`ticket:${id()}`]:
 * [keys.ticket(id())] }))`. Changes that come together are asked for once. What is lost is caught by the queries' own
 * interval of 30 s.
 */
export function useLive(stale: () => Stale): void {
  const client = useQueryClient();
  createEffect(() => {
    const watched = stale();
    const topics = Object.keys(watched).filter((name): name is Topic => name !== 'all');
    if (topics.length === 0) return;
    const due = new Set<readonly unknown[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = streamOfDoor().listen(({ topic, id }) => {
      const name = (id ? `${topic}:${id}` : topic) as Topic;
      const keys = topic === 'all' ? Object.values(watched).flat() : (watched[name] ?? []);
      for (const key of keys) if (key) due.add(key);
      if (due.size === 0) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const queryKey of due) void client.invalidateQueries({ queryKey });
        due.clear();
      }, 250);
    }, topics);
    onCleanup(() => {
      stop();
      clearTimeout(timer);
    });
  });
}
