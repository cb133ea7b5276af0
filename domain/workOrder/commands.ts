import { z } from 'zod';
import { slots } from '../appointments/rules.ts';
import { completionResults } from '../lifecycle/facts.ts';
import { party } from '../parties.ts';
import { urgencies } from '../policy/policy.ts';
import type { Act } from '../ticket/commands.ts';
import { federalState } from '../time/workingTime.ts';

/** Why a contractor does not take an order. */
export const declineReasons = ['noCapacity', 'notOurTrade', 'tooFar', 'terms', 'other'] as const;

/** The facts of each act on an order. Words are stored with the command and never sent. */
export const orderCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('place'),
    policy: z.int(),
    urgency: z.enum(urgencies),
    federalState,
    /** At most so many that state and payloads stay under 64 KiB with six slots a visit. */
    tickets: z.array(z.uuid()).min(1).max(30),
    contractors: z.array(z.uuid()).min(1).max(10),
    /**
     * The orders that whoever places this one knows to run for its tickets. A ticket that another one has taken
     * meanwhile refuses, so that two people at once do not send two firms.
     */
    besides: z.array(z.uuid()).max(100).optional(),
    /** Ids of the appointments to be made, by ticket; empty where no dwelling has to be entered. */
    appointments: z.array(z.object({ id: z.uuid(), ticket: z.uuid(), with: party })).max(30),
  }),
  z.object({ type: z.literal('accept') }),
  z.object({ type: z.literal('decline'), reason: z.enum(declineReasons) }),
  z.object({ type: z.literal('offer'), contractors: z.array(z.uuid()).min(1).max(10) }),
  z.object({ type: z.literal('ask') }),
  z.object({ type: z.literal('answer'), question: z.uuid() }),
  z.object({ type: z.literal('proposeSlots'), appointment: z.uuid(), slots }),
  z.object({ type: z.literal('pickSlot'), appointment: z.uuid(), slot: z.uuid() }),
  z.object({ type: z.literal('counterSlots'), appointment: z.uuid(), slots }),
  z.object({ type: z.literal('moveAppointment'), appointment: z.uuid(), slots: slots.optional() }),
  z.object({ type: z.literal('missAppointment'), appointment: z.uuid(), absent: z.enum(['contractor', 'dwelling']) }),
  z.object({ type: z.literal('newRound'), appointment: z.uuid() }),
  z.object({ type: z.literal('complete'), result: z.enum(completionResults) }),
  z.object({ type: z.literal('continue') }),
  z.object({ type: z.literal('acceptWork') }),
  z.object({ type: z.literal('cancel') }),
]);
export type OrderCommand = z.infer<typeof orderCommand>;
export type OrderAct = Act & { command: OrderCommand };
