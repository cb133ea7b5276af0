import { m } from '../../../.build/i18n/messages.js';
import type { channels } from '../../../domain/person/person.ts';
import type { Answers } from '../../api.ts';
import { sayCalendarDay } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';

export type PersonLine = Answers['people']['list'][number];
export type PersonPageData = Answers['people']['get'];
export type PersonRole = PersonLine['roles'][number] | 'double';

const roles: Record<PersonRole, () => string> = {
  renter: () => m.people_role_renter(),
  owner: () => m.people_role_owner(),
  board: () => m.people_role_board(),
  landlord: () => m.people_role_landlord(),
  contractor: () => m.people_role_contractor(),
  employee: () => m.people_role_employee(),
  former: () => m.people_role_former(),
  double: () => m.people_role_double(),
  none: () => m.people_role_none(),
};

/** As what somebody is known, as a heading for all of them. */
export const sayRole = (role: PersonRole): string => roles[role]();

/** As what this one is known. */
export const sayOwnRole = (role: PersonRole): string =>
  role === 'contractor' ? m.people_as_contractor() : role === 'employee' ? m.people_as_employee() : roles[role]();

const periodRoles = {
  renter: () => m.people_as_renter(),
  resident: () => m.people_as_resident(),
  owner: () => m.people_as_owner(),
  board: () => m.people_role_board(),
};

/** As what somebody was in a unit for a period. */
export const sayPeriodRole = (role: keyof typeof periodRoles): string => periodRoles[role]();

const ways: Record<(typeof channels)[number], () => string> = {
  mail: () => m.people_channel_mail(),
  sms: () => m.people_channel_sms(),
  fax: () => m.people_channel_fax(),
  letter: () => m.people_channel_letter(),
};

/** By what somebody is written to first. */
export const sayChannel = (channel: (typeof channels)[number]): string => ways[channel]();

/** "01.05.2019 bis 30.11.2026", "seit 01.05.2019", "ab 01.12.2026". */
export function sayPeriod({ from, until }: { from: string; until: string | null }, today: string): string {
  const begin = sayCalendarDay(from, locale());
  if (until !== null) return m.people_period({ from: begin, until: sayCalendarDay(until, locale()) });
  return from > today ? m.people_period_from({ from: begin }) : m.people_period_since({ from: begin });
}

/** The day it is where the houses stand. */
export function berlinToday(now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(now);
}
