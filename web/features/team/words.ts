import { m } from '../../../.build/i18n/messages.js';
import type { EmployeeAct, EmployeeFunction, RoleFunction } from '../../../domain/roles.ts';
import type { Answers } from '../../api.ts';
import { sayMoney } from '../../ui/amounts.ts';
import { sayDate } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';

const presets: Record<EmployeeFunction, () => string> = {
  manager: m.rights_role_manager,
  clerk: m.rights_role_clerk,
  caretaker: m.rights_role_caretaker,
  accountant: m.rights_role_accountant,
  administrator: m.rights_role_administrator,
};

/** How a role is called: an own one by its name. */
export function sayRole(role: { key: string; name: string }): string {
  return role.name || (presets[role.key as EmployeeFunction]?.() ?? role.key);
}

/** What each function of a role allows. */
export const functionWords: Record<RoleFunction, () => string> = {
  see: m.rights_fn_see,
  note: m.rights_fn_note,
  triage: m.rights_fn_triage,
  order: m.rights_fn_order,
  approve: m.rights_fn_approve,
  publish: m.rights_fn_publish,
  people: m.rights_fn_people,
  evaluate: m.rights_fn_evaluate,
  administrate: m.rights_fn_administrate,
};

/** What each act is called. */
export const actWords: Record<EmployeeAct, () => string> = {
  see: m.rights_fn_see,
  note: m.rights_fn_note,
  triage: m.rights_fn_triage,
  order: m.rights_fn_order,
  acceptWork: m.rights_act_accept_work,
  approve: m.rights_fn_approve,
  publish: m.rights_fn_publish,
  people: m.rights_fn_people,
  evaluate: m.rights_fn_evaluate,
  masterData: m.rights_act_master_data,
  accounts: m.rights_act_accounts,
  privacy: m.rights_act_privacy,
  settings: m.rights_act_settings,
};

type Insight = Answers['insight']['of'];

/** What somebody is to a house. */
export const periodWords: Record<Insight['periods'][number]['kind'], () => string> = {
  renter: m.rights_kind_renter,
  resident: m.rights_kind_resident,
  owner: m.rights_kind_owner,
  landlord: m.rights_kind_landlord,
  advisoryBoard: m.rights_kind_advisory_board,
};

/** Why somebody sees a ticket or an order. */
export const reasonWords: Record<Insight['tickets'][number]['reasons'][number], () => string> = {
  reporter: m.rights_reason_reporter,
  owner: m.rights_reason_owner,
  advisoryBoard: m.rights_reason_advisory_board,
  follower: m.rights_reason_follower,
  resident: m.rights_reason_resident,
  addressed: m.rights_reason_addressed,
  contractor: m.rights_reason_contractor,
  works: m.rights_reason_works,
};

/** A day as people say it. */
export const sayDayOf = (day: string): string => sayDate(`${day}T12:00:00.000Z`, { locale: locale(), now: now() });

/** "Alle Objekte", "3 Objekte", "bis 500,00 €", "ab 1. Dez.": how far a role goes. */
export function sayExtent(given: {
  allProperties: boolean;
  properties: number;
  limitCents: number | null;
  validFrom?: string | null;
  validUntil?: string | null;
}): string {
  const { properties, limitCents, validFrom, validUntil } = given;
  const where = given.allProperties
    ? m.rights_all_properties()
    : properties === 1
      ? m.rights_properties_one()
      : m.rights_properties_many({ count: properties });
  return [
    where,
    ...(limitCents === null ? [] : [m.rights_up_to({ amount: sayMoney(limitCents, locale()) })]),
    ...(validFrom ? [m.rights_from({ date: sayDayOf(validFrom) })] : []),
    ...(validUntil ? [m.rights_until({ date: sayDayOf(validUntil) })] : []),
  ].join(', ');
}
