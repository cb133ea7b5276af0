import { z } from 'zod';
import { slots } from '../appointments/rules.ts';
import { SPREAD_MOST } from '../lifecycle/ball.ts';
import { actor, party } from '../parties.ts';
import { policyRules } from '../policy/document.ts';
import { urgencies } from '../policy/policy.ts';
import { federalState } from '../time/workingTime.ts';
import { rejectionReasons } from './rejection.ts';
import { retraction } from './retract.ts';

/** What the API hands to a lifecycle about any act: which stored command, by whom, when. */
export const act = z.object({ id: z.uuid(), actor, at: z.iso.datetime() });
export type Act = z.infer<typeof act>;

/** Who opens the door for a visit of ours: whoever reported, the flat's owner, or we ourselves. */
const door = z.enum(['reporter', 'owner', 'management']);

const appointment = z.uuid();

const ticketNumber = z.string().max(40);

/** The facts of each act on a ticket. Words (texts, names) are stored with the command and never sent. */
export const ticketCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('report'),
    policy: z.int(),
    rules: policyRules.optional(),
    /** See `spreadOf`; commands from before there was one have none. */
    spread: z.int().min(0).max(SPREAD_MOST).optional(),
    urgency: z.enum(urgencies),
    federalState,
    category: z.string().max(60),
    place: z.enum(['unit', 'common']),
    reporter: actor.nullable(),
    assignee: z.uuid().nullable(),
    /** What the rule for rented flats says of the owner, see `ownerRule`. */
    owner: z.enum(['ask', 'inform']).nullable().optional(),
  }),
  z.object({ type: z.literal('accept') }),
  z.object({ type: z.literal('reject'), reason: z.enum(rejectionReasons) }),
  z.object({ type: z.literal('forward'), to: party }),
  z.object({ type: z.literal('ask'), to: party }),
  z.object({ type: z.literal('answer'), question: z.uuid() }),
  z.object({ type: z.literal('note'), visibility: z.enum(['internal', 'visible']) }),
  z.object({ type: z.literal('setUrgency'), urgency: z.enum(urgencies) }),
  z.object({ type: z.literal('movePolicy'), policy: z.int(), rules: policyRules.optional() }),
  z.object({ type: z.literal('confirm') }),
  z.object({ type: z.literal('dispute') }),
  z.object({ type: z.literal('acceptWork') }),
  z.object({ type: z.literal('demandRework'), order: z.uuid() }),
  z.object({ type: z.literal('close'), outcome: z.enum(['done', 'notNeeded']) }),
  z.object({ type: z.literal('withdraw') }),
  z.object({ type: z.literal('reopen') }),
  /** `number` is the leading ticket's, `own` this one's: both timelines name the other. */
  z.object({ type: z.literal('merge'), into: z.uuid(), number: ticketNumber, own: ticketNumber }),
  z.object({ type: z.literal('split'), into: z.uuid(), number: ticketNumber }),
  z.object({ type: z.literal('follow') }),
  z.object({ type: z.literal('unfollow') }),
  z.object({ type: z.literal('seekApproval'), amountCents: z.int().min(0).max(100_000_000).nullable() }),
  retraction,
  /** A visit of our own, without an order, by this employee: dates to choose from, or (`fixed`) the one that is set. */
  z.object({
    type: z.literal('arrangeVisit'),
    appointment,
    visitor: z.uuid(),
    with: door,
    slots,
    fixed: z.boolean(),
  }),
  z.object({ type: z.literal('proposeSlots'), appointment, slots, fixed: z.boolean() }),
  z.object({ type: z.literal('pickSlot'), appointment, slot: z.uuid() }),
  z.object({ type: z.literal('counterSlots'), appointment, slots }),
  z.object({ type: z.literal('declineSlots'), appointment }),
  z.object({ type: z.literal('moveAppointment'), appointment, slots: slots.optional() }),
  z.object({ type: z.literal('missAppointment'), appointment, absent: z.enum(['management', 'dwelling']) }),
  z.object({ type: z.literal('cancelVisit'), appointment }),
  /** The visit took place; what it led to are the words that come with it. */
  z.object({ type: z.literal('holdVisit'), appointment, visibility: z.enum(['internal', 'visible']) }),
  z.object({ type: z.literal('decideApproval'), question: z.uuid(), given: z.boolean() }),
]);
export type TicketCommand = z.infer<typeof ticketCommand>;
/** What can be done about a visit of ours. */
export type VisitCommand = Extract<TicketCommand, { appointment: string }>;
export type TicketAct = Act & { command: TicketCommand };
