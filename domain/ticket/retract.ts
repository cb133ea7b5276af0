import { z } from 'zod';
import type { DomainErrorCode } from '../errors.ts';
import type { Recipient } from '../lifecycle/ball.ts';
import type { Audience } from '../lifecycle/outcome.ts';
import { isReporter, type TicketDraft } from './draft.ts';
import { type Retractable, retractable } from './retractable.ts';
import type { TicketState } from './state.ts';

/** Whom a message of the act that is taken back has reached: as what it was written to them, and who they are. */
const told = z.object({
  role: z.string().max(40),
  kind: z.enum(['person', 'contractor', 'unconfirmed']),
  id: z.uuid(),
});
export type Told = z.infer<typeof told>;

/** The acts after which a ticket's workflow ends, so that taking them back begins a new run. */
export const closing: ReadonlySet<string> = new Set<Retractable>(['reject', 'close']);

/**
 * Takes back the act that led to the newest revision: the ticket stands again as it stood `before`, and who was told is
 * told again. It is never taken from outside: the API makes it from its rows.
 */
export const retraction = z.object({
  type: z.literal('retract'),
  command: z.uuid(),
  act: z.enum(retractable),
  before: z.custom<TicketState>((state) => typeof state === 'object' && state !== null),
  audience: z.array(z.string().max(60)),
  told: z.array(told).max(200),
});
export type Retraction = z.infer<typeof retraction>;

/**
 * Whether the act can be taken back: null, or why not. It can while nothing followed it, no reminder either, and unless
 * an order learned of it.
 */
export function checkRetraction(state: TicketState, { command, before }: Retraction): DomainErrorCode | null {
  const isNewest = state.applied.at(-1) === command && before.revision === state.revision - 1;
  if (!isNewest || before.id !== state.id) return 'conflictingChange';
  return state.phase === 'closed' && before.orders.some(({ phase }) => phase !== 'ended') ? 'orderRuns' : null;
}

/** Puts the ticket back as it stood. What was told stays told: a correction follows to the same people. */
export function retract(draft: TicketDraft, { act, before, audience, told: reached }: Retraction): void {
  const { revision, applied, changedAt } = draft.state;
  Object.assign(draft.state, { ...before, revision, applied, changedAt });
  draft.tell('retracted', audience.filter((who) => who !== 'management') as Audience[], { act });
  for (const one of reached) draft.write('actRetracted', recipientOf(draft.state, one), { act }, { about: one.id });
}

function recipientOf(state: TicketState, { role, kind, id }: Told): Recipient {
  if (kind === 'contractor') return { role: 'contractor', id };
  if (isReporter(state, { kind, id })) return { role: 'reporter' };
  if (kind === 'unconfirmed' || role === 'follower') return { role: 'follower', kind, id };
  return role === 'employee' || role === 'management' ? { role: 'employee', id } : { role: 'person', id };
}
