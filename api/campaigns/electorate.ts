import { randomUUID } from 'node:crypto';
import type { CampaignAudience, NewVoter } from '../../db/queries/campaigns.ts';
import { boardOn, ownedUnits, type Reachable, reachable, residentsOn } from '../../db/queries/electorate.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { CampaignKind } from '../../domain/campaign/state.ts';
import type { DomainErrorCode } from '../../domain/errors.ts';
import type { VotingRules } from '../../domain/vote/ballot.ts';
import { byHeads, type Franchise, franchises, gapsOf } from '../../domain/vote/electorate.ts';
import { fraction, sum, written } from '../../domain/vote/fraction.ts';

/** Whom a campaign would ask. */
export interface Asked {
  propertyId: string;
  kind: CampaignKind;
  audience: CampaignAudience;
  voting: Pick<VotingRules, 'form' | 'principle' | 'majority'> | null;
  /** `YYYY-MM-DD` */
  keyDate: string;
  /** § 25 (4) WEG: who has no vote in this matter, and why. */
  exclusions: readonly { personId: string; reason: string }[];
}

/** The votes (or readers) of a campaign with everything that its preview tells. */
export interface Electorate {
  voters: NewVoter[];
  labels: Map<string, string>;
  people: Map<string, Reachable>;
  gaps: { unowned: string[]; shareless: string[]; whole: boolean };
  allShares: { numerator: number; denominator: number } | null;
  /** Why it can't be opened like this; null when it can. */
  problem: DomainErrorCode | null;
}

/** Who has a vote, or is to read something, on the key date. Where one co-owner is excluded, their common vote is. */
export async function electorateOf(workspace: Workspace, asked: Asked): Promise<Electorate> {
  const { propertyId, kind, audience, voting, keyDate, exclusions } = asked;
  const byUnits = kind === 'vote' && audience === 'owners';
  const units = audience === 'owners' ? await ownedUnits(workspace, propertyId, keyDate) : [];
  let found: Franchise[];
  if (byUnits) found = franchises(units, voting?.form === 'circularAll' ? 'heads' : (voting?.principle ?? 'heads'));
  else if (audience === 'owners') found = byHeads(units.flatMap(({ owners }) => owners));
  else if (audience === 'board') found = byHeads(await boardOn(workspace, propertyId, keyDate));
  else found = byHeads(await residentsOn(workspace, propertyId, keyDate));
  const voters = found.map((franchise) => ({
    ...franchise,
    id: randomUUID(),
    exclusion: exclusions.find(({ personId }) => franchise.members.includes(personId))?.reason ?? null,
  }));
  const gaps = byUnits ? gapsOf(units) : { unowned: [], shareless: [], whole: true };
  const sharesMatter = byUnits && (voting?.principle === 'shares' || voting?.majority === 'structuralChange');
  const problem = voters.every(({ exclusion }) => exclusion !== null)
    ? 'nobodyToAsk'
    : sharesMatter && gaps.shareless.length > 0
      ? 'sharesMissing'
      : null;
  const people = await reachable(
    workspace,
    found.flatMap(({ members }) => members),
  );
  // Half of *all* shares: also of those that nobody owns on record.
  const all = sum(units.flatMap(({ share }) => (share ? [fraction(share.numerator, share.denominator)] : [])));
  return {
    voters,
    labels: new Map(units.map(({ id, label }) => [id, label])),
    people: new Map(people.map((person) => [person.id, person])),
    gaps,
    allShares:
      byUnits && all.numerator > 0n ? { numerator: Number(all.numerator), denominator: Number(all.denominator) } : null,
    problem,
  };
}

/** An electorate as the page shows it before the campaign is opened. */
export function previewOf({ voters, labels, people, gaps, problem }: Electorate) {
  const named = (id: string) => people.get(id)?.name ?? '';
  const reached = (way: Reachable['way']) => [...people.values()].filter((person) => person.way === way);
  return {
    problem,
    voters: voters.map(({ id, units, members, weight, exclusion }) => ({
      id,
      units: units.map((unit) => labels.get(unit) ?? ''),
      members: members.map((member) => ({ id: member, name: named(member) })),
      weight: written(weight),
      exclusion,
    })),
    total: written(sum(voters.filter(({ exclusion }) => exclusion === null).map(({ weight }) => weight))),
    people: people.size,
    /** How many are written to by which way. */
    ways: {
      mail: reached('mail').length,
      sms: reached('sms').length,
      fax: reached('fax').length,
      letter: reached('letter').length,
    },
    unreachable: reached(null).map(({ name }) => name),
    unowned: gaps.unowned.map((unit) => labels.get(unit) ?? ''),
    shareless: gaps.shareless.map((unit) => labels.get(unit) ?? ''),
    sharesWhole: gaps.whole,
  };
}
