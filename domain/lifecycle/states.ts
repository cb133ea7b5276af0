import type { ProjectState } from '../project/state.ts';
import type { TicketState } from '../ticket/state.ts';
import type { OrderState } from '../workOrder/state.ts';
import type { LifecycleState } from './draft.ts';
import type { Noun } from './outcome.ts';

/** The state of each noun's lifecycle. */
export interface States {
  ticket: TicketState;
  workOrder: OrderState;
  campaign: LifecycleState & { noun: 'campaign' };
  project: ProjectState;
}

/** The state of any lifecycle, told apart by its `noun`. */
export type AnyState = States[Noun];
