import { z } from 'zod';
import { actor, party } from '../parties.ts';
import { urgencies } from '../policy/policy.ts';
import { federalState } from '../time/workingTime.ts';

/** What the API hands to a lifecycle about any act: which stored command, by whom, when. */
export const act = z.object({ id: z.uuid(), actor, at: z.iso.datetime() });
export type Act = z.infer<typeof act>;

/** Why a report is rejected. */
export const rejectionReasons = ['notOurs', 'duplicate', 'tooVague', 'ownResponsibility', 'other'] as const;

/** The facts of each act on a ticket. Words (texts, names) are stored with the command and never sent. */
export const ticketCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('report'),
    policy: z.int(),
    urgency: z.enum(urgencies),
    federalState,
    category: z.string().max(60),
    place: z.enum(['unit', 'common']),
    reporter: actor.nullable(),
    assignee: z.uuid().nullable(),
  }),
  z.object({ type: z.literal('accept') }),
  z.object({ type: z.literal('reject'), reason: z.enum(rejectionReasons) }),
  z.object({ type: z.literal('forward'), to: party }),
  z.object({ type: z.literal('ask'), to: party }),
  z.object({ type: z.literal('answer'), question: z.uuid() }),
  z.object({ type: z.literal('note'), visibility: z.enum(['internal', 'visible']) }),
  z.object({ type: z.literal('setUrgency'), urgency: z.enum(urgencies) }),
  z.object({ type: z.literal('confirm') }),
  z.object({ type: z.literal('dispute') }),
  z.object({ type: z.literal('acceptWork') }),
  z.object({ type: z.literal('demandRework'), order: z.uuid() }),
  z.object({ type: z.literal('close'), outcome: z.enum(['done', 'notNeeded']) }),
  z.object({ type: z.literal('withdraw') }),
  z.object({ type: z.literal('reopen') }),
]);
export type TicketCommand = z.infer<typeof ticketCommand>;
export type TicketAct = Act & { command: TicketCommand };
