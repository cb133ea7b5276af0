import { compare, type Fraction, fraction, sum, times, zero } from './fraction.ts';

/** What can be said to a motion. */
export const choices = ['yes', 'no', 'abstain'] as const;
export type Choice = (typeof choices)[number];

/**
 * What a motion needs. `simple`: more yes than no, § 25 (1) WEG. `structuralChange`: the same (§ 20 (1)), and the count
 * says who pays (§ 21). `threeQuarters`: of the votes cast, § 23 (1a). `allOwners`: § 23 (3) sentence 1.
 */
export const majorities = ['simple', 'structuralChange', 'threeQuarters', 'allOwners'] as const;
export type Majority = (typeof majorities)[number];

/** One vote with what its members have said. */
export interface Voter {
  id: string;
  weight: Fraction;
  share: Fraction;
  members: readonly string[];
  /** § 25 (4) WEG: has no vote in this matter. */
  excluded: boolean;
  answers: readonly { person: string; choice: Choice }[];
}

/** What became of one vote; `invalid` where co-owners disagree. */
export type Cast = Choice | 'silent' | 'invalid' | 'excluded';

/** Sums of one kind of vote: how many voters, and what they weigh. */
export interface Sum {
  voters: number;
  weight: Fraction;
}

/** Who bears the cost of a building change: all (§ 21 (2)), those who voted yes (§ 21 (3)), or sources differ. */
export type WhoPays = 'all' | 'approving' | 'disputed';

/** The count of a motion. */
export interface Count {
  sums: Record<Cast, Sum>;
  adopted: boolean;
  /** Why it is not, or how: the border that was or was not passed. */
  reason: 'majority' | 'tie' | 'nobodyVoted' | 'notEnough' | 'allAgree' | 'notAllAgree';
  /** The co-ownership shares that said yes. */
  sharesYes: Fraction;
  /** For building changes only. */
  whoPays: WhoPays | null;
  warnings: ('exactlyHalfOfShares' | 'excludedDisputed')[];
}

/** What a vote counts as. Co-owners vote as one: if those who answered disagree, there is no valid vote (§ 25 (2)). */
export function castOf({ excluded, answers }: Pick<Voter, 'excluded' | 'answers'>): Cast {
  if (excluded) return 'excluded';
  const [first] = answers;
  if (!first) return 'silent';
  return answers.every(({ choice }) => choice === first.choice) ? first.choice : 'invalid';
}

/**
 * Counts a motion. `allShares` is the whole of the community (1/1 where the shares are complete): what § 21 (2) no. 1 asks
 * half of. Abstentions are no votes cast, a tie is a rejection, two thirds is more than two thirds, three quarters at least.
 */
export function count(voters: readonly Voter[], majority: Majority, allShares: Fraction = fraction(1, 1)): Count {
  return verdict(
    voters.map((voter) => ({ voter, cast: castOf(voter) })),
    majority,
    allShares,
  );
}

/**
 * Whether nothing that anybody could still say would change the outcome. Those who are silent may say anything; where a
 * co-owner has not spoken yet, the vote may still become invalid.
 */
export function isDecided(voters: readonly Voter[], majority: Majority, allShares: Fraction = fraction(1, 1)): boolean {
  const ends = (['yes', 'no'] as const).map((wish) => {
    const all = voters.map((voter) => {
      const cast = castOf(voter);
      const open = voter.members.some((member) => !voter.answers.some(({ person }) => person === member));
      if (cast === 'silent') return { voter, cast: wish, whole: true };
      if (open && (cast === 'yes' || cast === 'no') && cast !== wish)
        return { voter, cast: 'invalid' as const, whole: false };
      return { voter, cast, whole: wish === 'yes' };
    });
    return verdict(all, majority, allShares);
  });
  const [best, worst] = ends as [Count, Count];
  return best.adopted === worst.adopted && best.whoPays === worst.whoPays;
}

function verdict(
  votes: readonly { voter: Voter; cast: Cast; whole?: boolean }[],
  majority: Majority,
  allShares: Fraction,
): Count {
  const of = (cast: Cast): Sum => {
    const those = votes.filter((vote) => vote.cast === cast);
    return { voters: those.length, weight: sum(those.map(({ voter }) => voter.weight)) };
  };
  const sums: Count['sums'] = {
    yes: of('yes'),
    no: of('no'),
    abstain: of('abstain'),
    silent: of('silent'),
    invalid: of('invalid'),
    excluded: of('excluded'),
  };
  const sharesYes = sum(votes.filter(({ cast }) => cast === 'yes').map(({ voter }) => voter.share));
  const blank = { sums, sharesYes, whoPays: null, warnings: [] };
  if (majority === 'allOwners') {
    const entitled = votes.filter(({ cast }) => cast !== 'excluded');
    const agreed = entitled.length > 0 && entitled.every(agrees);
    return {
      ...blank,
      adopted: agreed,
      reason: agreed ? 'allAgree' : 'notAllAgree',
      warnings: entitled.length < votes.length ? ['excludedDisputed'] : [],
    };
  }
  const [yes, no] = [sums.yes.weight, sums.no.weight];
  const votesCast = sum([yes, no]);
  if (compare(votesCast, zero) === 0) return { ...blank, adopted: false, reason: 'nobodyVoted', whoPays: null };
  if (majority === 'threeQuarters') {
    const enough = compare(yes, times(votesCast, fraction(3, 4))) >= 0;
    return { ...blank, adopted: enough, reason: enough ? 'majority' : 'notEnough' };
  }
  const order = compare(yes, no);
  const adopted = order > 0;
  const reason = adopted ? 'majority' : order === 0 ? 'tie' : 'notEnough';
  if (majority === 'simple' || !adopted) return { ...blank, adopted, reason };
  const twoThirds = compare(yes, times(votesCast, fraction(2, 3))) > 0;
  const half = compare(sharesYes, times(allShares, fraction(1, 2)));
  const exactly = twoThirds && half === 0;
  return {
    ...blank,
    adopted,
    reason,
    whoPays: !twoThirds || half < 0 ? 'approving' : exactly ? 'disputed' : 'all',
    warnings: exactly ? ['exactlyHalfOfShares'] : [],
  };
}

/** § 23 (3) sentence 1: every co-owner has agreed; silence or an abstention of one of them is no agreement. */
function agrees({ voter, cast, whole }: { voter: Voter; cast: Cast; whole?: boolean }): boolean {
  if (cast !== 'yes') return false;
  return (
    whole === true ||
    voter.members.every((member) => voter.answers.some(({ person, choice }) => person === member && choice === 'yes'))
  );
}
