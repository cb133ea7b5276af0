import type { CampaignState } from '../campaign/state.ts';
import type { ProjectState } from '../project/state.ts';
import type { TicketState } from '../ticket/state.ts';
import type { OrderState } from '../workOrder/state.ts';
import type { Noun } from './outcome.ts';

/** The state of each noun's lifecycle. */
export interface States {
  ticket: TicketState;
  workOrder: OrderState;
  campaign: CampaignState;
  project: ProjectState;
}

/** The state of any lifecycle, told apart by its `noun`. */
export type AnyState = States[Noun];
