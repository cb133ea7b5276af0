import { defineUpdate } from '@temporalio/workflow';
import type { CampaignAct } from '../../domain/campaign/commands.ts';
import type { CampaignState } from '../../domain/campaign/state.ts';
import type { Fact, Gone, OrderFact, TicketFact } from '../../domain/lifecycle/facts.ts';
import type { ProjectAct } from '../../domain/project/commands.ts';
import type { ProjectState } from '../../domain/project/state.ts';
import type { TicketAct } from '../../domain/ticket/commands.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import type { OrderAct } from '../../domain/workOrder/commands.ts';
import type { OrderState } from '../../domain/workOrder/state.ts';

/** What an act is answered with once its row is written: the revision that it led to. */
export interface Acted {
  revision: number;
}

/**
 * An act on a ticket. The update id is the command's id. Refusals are ApplicationFailures of a DomainErrorCode type;
 * their first detail is the revision that refused.
 */
export const actOnTicket = defineUpdate<Acted, [TicketAct]>('act');

/** An act on an order, answered and refused like one on a ticket. */
export const actOnOrder = defineUpdate<Acted, [OrderAct]>('act');

/** An act on a project, answered and refused like one on a ticket. */
export const actOnProject = defineUpdate<Acted, [ProjectAct]>('act');
/** An act on a campaign, answered and refused like one on a ticket. */
export const actOnCampaign = defineUpdate<Acted, [CampaignAct]>('act');

/** What any lifecycle hears: each has this update, with the facts that its rules know. */
export const tellAny = defineUpdate<Acted, [Fact | Gone]>('hear');

/**
 * What an order tells a ticket. The update id is the fact's id, so that telling it again has no second effect; answered
 * when what follows is written. Never refused: whoever can't use a fact changes nothing.
 */
export const tellTicket = defineUpdate<Acted, [OrderFact | Gone]>('hear');

/** What a ticket tells an order, told like the other way round. */
export const tellOrder = defineUpdate<Acted, [TicketFact | Gone]>('hear');

/** What a lifecycle starts with: its id, and its state where it goes on (continue-as-new, reopening). */
export interface LifecycleStart<State> {
  id: string;
  state: State | null;
}

/** The input of the workflow `ticket`. */
export type TicketStart = LifecycleStart<TicketState>;

/** The input of the workflow `workOrder`. */
export type OrderStart = LifecycleStart<OrderState>;

/** The input of the workflow `project`. */
export type ProjectStart = LifecycleStart<ProjectState>;
/** The input of the workflow `campaign`. */
export type CampaignStart = LifecycleStart<CampaignState>;
