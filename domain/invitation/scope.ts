import { z } from 'zod';

const PEOPLE_MOST = 500;

/** Whom a round invites: some people, or who lives in or owns something in a property or anywhere and has no account. */
export const invitationScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('people'), ids: z.array(z.uuid()).min(1).max(PEOPLE_MOST) }),
  z.object({ kind: z.literal('property'), id: z.uuid() }),
  z.object({ kind: z.literal('all') }),
]);
export type InvitationScope = z.infer<typeof invitationScope>;
