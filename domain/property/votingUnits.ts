import type { Ownership } from '../occupancy/occupancy.ts';
import { covers } from '../period.ts';
import type { Day } from '../time/berlin.ts';

/** A unit with its share of the property's denominator. */
export interface ShareUnit {
  id: string;
  shareNumerator: number | null;
}

/** Those who vote as one: the same owners, with all units that they own together. */
export interface VotingUnit {
  ownerIds: string[];
  unitIds: string[];
  /** The sum of the units' shares, as parts of the property's denominator. */
  shareNumerator: number;
}

/**
 * Who votes as one on a day. Co-owners of a unit have one vote together (§ 25 (2) WEG); whoever owns several units is
 * one head with all their shares; groups of co-owners that are only partly the same vote separately.
 */
export function votingUnits(units: readonly ShareUnit[], ownerships: readonly Ownership[], day: Day): VotingUnit[] {
  const groups = new Map<string, VotingUnit>();
  for (const unit of units) {
    const owners = ownerships.filter((each) => each.unitId === unit.id && covers(each, day));
    const ownerIds = [...new Set(owners.map(({ personId }) => personId))].sort();
    if (ownerIds.length === 0) continue;
    const key = ownerIds.join(' ');
    const group = groups.get(key) ?? { ownerIds, unitIds: [], shareNumerator: 0 };
    group.unitIds.push(unit.id);
    group.shareNumerator += unit.shareNumerator ?? 0;
    groups.set(key, group);
  }
  return [...groups.values()];
}
