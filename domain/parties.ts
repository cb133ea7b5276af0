import { z } from 'zod';

/** Who acted: an employee, a person (resident, owner), a contractor, somebody who proved a mail address, the clock. */
export const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('employee'), id: z.uuid() }),
  z.object({ kind: z.literal('person'), id: z.uuid() }),
  z.object({ kind: z.literal('contractor'), id: z.uuid() }),
  z.object({ kind: z.literal('unconfirmed'), id: z.uuid() }),
  z.object({ kind: z.literal('system') }),
]);
export type Actor = z.infer<typeof actor>;

/**
 * Whom something waits on or is told to: a role, and an id where the role alone does not name it. Who that is now, and
 * how they like to be reached, is looked up when a message is sent.
 */
export const party = z.discriminatedUnion('role', [
  z.object({ role: z.literal('management') }),
  z.object({ role: z.literal('employee'), id: z.uuid() }),
  z.object({ role: z.literal('reporter') }),
  z.object({ role: z.literal('owner') }),
  z.object({ role: z.literal('advisoryBoard') }),
  z.object({ role: z.literal('person'), id: z.uuid() }),
  z.object({ role: z.literal('contractor'), id: z.uuid() }),
  /** Those whom a campaign asks and who have not answered. */
  z.object({ role: z.literal('silent') }),
]);
export type Party = z.infer<typeof party>;

/** Whether the ball lies with the management company (its desk or one of its employees). */
export function isUs(who: Party): boolean {
  return who.role === 'management' || who.role === 'employee';
}

/** The clock, as who acts when a period is over. */
export const system: Actor = { kind: 'system' };
