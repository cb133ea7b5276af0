/** How people are reached. */
export const channelNames = ['mail', 'sms', 'fax', 'letter'] as const;
export type ChannelName = (typeof channelNames)[number];

/** Ways that cost money each time: taken at most once, and what is unclear is shown to people. */
export const onceOnly: ReadonlySet<ChannelName> = new Set(['sms', 'fax']);

/** What became of one attempt to hand a message over. */
export type Delivery =
  | { outcome: 'sent'; providerId: string | null }
  /** Definitely not taken, and never will be like this: another channel, or nobody. */
  | { outcome: 'refused'; detail: string }
  /** Definitely not taken for now; this message may be tried again later. */
  | { outcome: 'failed'; detail: string }
  /** The other side is away altogether: nothing can be sent for a while, and this message was not taken. */
  | { outcome: 'away'; detail: string }
  /** Nobody knows whether it was taken. */
  | { outcome: 'unclear'; detail: string };

/**
 * One way to people. `send` never throws, answers within `longestMs`, and tells by codes, never by words or addresses,
 * what went wrong. A channel that is away says until when it need not be asked.
 */
export interface Channel<Parcel> {
  readonly name: ChannelName;
  /** How many parcels at once. */
  readonly lanes: number;
  readonly longestMs: number;
  /** The instant (in ms) before which trying is pointless, or 0. */
  awayUntil(): number;
  /** Whether the last attempt found the other side away: then one parcel is tried before the rest. */
  doubtful(): boolean;
  send(parcel: Parcel): Promise<Delivery>;
  close(): void;
}

/** A growing pause while the other side is away: doubles from five seconds to two minutes, ends with the first success. */
export class Pause {
  private failures = 0;
  private until = 0;

  /** The instant before which trying is pointless. */
  get end(): number {
    return this.until;
  }

  /** Whether the last attempt failed. */
  get doubtful(): boolean {
    return this.failures > 0;
  }

  /** The other side was away. */
  grow(now = Date.now()): void {
    // Attempts that were under way at once count once.
    if (now < this.until) return;
    this.until = now + Math.min(120_000, 5_000 * 2 ** this.failures);
    this.failures += 1;
  }

  /** The other side answered. */
  clear(): void {
    this.failures = 0;
    this.until = 0;
  }
}
