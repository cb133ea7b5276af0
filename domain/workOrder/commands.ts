import { z } from 'zod';
import { slots } from '../appointments/rules.ts';
import { SPREAD_MOST } from '../lifecycle/ball.ts';
import { completionResults } from '../lifecycle/facts.ts';
import { party } from '../parties.ts';
import { policyRules } from '../policy/document.ts';
import { urgencies } from '../policy/policy.ts';
import type { Act } from '../ticket/commands.ts';
import { federalState } from '../time/workingTime.ts';

/** Why a contractor does not take an order. */
export const declineReasons = ['noCapacity', 'notOurTrade', 'tooFar', 'terms', 'other'] as const;

/** When the firms asked are away, as far as it is known. */
const firmsAway = z
  .array(z.object({ contractor: z.uuid(), from: z.iso.date(), until: z.iso.date() }))
  .max(50)
  .optional();

/** The facts of each act on an order. Words are stored with the command and never sent. */
export const orderCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('place'),
    policy: z.int(),
    rules: policyRules.optional(),
    /** See `spreadOf`; commands from before there was one have none. */
    spread: z.int().min(0).max(SPREAD_MOST).optional(),
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
    away: firmsAway,
    /**
     * Ids of the appointments to be made, one per dwelling to be entered: the ticket that it is about, and the others
     * of the same dwelling.
     */
    appointments: z
      .array(z.object({ id: z.uuid(), ticket: z.uuid(), with: party, also: z.array(z.uuid()).max(30).optional() }))
      .max(30),
  }),
  z.object({ type: z.literal('accept') }),
  z.object({ type: z.literal('decline'), reason: z.enum(declineReasons) }),
  z.object({ type: z.literal('offer'), contractors: z.array(z.uuid()).min(1).max(10), away: firmsAway }),
  z.object({ type: z.literal('ask') }),
  z.object({ type: z.literal('answer'), question: z.uuid() }),
  z.object({ type: z.literal('proposeSlots'), appointment: z.uuid(), slots }),
  z.object({ type: z.literal('pickSlot'), appointment: z.uuid(), slot: z.uuid() }),
  z.object({ type: z.literal('counterSlots'), appointment: z.uuid(), slots }),
  z.object({ type: z.literal('moveAppointment'), appointment: z.uuid(), slots: slots.optional() }),
  z.object({ type: z.literal('missAppointment'), appointment: z.uuid(), absent: z.enum(['contractor', 'dwelling']) }),
  z.object({ type: z.literal('newRound'), appointment: z.uuid() }),
  z.object({
    type: z.literal('complete'),
    result: z.enum(completionResults),
    /** Where an order has several tickets: what is reported about which; about the others nothing yet. */
    results: z
      .array(z.object({ ticket: z.uuid(), result: z.enum(completionResults) }))
      .min(1)
      .max(30)
      .optional(),
  }),
  /** The paper is with the act; who lives there does not see it. */
  z.object({ type: z.literal('invoice') }),
  z.object({ type: z.literal('continue') }),
  z.object({ type: z.literal('acceptWork') }),
  z.object({ type: z.literal('cancel') }),
  z.object({ type: z.literal('movePolicy'), policy: z.int(), rules: policyRules.optional() }),
]);
export type OrderCommand = z.infer<typeof orderCommand>;
/** What is reported about one ticket of an order. */
export type TicketResult = NonNullable<Extract<OrderCommand, { type: 'complete' }>['results']>[number];
export type OrderAct = Act & { command: OrderCommand };
