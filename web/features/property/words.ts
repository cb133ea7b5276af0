import { m } from '../../../.build/i18n/messages.js';
import type { DoubtfulFact, Problem } from '../../../domain/problem.ts';
import { federalStateNames } from '../../../domain/property/federalStateNames.ts';
import type { ManagementType, VotingPrinciple } from '../../../domain/property/property.ts';
import type { UnitUsage } from '../../../domain/property/unit.ts';
import type { FederalState } from '../../../domain/time/workingTime.ts';
import type { Answers } from '../../api.ts';
import { sayCalendarDay } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';

export type PropertyPageData = Answers['properties']['get'];
export type BuildingOfPage = PropertyPageData['buildings'][number];
export type UnitOfPage = BuildingOfPage['units'][number];
export type UnitPageData = Answers['units']['get'];

const types: Record<ManagementType, () => string> = {
  weg: () => m.property_type_weg(),
  rental: () => m.property_type_rental(),
  ownStock: () => m.property_type_own_stock(),
};
/** How a property is managed. */
export const sayType = (type: ManagementType): string => types[type]();

const usages: Record<UnitUsage, () => string> = {
  flat: () => m.property_usage_flat(),
  shop: () => m.property_usage_shop(),
  office: () => m.property_usage_office(),
  garage: () => m.property_usage_garage(),
  parking: () => m.property_usage_parking(),
  storage: () => m.property_usage_storage(),
};
/** What a unit is used for. */
export const sayUsage = (usage: UnitUsage): string => usages[usage]();

const principles: Record<VotingPrinciple, () => string> = {
  heads: () => m.property_votes_heads(),
  units: () => m.property_votes_units(),
  shares: () => m.property_votes_shares(),
};
/** By what votes are weighed. */
export const sayPrinciple = (principle: VotingPrinciple): string => principles[principle]();

/** "EG", "3. OG", "UG". */
export function sayFloor(floor: number): string {
  if (floor === 0) return m.property_floor_ground();
  return floor < 0 ? m.property_floor_below({ floor: -floor }) : m.property_floor({ floor });
}

/** A number with its separators, exactly as it is. */
export const sayCount = (count: number): string =>
  new Intl.NumberFormat(locale() === 'de' ? 'de-DE' : 'en-GB').format(count);

const doubts: Record<DoubtfulFact, (details: Problem['details']) => string> = {
  sharesDiffer: ({ sum, difference, denominator }) => {
    const all = { sum: sayCount(Number(sum)), denominator: sayCount(Number(denominator)) };
    return Number(difference) > 0
      ? m.property_shares_missing({ ...all, difference: sayCount(Number(difference)) })
      : m.property_shares_too_many({ ...all, difference: sayCount(-Number(difference)) });
  },
  leaseGap: ({ from, until, days }) =>
    m.property_lease_gap({
      from: sayCalendarDay(String(from), locale()),
      until: sayCalendarDay(String(until), locale()),
      days: Number(days),
    }),
  ownershipIncomplete: ({ from, missing }) =>
    m.property_ownership_incomplete({ from: sayCalendarDay(String(from), locale()), missing: String(missing) }),
  nobodyOwns: ({ from }) => m.property_nobody_owns({ from: sayCalendarDay(String(from), locale()) }),
};
/** What is taken and has to be looked at; nothing for what is refused. */
export const sayDoubt = ({ code, details }: Problem): string | undefined => doubts[code as DoubtfulFact]?.(details);

/** The federal states by name. */
export const stateNames = Object.entries(federalStateNames).map(([value, label]) => ({
  value: value as FederalState,
  label,
}));

/** Where one reports for a property without an account: the link that hangs in the house. */
export function reportAddressOf({ reportCode }: { reportCode: string }): string {
  return `${window.location.origin}/melden/${encodeURIComponent(reportCode)}`;
}
