import { type Fraction, fraction, sum } from './fraction.ts';

/** What a vote weighs: one per owner (§ 25 (2) WEG), or one per unit or by co-ownership share (the community's rules). */
export const votingPrinciples = ['heads', 'units', 'shares'] as const;
export type VotingPrinciple = (typeof votingPrinciples)[number];

/** A unit with its share and those who own it together on the key date. */
export interface OwnedUnit {
  id: string;
  /** Null where nobody entered it. */
  share: { numerator: number; denominator: number } | null;
  owners: readonly string[];
}

/** One vote: an owner, or co-owners who vote as one, with all units that belong to exactly them. */
export interface Franchise {
  /** The same for the same people: their ids in order. */
  key: string;
  members: string[];
  units: string[];
  weight: Fraction;
  share: Fraction;
}

/**
 * The votes of an association. Co-owners of a unit vote as one (§ 25 (2) sentence 2 WEG); groups of co-owners that are
 * only partly the same vote separately. By heads each such group has one vote however much it owns. A unit without an
 * owner or, where shares decide, without a share has no vote: see `gapsOf`.
 */
export function franchises(units: readonly OwnedUnit[], principle: VotingPrinciple): Franchise[] {
  const groups = new Map<string, OwnedUnit[]>();
  for (const unit of units) {
    if (unit.owners.length === 0) continue;
    const key = [...new Set(unit.owners)].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  return [...groups].map(([key, owned]) => {
    const share = sum(owned.map(({ share: each }) => shareOf(each)));
    const weight = principle === 'heads' ? fraction(1, 1) : principle === 'units' ? fraction(owned.length, 1) : share;
    return { key, members: key.split(' '), units: owned.map(({ id }) => id), weight, share };
  });
}

/** The votes of a body whose members vote by heads, each for themselves: an advisory board. */
export function byHeads(members: readonly string[]): Franchise[] {
  return [...new Set(members)].map((id) => ({
    key: id,
    members: [id],
    units: [],
    weight: fraction(1, 1),
    share: fraction(0, 1),
  }));
}

/** What is missing for a correct vote: units that nobody owns, units without a share, shares that make no whole. */
export function gapsOf(units: readonly OwnedUnit[]): { unowned: string[]; shareless: string[]; whole: boolean } {
  const total = sum(units.map(({ share }) => shareOf(share)));
  return {
    unowned: units.filter(({ owners }) => owners.length === 0).map(({ id }) => id),
    shareless: units.filter(({ share }) => share === null).map(({ id }) => id),
    whole: total.numerator === total.denominator,
  };
}

function shareOf(share: OwnedUnit['share']): Fraction {
  return share ? fraction(share.numerator, share.denominator) : fraction(0, 1);
}
