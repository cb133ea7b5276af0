import type { Template } from '../lifecycle/outcome.ts';
import type { Instant } from '../time/berlin.ts';
import { kindOf, mustArrive } from './kinds.ts';
import type { Preferences, QuietHours, Way } from './preferences.ts';
import { quietUntil } from './quiet.ts';

/** A message whose time has come, and what has to be known to say what becomes of it. */
export interface DueMessage {
  /** Null for what proves an address or is a day's mail itself: nobody puts that off. */
  template: Template | null;
  role: string;
  isEmployee: boolean;
  /** 1: an emergency, up to 3: urgent. */
  priority: number;
  /** How often it was tried: what has begun to go out is no longer a matter of taste. */
  tries: number;
  /** The ways that are open, the usual one first. */
  ways: readonly Way[];
  preferences: Preferences;
  /** The company's quiet hours. */
  quiet: QuietHours | null;
}

/** What becomes of it: it goes out, by the way that was wished; waits; comes with the day's mail; or not at all. */
export type Release =
  | { is: 'out'; way: Way | null }
  | { is: 'held'; until: Instant }
  | { is: 'digest' }
  | { is: 'unwanted' };

const EMERGENCY = 1;
const URGENT = 3;

/**
 * Decides about a message at the moment at which it is due. Emergencies and what must arrive are neither switched off nor
 * collected; what is urgent ignores quiet hours too.
 */
export function release(message: DueMessage, now: Instant): Release {
  const { template, priority, tries, ways, preferences } = message;
  if (template === null) return { is: 'out', way: null };
  const wish = preferences.kinds[kindOf({ ...message, template })];
  const free = priority > EMERGENCY && !mustArrive(template) && tries === 0;
  if (free && wish?.timing === 'never') return { is: 'unwanted' };
  if (free && wish?.timing === 'digest' && ways.includes('mail')) return { is: 'digest' };
  const way = wish?.way && ways.includes(wish.way) ? wish.way : null;
  const until = priority > URGENT ? heldUntil(message, way ?? ways[0], now) : null;
  return until === null ? { is: 'out', way } : { is: 'held', until };
}

function heldUntil({ preferences, quiet }: DueMessage, way: Way | undefined, now: Instant): Instant | null {
  const hours = preferences.quiet === 'workspace' ? quiet : preferences.quiet;
  // A letter wakes nobody, and who can't be reached should be known of soon.
  if (hours === null || way === undefined || way === 'letter' || (way === 'mail' && !hours.mails)) return null;
  return quietUntil(now, hours);
}
