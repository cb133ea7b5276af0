import { m } from '../../../.build/i18n/messages.js';
import type { Tone } from '../../ui/tones.ts';
import type { InvitationLine, PlannedInvitation } from './queries.ts';

type Standing = InvitationLine['standing'];

export const standings: readonly Standing[] = ['failed', 'waiting', 'over', 'came'];

const said: Record<Standing, () => string> = {
  waiting: m.invitations_waiting,
  came: m.invitations_came,
  failed: m.invitations_failed,
  over: m.invitations_over,
};

/** How an invitation stands. */
export const sayStanding = (standing: Standing): string => said[standing]();

/** How it stands, with the reason where it is over. */
export function sayState({ standing, state }: InvitationLine): string {
  if (standing !== 'over') return said[standing]();
  if (state === 'withdrawn') return m.invitations_state_withdrawn();
  return state === 'replaced' ? m.invitations_state_replaced() : m.invitations_state_expired();
}

export const toneOf: Record<Standing, Tone> = { waiting: 'others', came: 'done', failed: 'late', over: 'neutral' };

export const sayWay = (way: InvitationLine['way']): string =>
  way === 'mail' ? m.invitations_by_mail() : m.invitations_by_letter();

const whys: Record<NonNullable<PlannedInvitation['why']>, () => string> = {
  noAddress: m.invitations_why_no_address,
  noEmail: m.invitations_why_no_email,
  noLetterhead: m.invitations_why_no_letterhead,
  hasAccount: m.invitations_why_has_account,
  alreadyInvited: m.invitations_why_already_invited,
  noRole: m.invitations_why_no_role,
  colleague: m.invitations_why_colleague,
};

/** Why somebody is not invited. */
export const sayWhy = (why: NonNullable<PlannedInvitation['why']>): string => whys[why]();

/** Where somebody belongs: the flat, and before it its property where that is called otherwise than the house. */
export function sayPlace({ place, property }: { place: string; property: string | null }): string {
  return property && place.startsWith(property) ? place : [property, place].filter(Boolean).join(', ');
}
