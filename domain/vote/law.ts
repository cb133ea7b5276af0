import { followsCommunity, type VotingRules } from './ballot.ts';
import type { Count } from './count.ts';

/** The rules of a vote as the interface shows them. */
export const lawIds = [
  'circularAll',
  'circularMajority',
  'boardVote',
  'principle',
  'majority',
  'halfOfShares',
  'coOwners',
  'proxies',
  'exclusion',
  'keyDate',
  'secrecy',
  'takingBack',
  'proclamation',
  'contest',
] as const;
export type LawId = (typeof lawIds)[number];

/** Where a rule stands: kept, still open, not reached, broken, or sources differ. */
export type LawState = 'kept' | 'open' | 'missed' | 'broken' | 'disputed';

/** What follows where a rule is not kept. */
export type Consequence =
  | 'void'
  | 'contestable'
  | 'rejected'
  | 'voteInvalid'
  | 'approvingPay'
  | 'noResolution'
  | 'final'
  | 'none';

/** One rule: its paragraph, its state, what follows if it is broken, and a number that its sentence names. */
export interface Law {
  id: LawId;
  paragraph: string;
  state: LawState;
  consequence: Consequence;
  number?: number;
}

/** What a vote's rules depend on. */
export interface LawSituation {
  rules: VotingRules;
  phase: 'open' | 'pending' | 'closed';
  announced: boolean;
  withdrawn: boolean;
  /** Null while a secret vote runs. */
  count: Count | null;
  /** Units whose owners are others today than on the key date. */
  sold: number;
  excluded: number;
  proxies: number;
}

/** Every rule that concerns a vote, in the order in which they are read, each with where it stands now. */
export function lawOf({ rules, phase, announced, count, sold, excluded, proxies }: LawSituation): Law[] {
  const over = phase !== 'open';
  const follows = followsCommunity(rules, rules.communityRules);
  const laws: Law[] = [];
  if (rules.form === 'circularAll')
    laws.push({
      id: 'circularAll',
      paragraph: '§ 23 (3) S. 1 WEG',
      state: count?.adopted ? 'kept' : over ? 'missed' : 'open',
      consequence: 'rejected',
    });
  else if (rules.form === 'circularMajority')
    laws.push({
      id: 'circularMajority',
      paragraph: '§ 23 (3) S. 2 WEG',
      state: rules.loweringResolution ? 'kept' : 'broken',
      consequence: 'void',
    });
  else laws.push({ id: 'boardVote', paragraph: '§ 29 WEG', state: 'kept', consequence: 'none' });
  laws.push({
    id: 'principle',
    paragraph: '§ 25 (2) WEG',
    state: follows.principle ? 'kept' : 'disputed',
    consequence: 'contestable',
  });
  if (rules.form !== 'circularAll')
    laws.push({
      id: 'majority',
      paragraph:
        rules.majority === 'threeQuarters'
          ? '§ 23 (1a) WEG'
          : rules.majority === 'structuralChange'
            ? '§§ 20 (1), 25 (1) WEG'
            : '§ 25 (1) WEG',
      state: count?.adopted ? (over ? 'kept' : 'open') : over ? 'missed' : 'open',
      consequence: 'rejected',
    });
  if (rules.majority === 'structuralChange') {
    const { whoPays } = count ?? { whoPays: null };
    laws.push({
      id: 'halfOfShares',
      paragraph: '§ 21 (2) Nr. 1 WEG',
      state: !over ? 'open' : whoPays === 'all' ? 'kept' : whoPays === 'disputed' ? 'disputed' : 'missed',
      consequence: 'approvingPay',
    });
  }
  const invalid = count?.sums.invalid.voters ?? 0;
  if (rules.form !== 'board') {
    laws.push({
      id: 'coOwners',
      paragraph: '§ 25 (2) S. 2 WEG',
      state: invalid > 0 ? 'broken' : 'kept',
      consequence: 'voteInvalid',
      number: invalid,
    });
    laws.push({
      id: 'proxies',
      paragraph: '§ 25 (3) WEG',
      state: follows.proxies ? 'kept' : 'disputed',
      consequence: 'voteInvalid',
      number: proxies,
    });
    laws.push({
      id: 'exclusion',
      paragraph: '§ 25 (4) WEG',
      state: excluded > 0 && rules.form === 'circularAll' ? 'disputed' : 'kept',
      consequence: 'contestable',
      number: excluded,
    });
    laws.push({
      id: 'keyDate',
      paragraph: '§ 8 (3), § 25 (2) WEG',
      state: sold > 0 ? 'disputed' : 'kept',
      consequence: 'contestable',
      number: sold,
    });
  }
  laws.push({
    id: 'secrecy',
    paragraph: rules.majority === 'structuralChange' ? '§ 21 (3) WEG' : '§ 23 (3) WEG',
    state: 'kept',
    consequence: 'none',
    number: rules.secret ? 1 : 0,
  });
  laws.push({
    id: 'takingBack',
    paragraph: '§ 130 (1) BGB',
    state: rules.changeable ? 'disputed' : 'kept',
    consequence: 'contestable',
  });
  if (rules.form !== 'board') {
    laws.push({
      id: 'proclamation',
      paragraph: '§ 23 (3) WEG',
      state: announced ? 'kept' : 'open',
      consequence: 'noResolution',
    });
    laws.push({ id: 'contest', paragraph: '§ 45 WEG', state: announced ? 'kept' : 'open', consequence: 'final' });
  }
  return laws;
}
