import { z } from 'zod';
import { addDays, berlinInstant, type Day, type Instant } from '../time/berlin.ts';

/** What somebody may ask for: a copy of what is stored (Art. 15 DSGVO), or that it is erased (Art. 17). */
export const requestKinds = ['access', 'erasure'] as const;
export type RequestKind = (typeof requestKinds)[number];

/** How a request came in. */
export const requestWays = ['portal', 'mail', 'letter', 'phone', 'inPerson'] as const;
export type RequestWay = (typeof requestWays)[number];

/** How it was made sure that it is that person (Art. 12 (6) DSGVO). */
export const identityProofs = ['signedIn', 'knownAddress', 'idCard', 'inPerson'] as const;
export type IdentityProof = (typeof identityProofs)[number];

/** How a copy was handed out. */
export const handOverWays = ['download', 'mail', 'letter', 'inPerson'] as const;
export type HandOverWay = (typeof handOverWays)[number];

/**
 * `open`: somebody has to decide; `released`: the copy lies ready for a while; `expired`: nobody fetched it; `handedOver`; `erasing`: on its way, or the
 * rest waits for the end of its retention; `erased`: nothing is left; `refused`; `withdrawn` by who asked.
 */
export const requestStates = [
  'open',
  'released',
  'expired',
  'handedOver',
  'erasing',
  'erased',
  'refused',
  'withdrawn',
] as const;
export type RequestState = (typeof requestStates)[number];

/** How long a released copy can be fetched, in days. */
export const AVAILABLE_DAYS = 30;
/** By how many months the period can be extended at most (Art. 12 (3) sentence 2 DSGVO). */
export const EXTENSION_MOST = 2;

/** The same day some months later; the month's last day where it has no such day (§ 188 (3) BGB). */
export function monthsAfter(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The last day on which a request has to be answered: a month after its receipt, and what it was extended by. */
export function dueOn(receivedOn: Day, extendedBy: number): Day {
  return monthsAfter(receivedOn, 1 + Math.min(EXTENSION_MOST, extendedBy));
}

/** What the clock knows of a request. */
export interface RequestFacts {
  readonly state: RequestState;
  readonly dueOn: Day;
  /** Until when a released copy lies ready. */
  readonly availableUntil: Instant | null;
}

/** A mail that the clock sends: a week before the end of the period, two days before, and once it is over. */
export type RequestStep = { readonly event: 'week' | 'days' | 'late'; readonly at: Instant };

/** When somebody looks at mail: office hours begin. */
const MORNING = 8 * 60;

/** Every step of a request whose answer is open, in order. */
export function stepsOf({ dueOn: due }: Pick<RequestFacts, 'dueOn'>): RequestStep[] {
  return [
    { event: 'week', at: berlinInstant(addDays(due, -7), MORNING) },
    { event: 'days', at: berlinInstant(addDays(due, -2), MORNING) },
    { event: 'late', at: berlinInstant(addDays(due, 1), MORNING) },
  ];
}

/**
 * What is due of a request at a moment, the newest alone where several are (a standstill sends no old mails), and when to
 * look again; null when nothing follows but somebody's act.
 */
export function clockOf(request: RequestFacts, now: Instant): { due: RequestStep | null; next: Instant | null } {
  if (request.state === 'released') {
    const { availableUntil: at } = request;
    return { due: null, next: at !== null && now < at ? at : null };
  }
  if (request.state !== 'open') return { due: null, next: null };
  const steps = stepsOf(request);
  return {
    due: steps.findLast(({ at }) => at <= now) ?? null,
    next: steps.find(({ at }) => now < at)?.at ?? null,
  };
}

/** Whether nothing follows any more: its workflow ends. What an erasure left behind is taken up by the nightly run. */
export function isSettled({ state }: Pick<RequestFacts, 'state'>): boolean {
  return state !== 'open' && state !== 'released' && state !== 'erasing';
}

/** A request as the office enters it; the day of receipt begins the period. */
export const enteredRequest = z.object({
  kind: z.enum(requestKinds),
  personId: z.uuid(),
  receivedOn: z.iso.date('fieldRequired'),
  way: z.enum(requestWays),
  identity: z.enum(identityProofs).nullable(),
});

/** Why something is refused, extended or kept; words for people. */
export const reason = z.string().trim().min(3, 'reasonNeeded').max(2_000);
