import { isEnded, responsible } from '../project/state.ts';
import { contractorOf } from '../workOrder/state.ts';
import type { AnyState } from './states.ts';

/** How long a contractor can take an act back before anybody is told of it. */
export const HOLD_MS = 30_000;

/**
 * Whether an act that is stored and may still be taken back can wait for this lifecycle: of the order's contractor, of a
 * firm that is asked about a ticket, of one whose turn it is in a project. It was said when it was stored: what comes due
 * after that waits until it is known what becomes of it.
 */
export function mayBeHeld(state: AnyState): boolean {
  switch (state.noun) {
    case 'workOrder':
      return contractorOf(state) !== null;
    case 'ticket':
      return state.asked.some(({ to }) => to.role === 'contractor');
    case 'project':
      return state.todos.some(
        (todo) => todo.since !== undefined && !isEnded(todo) && responsible(state, todo).role === 'contractor',
      );
    case 'campaign':
      return false;
  }
}
