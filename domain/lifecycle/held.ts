import { contractorOf } from '../workOrder/state.ts';
import type { AnyState } from './states.ts';

/** How long a contractor can take an act back before anybody is told of it. */
export const HOLD_MS = 30_000;

/**
 * Whether an act that is stored and may still be taken back can wait for this lifecycle. It was said when it was stored:
 * what comes due after that waits until it is known what becomes of it.
 */
export function mayBeHeld(state: AnyState): boolean {
  return state.noun === 'workOrder' && contractorOf(state) !== null;
}
