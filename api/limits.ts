import { isIPv6 } from 'node:net';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Workspace } from '../db/workspaces.ts';
import { DomainError } from '../domain/errors.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** How often something may be tried, counted before it is looked at (QUALITY S5, S12). */
const LIMITS = {
  reportPerHour: { points: 20, duration: HOUR },
  reportPerDay: { points: 240, duration: DAY },
  reportPerWorkspace: { points: 5_000, duration: DAY },
  signInPerAddress: { points: 100, duration: HOUR },
  mailLinkPerAddress: { points: 20, duration: HOUR },
  mailLinkPerPerson: { points: 5, duration: HOUR },
  totpPerAccount: { points: 100, duration: DAY },
  invitationPerAddress: { points: 5, duration: HOUR / 4 },
  codePerPerson: { points: 5, duration: HOUR / 4 },
  travelPerPerson: { points: 120, duration: HOUR },
  dossierPerPerson: { points: 60, duration: HOUR },
  feedPerHour: { points: 240, duration: HOUR },
  mailPerSender: { points: 30, duration: HOUR },
  mailOfStrangers: { points: 2_000, duration: DAY },
  uploadPerAddress: { points: 120, duration: HOUR },
  lookPerAddress: { points: 600, duration: HOUR },
} as const satisfies Record<string, { points: number; duration: number }>;

export type LimitName = keyof typeof LIMITS;

/** Counters in each workspace's own database, so that a restart or a second process forgets nothing. */
export class Limits {
  readonly #limiters = new WeakMap<Workspace, Map<LimitName, RateLimiterPostgres>>();

  /**
   * Counts one try and throws `tooMany {retryAfterSeconds}` when it is one too many. The key is an address or an id;
   * it is stored only as long as it counts.
   */
  async count(workspace: Workspace, name: LimitName, key: string): Promise<void> {
    try {
      await this.#limiter(workspace, name).consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new DomainError('tooMany', { retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1_000)) });
    }
  }

  /** Takes back one counted try that turned out right. */
  async giveBack(workspace: Workspace, name: LimitName, key: string): Promise<void> {
    await this.#limiter(workspace, name).reward(key, 1);
  }

  /** The public form's three limits at once: per address and hour, per address and day, per workspace and day. */
  async countReport(workspace: Workspace, address: string): Promise<void> {
    await this.count(workspace, 'reportPerHour', address);
    await this.count(workspace, 'reportPerDay', address);
    await this.count(workspace, 'reportPerWorkspace', workspace.id);
  }

  #limiter(workspace: Workspace, name: LimitName): RateLimiterPostgres {
    let ofWorkspace = this.#limiters.get(workspace);
    if (ofWorkspace === undefined) {
      ofWorkspace = new Map();
      this.#limiters.set(workspace, ofWorkspace);
    }
    let limiter = ofWorkspace.get(name);
    if (limiter === undefined) {
      limiter = new RateLimiterPostgres({
        storeClient: workspace.pool,
        storeType: 'pool',
        tableName: 'rate_limit',
        tableCreated: true,
        keyPrefix: name,
        ...LIMITS[name],
      });
      ofWorkspace.set(name, limiter);
    }
    return limiter;
  }
}

/** An address as limits count it: IPv6 by its /64, because whoever has one address there has them all. */
export function countedAddress(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1] !== undefined) return mapped[1];
  const [head = '', tail = ''] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = ip.includes('::') ? 8 - groups.length - (tail === '' ? 0 : tail.split(':').length) : 0;
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail === '' ? [] : tail.split(':'))];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
