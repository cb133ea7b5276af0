import { m } from '../../../.build/i18n/messages.js';
import type { ActorView, PartyView } from '../../../api/views/people.ts';
import { sayDate } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';

/** Who reads a page: somebody of the management company, or one of those it works for and with. */
export type Reader = 'office' | 'you';

const whom: Record<PartyView['role'], () => string> = {
  management: () => m.lifecycle_whom_management(),
  employee: () => m.lifecycle_whom_employee(),
  reporter: () => m.lifecycle_whom_reporter(),
  owner: () => m.lifecycle_whom_owner(),
  advisoryBoard: () => m.lifecycle_whom_advisory_board(),
  person: () => m.lifecycle_whom_person(),
  contractor: () => m.lifecycle_whom_contractor(),
  onCall: () => m.lifecycle_whom_on_call(),
  managers: () => m.lifecycle_whom_managers(),
  follower: () => m.lifecycle_whom_follower(),
  silent: () => m.lifecycle_whom_silent(),
  participants: () => m.lifecycle_whom_participants(),
};
const who: Record<PartyView['role'], () => string> = {
  management: () => m.lifecycle_who_management(),
  employee: () => m.lifecycle_who_employee(),
  reporter: () => m.lifecycle_who_reporter(),
  owner: () => m.lifecycle_who_owner(),
  advisoryBoard: () => m.lifecycle_who_advisory_board(),
  person: () => m.lifecycle_who_person(),
  contractor: () => m.lifecycle_who_contractor(),
  onCall: () => m.lifecycle_who_on_call(),
  managers: () => m.lifecycle_who_managers(),
  follower: () => m.lifecycle_who_follower(),
  silent: () => m.lifecycle_who_silent(),
  participants: () => m.lifecycle_who_participants(),
};

/** A party after "an" and "auf" (accusative): a name, "Sie", "uns", "die Bereitschaft". */
export function sayWhom(party: PartyView | null, reader: Reader): string {
  if (!party) return m.lifecycle_whom_contractor();
  if (party.you && reader === 'you') return m.lifecycle_you();
  if (party.role === 'management' && reader === 'office') return m.lifecycle_us();
  return party.name || whom[party.role]();
}

/** That whoever has the ball is away today: "Petra Lang ist bis Fr, 5. Dez. weg, vertreten durch Omar Aydin". */
export function sayAway(party: PartyView | null | undefined): string | undefined {
  const { away, name } = party ?? {};
  if (!away) return undefined;
  const facts = { name: name ?? '', until: sayDate(away.until, { locale: locale(), now: now() }) };
  return away.standIn ? m.lifecycle_away_stand_in({ ...facts, standIn: away.standIn }) : m.lifecycle_away(facts);
}

/** A party as who does something: its words, and whether the verb stands in the plural ("Sie haben"). */
export function sayParty(party: PartyView | null, reader: Reader): { name: string; plural: boolean } {
  if (!party) return { name: m.lifecycle_who_contractor(), plural: false };
  if (party.you && reader === 'you') return { name: m.lifecycle_you_subject(), plural: true };
  if (party.role === 'management' && reader === 'office') return { name: m.lifecycle_we(), plural: true };
  return { name: party.name || who[party.role](), plural: false };
}

/** Who acted, likewise. In the office names are said even for oneself: others read the same page. */
export function sayActor(actor: ActorView, reader: Reader): { name: string; plural: boolean } {
  if (actor.you && reader === 'you') return { name: m.lifecycle_you_subject(), plural: true };
  if (actor.name) return { name: actor.name, plural: false };
  const role = { employee: 'employee', person: 'person', contractor: 'contractor', unconfirmed: 'reporter' } as const;
  return { name: actor.kind === 'system' ? m.lifecycle_system() : who[role[actor.kind]](), plural: false };
}
