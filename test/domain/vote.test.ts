import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Attempt,
  answerProblem,
  proxyProblem,
  type VotingRules,
  votingProblem,
} from '../../domain/vote/ballot.ts';
import { type Choice, castOf, choices, count, isDecided, majorities, type Voter } from '../../domain/vote/count.ts';
import { byHeads, franchises, gapsOf, type OwnedUnit, votingPrinciples } from '../../domain/vote/electorate.ts';
import { compare, fraction, inPartsOf, sum, times, written } from '../../domain/vote/fraction.ts';
import { type LawSituation, lawOf } from '../../domain/vote/law.ts';

const unit = (id: string, numerator: number, ...owners: string[]): OwnedUnit => ({
  id,
  share: { numerator, denominator: 1000 },
  owners,
});

/** Votes of one member each, weighing `weights`, that said these things in turn. */
function votes(said: (Choice | null)[], weights: number[] = []): Voter[] {
  return said.map((choice, n) => ({
    id: `v${n}`,
    weight: fraction(weights[n] ?? 1, 1),
    share: fraction(weights[n] ?? 1, 100),
    members: [`p${n}`],
    excluded: false,
    answers: choice ? [{ person: `p${n}`, choice }] : [],
  }));
}

const say = (yes: number, no: number, abstain = 0, silent = 0): (Choice | null)[] => [
  ...Array<Choice>(yes).fill('yes'),
  ...Array<Choice>(no).fill('no'),
  ...Array<Choice>(abstain).fill('abstain'),
  ...Array<null>(silent).fill(null),
];

describe('who has which vote', () => {
  const house = [
    unit('1', 100, 'A'),
    unit('2', 150, 'A'),
    unit('3', 200, 'A', 'B'),
    unit('4', 250, 'B', 'A'),
    unit('5', 300, 'B', 'C'),
  ];

  test('co-owners who are only partly the same vote separately, the same ones together', () => {
    expect(franchises(house, 'heads').map(({ key, units }) => [key, units.join()])).toEqual([
      ['A', '1,2'],
      ['A B', '3,4'],
      ['B C', '5'],
    ]);
  });

  test('by heads an owner of much has one vote, by units one each, by shares what they own', () => {
    const weights = (principle: (typeof votingPrinciples)[number]) =>
      franchises(house, principle).map(({ weight }) => written(weight));
    expect(weights('heads')).toEqual(['1', '1', '1']);
    expect(weights('units')).toEqual(['2', '2', '1']);
    expect(weights('shares')).toEqual(['1/4', '9/20', '3/10']);
  });

  test('who votes does not depend on the order in which units and owners are written down', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(house, { minLength: house.length }), (shuffled) => {
        const turned = shuffled.map((each) => ({ ...each, owners: [...each.owners].reverse() }));
        const keys = (units: OwnedUnit[]) =>
          franchises(units, 'shares').map(({ key, weight }) => `${key} ${written(weight)}`);
        expect(keys(turned).sort()).toEqual(keys(house).sort());
      }),
    );
  });

  test('units without an owner, without a share, and shares that make no whole are named', () => {
    const gaps = gapsOf([unit('1', 400, 'A'), unit('2', 500), { id: '3', share: null, owners: ['B'] }]);
    expect(gaps).toEqual({ unowned: ['2'], shareless: ['3'], whole: false });
    expect(gapsOf([unit('1', 400, 'A'), unit('2', 600, 'B')]).whole).toBe(true);
  });

  test('on a board each member has one vote, named twice or not', () => {
    expect(byHeads(['A', 'B', 'A']).map(({ key }) => key)).toEqual(['A', 'B']);
  });
});

describe('what a vote counts as', () => {
  const cast = (excluded: boolean, ...said: Choice[]) =>
    castOf({ excluded, answers: said.map((choice, n) => ({ person: `p${n}`, choice })) });

  test('co-owners who disagree have no valid vote, those who agree have one', () => {
    expect(cast(false, 'yes', 'no')).toBe('invalid');
    expect(cast(false, 'yes', 'abstain')).toBe('invalid');
    expect(cast(false, 'no', 'no')).toBe('no');
    expect(cast(false)).toBe('silent');
  });

  test('who is excluded has none, whatever was said', () => {
    expect(cast(true, 'yes')).toBe('excluded');
  });
});

describe('majorities on both sides of their borders', () => {
  test.each([
    [say(3, 2), true, 'majority'],
    [say(2, 2), false, 'tie'],
    [say(2, 3), false, 'notEnough'],
    [say(1, 0, 9, 90), true, 'majority'],
    [say(0, 0, 5, 5), false, 'nobodyVoted'],
    [say(0, 0), false, 'nobodyVoted'],
  ])('simple: %# ends as § 25 (1) says', (said, adopted, reason) => {
    expect(count(votes(said), 'simple')).toMatchObject({ adopted, reason });
  });

  test.each([
    [say(3, 1), true],
    [say(299, 100), false],
    [say(301, 100), true],
    [say(300, 100), true],
    [say(0, 0, 3), false],
  ])('three quarters: %# needs at least that much of the votes cast, § 23 (1a)', (said, adopted) => {
    expect(count(votes(said), 'threeQuarters').adopted).toBe(adopted);
  });

  test.each([
    ['exactly two thirds are not more than two thirds', [60, 30, 10], ['yes', 'no', null], 'approving', []],
    ['just above two thirds, and more than half of all shares', [61, 30, 9], ['yes', 'no', null], 'all', []],
    [
      'two thirds by far, and exactly half of all shares',
      [50, 20, 30],
      ['yes', 'no', null],
      'disputed',
      ['exactlyHalfOfShares'],
    ],
    ['two thirds by far, and a little less than half', [49, 20, 31], ['yes', 'no', null], 'approving', []],
    ['two thirds by far, and a little more than half', [51, 20, 29], ['yes', 'no', null], 'all', []],
    ['a majority below two thirds, and more than half', [55, 45, 0], ['yes', 'no', null], 'approving', []],
  ] as const)('who pays for a building change, § 21: %s', (_, weights, said, whoPays, warnings) => {
    const found = count(votes([...said], [...weights]), 'structuralChange');
    expect(found).toMatchObject({ adopted: true, whoPays, warnings });
  });

  test('a building change that is rejected costs nobody anything', () => {
    expect(count(votes(say(2, 2)), 'structuralChange')).toMatchObject({ adopted: false, whoPays: null });
  });

  test('half of all shares are half of all, not of those that voted or have an owner', () => {
    const said = votes(['yes', 'no'], [50, 10]);
    expect(count(said, 'structuralChange', fraction(100, 100)).whoPays).toBe('disputed');
    expect(count(said, 'structuralChange', fraction(101, 100)).whoPays).toBe('approving');
    expect(count(said, 'structuralChange', fraction(99, 100)).whoPays).toBe('all');
  });

  test.each(votingPrinciples)('exactly half is no majority by %s', (principle) => {
    const units = [unit('1', 500, 'A'), unit('2', 500, 'B')];
    const voters = franchises(units, principle).map((each) => ({
      ...each,
      id: each.key,
      excluded: false,
      answers: [{ person: each.key, choice: each.key === 'A' ? ('yes' as const) : ('no' as const) }],
    }));
    expect(count(voters, 'simple')).toMatchObject({ adopted: false, reason: 'tie' });
  });

  test('the same ballots win by heads and lose by shares', () => {
    const units = [unit('1', 800, 'A'), unit('2', 100, 'B'), unit('3', 100, 'C')];
    const found = votingPrinciples.map((principle) => {
      const voters = franchises(units, principle).map((each) => ({
        ...each,
        id: each.key,
        excluded: false,
        answers: [{ person: each.key, choice: each.key === 'A' ? ('no' as const) : ('yes' as const) }],
      }));
      return count(voters, 'simple').adopted;
    });
    expect(found).toEqual([true, true, false]);
  });
});

describe('all owners, § 23 (3) sentence 1', () => {
  const couple = (...said: Choice[]): Voter => ({
    id: 'couple',
    weight: fraction(1, 1),
    share: fraction(1, 2),
    members: ['A', 'B'],
    excluded: false,
    answers: said.map((choice, n) => ({ person: n === 0 ? 'A' : 'B', choice })),
  });

  test('every co-owner has to agree; silence or an abstention of one of them fails it', () => {
    expect(count([couple('yes', 'yes')], 'allOwners').adopted).toBe(true);
    expect(count([couple('yes')], 'allOwners').adopted).toBe(false);
    expect(count([couple('yes', 'abstain')], 'allOwners').adopted).toBe(false);
    expect(count([couple('yes', 'no')], 'allOwners').adopted).toBe(false);
    expect(count([couple()], 'allOwners').adopted).toBe(false);
    expect(count([], 'allOwners').adopted).toBe(false);
  });

  test('one refusal decides it, one silence does not', () => {
    expect(isDecided([couple('yes', 'yes'), ...votes(['no', null])], 'allOwners')).toBe(true);
    expect(isDecided([couple('yes', 'yes'), ...votes(['yes', null])], 'allOwners')).toBe(false);
    expect(isDecided([couple('yes')], 'allOwners')).toBe(false);
    expect(isDecided([couple('yes', 'yes')], 'allOwners')).toBe(true);
  });

  test('that somebody is excluded does not fail it, but is said to be disputed', () => {
    const excluded = { ...votes([null])[0]!, excluded: true };
    expect(count([couple('yes', 'yes'), excluded], 'allOwners')).toMatchObject({
      adopted: true,
      warnings: ['excludedDisputed'],
    });
  });
});

const voter = fc.record({
  weight: fc.integer({ min: 1, max: 50 }),
  share: fc.integer({ min: 0, max: 50 }),
  members: fc.integer({ min: 1, max: 3 }),
  excluded: fc.boolean(),
  said: fc.array(fc.constantFrom(...choices), { maxLength: 3 }),
});
const electorate = fc.array(voter, { maxLength: 25 }).map((all) =>
  all.map(
    ({ weight, share, members, excluded, said }, n): Voter => ({
      id: `v${n}`,
      weight: fraction(weight, 7),
      share: fraction(share, 1000),
      members: Array.from({ length: members }, (_, k) => `p${n}.${k}`),
      excluded,
      answers: said.slice(0, members).map((choice, k) => ({ person: `p${n}.${k}`, choice })),
    }),
  ),
);

/** A second counter, written as plainly as the law: whole numbers over one common denominator, no shared code. */
function naive(voters: readonly Voter[], majority: (typeof majorities)[number]) {
  let [yes, no, shares] = [0, 0, 0];
  let all = true;
  let entitled = 0;
  for (const { weight, share, excluded, members, answers } of voters) {
    if (excluded) continue;
    entitled += 1;
    const said = new Set(answers.map(({ choice }) => choice));
    if (answers.length < members.length || said.size !== 1 || !said.has('yes')) all = false;
    const w = (Number(weight.numerator) * 7) / Number(weight.denominator);
    if (said.size !== 1) continue;
    if (said.has('yes')) {
      yes += w;
      shares += (Number(share.numerator) * 1000) / Number(share.denominator);
    }
    if (said.has('no')) no += w;
  }
  if (majority === 'allOwners') return { adopted: all && entitled > 0, whoPays: null };
  if (majority === 'threeQuarters') return { adopted: yes + no > 0 && yes * 4 >= (yes + no) * 3, whoPays: null };
  const adopted = yes > no;
  if (majority === 'simple' || !adopted) return { adopted, whoPays: null };
  const enough = yes * 3 > (yes + no) * 2;
  return { adopted, whoPays: enough && shares > 500 ? 'all' : enough && shares === 500 ? 'disputed' : 'approving' };
}

test.each(majorities)('random ballots are counted for %s like by a second, naive counter', (majority) => {
  fc.assert(
    fc.property(electorate, (voters) => {
      const { adopted, whoPays } = count(voters, majority);
      expect({ adopted, whoPays }).toEqual(naive(voters, majority));
    }),
    { numRuns: 500 },
  );
});

test('every vote is counted once: the sums make all that there is', () => {
  fc.assert(
    fc.property(electorate, (voters) => {
      const { sums } = count(voters, 'simple');
      const parts = Object.values(sums);
      expect(parts.reduce((total, { voters: each }) => total + each, 0)).toBe(voters.length);
      expect(compare(sum(parts.map(({ weight }) => weight)), sum(voters.map(({ weight }) => weight)))).toBe(0);
    }),
  );
});

test('what is decided stays so, whatever those say who have not spoken', () => {
  const rest = fc.array(fc.constantFrom(...choices, null), { minLength: 75, maxLength: 75 });
  fc.assert(
    fc.property(electorate, rest, fc.constantFrom(...majorities), (voters, later, majority) => {
      if (!isDecided(voters, majority)) return;
      let n = 0;
      const spoken = voters.map((each) => ({
        ...each,
        answers: each.members.flatMap((person) => {
          const known = each.answers.find((answer) => answer.person === person);
          const choice = known?.choice ?? later[n++];
          return choice ? [{ person, choice }] : [];
        }),
      }));
      const [before, after] = [count(voters, majority), count(spoken, majority)];
      // A rejection for want of any vote may become another kind of rejection; the outcome is the same.
      expect(after.adopted).toBe(isFinal(voters, majority) ?? before.adopted);
    }),
    { numRuns: 1_000 },
  );

  /** The outcome where all who are silent agree: the one that it is decided to have. */
  function isFinal(voters: readonly Voter[], majority: (typeof majorities)[number]): boolean | undefined {
    const silent = voters.map((each) =>
      each.answers.length === 0
        ? { ...each, answers: each.members.map((person) => ({ person, choice: 'no' as const })) }
        : each,
    );
    return count(silent, majority).adopted;
  }
});

test('shares are exact where floats are not', () => {
  const tenth = fraction(1, 10);
  expect(compare(sum([tenth, tenth, tenth]), fraction(3, 10))).toBe(0);
  expect(
    compare(times(fraction(1, 1), fraction(2, 3)), fraction(666_666_666_666, 999_999_999_999)),
  ).toBeGreaterThanOrEqual(0);
  expect(() => fraction(1, 0)).toThrow(RangeError);
});

describe('what speaks against a vote before it opens', () => {
  const rules: VotingRules = {
    form: 'circularMajority',
    principle: 'heads',
    majority: 'simple',
    secret: false,
    changeable: false,
    endsWhenDecided: true,
    proxies: { holders: 'anybody', most: null },
    loweringResolution: { on: '2026-05-04', wording: 'Über den Anstrich darf im Umlauf entschieden werden.' },
  };

  test('a majority in writing is locked until its lowering resolution is linked', () => {
    expect(votingProblem({ ...rules, loweringResolution: null })).toBe('loweringNeeded');
    expect(votingProblem(rules)).toBeNull();
    expect(
      votingProblem({ ...rules, form: 'circularAll', majority: 'allOwners', loweringResolution: null }),
    ).toBeNull();
  });

  test('nothing is secret where § 21 asks who pays, where each one has to agree, or where the weight tells', () => {
    const secret = { ...rules, secret: true };
    expect(votingProblem(secret)).toBeNull();
    expect(votingProblem({ ...secret, majority: 'structuralChange' })).toBe('secrecyImpossible');
    expect(votingProblem({ ...secret, principle: 'shares' })).toBe('secrecyImpossible');
    expect(votingProblem({ ...secret, form: 'circularAll', majority: 'allOwners' })).toBe('secrecyImpossible');
  });

  test('a board decides by heads', () => {
    expect(votingProblem({ ...rules, form: 'board' })).toBeNull();
    expect(votingProblem({ ...rules, form: 'board', principle: 'shares' })).toBe('badInput');
  });
});

describe('whose answer is taken', () => {
  const attempt: Attempt = {
    open: true,
    changeable: false,
    secret: false,
    excluded: false,
    member: true,
    proxy: null,
    holderExcluded: false,
    given: null,
    cast: false,
    choice: 'yes',
  };
  const proxy = { id: 'x', holder: 'h', instruction: null, withdrawn: false };

  test.each([
    ['one’s own, once', {}, null],
    ['after the end', { open: false }, 'campaignOver'],
    ['twice', { given: 'yes', cast: true }, 'alreadyAnswered'],
    ['twice, where votes may be changed', { given: 'yes', cast: true, changeable: true }, null],
    ['somebody else’s', { member: false }, 'notFound'],
    ['of somebody excluded', { excluded: true }, 'votingExcluded'],
    ['of somebody excluded, by a proxy', { excluded: true, member: false, proxy }, 'votingExcluded'],
    ['by an excluded holder of a proxy', { holderExcluded: true, member: false, proxy }, 'votingExcluded'],
    ['under a proxy', { member: false, proxy }, null],
    ['under a withdrawn proxy', { member: false, proxy: { ...proxy, withdrawn: true } }, 'proxyWithdrawn'],
    ['against an instruction', { member: false, proxy: { ...proxy, instruction: 'no' } }, 'proxyInstructed'],
    ['as instructed', { member: false, proxy: { ...proxy, instruction: 'yes' } }, null],
    ['a co-owner’s second ballot of a secret vote', { secret: true, cast: true }, 'alreadyAnswered'],
    ['a co-owner’s, after the other one’s', { cast: true }, null],
  ] as const)('%s', (_, change, refusal) => {
    expect(answerProblem({ ...attempt, ...change })).toBe(refusal);
  });

  test('proxies have the limits of the community’s rules', () => {
    const about = {
      rules: { form: 'circularAll' as const, proxies: { holders: 'anybody' as const, most: null } },
      ...{ open: true, sameVote: false, holderIsOwner: false, holderExcluded: false, ownerExcluded: false, held: 9 },
    };
    expect(proxyProblem(about)).toBeNull();
    expect(
      proxyProblem({ ...about, rules: { form: 'circularAll' as const, proxies: { holders: 'owners', most: null } } }),
    ).toBe('proxyHolder');
    expect(
      proxyProblem({ ...about, rules: { form: 'circularAll' as const, proxies: { holders: 'anybody', most: 9 } } }),
    ).toBe('proxyTooMany');
    expect(
      proxyProblem({ ...about, rules: { form: 'circularAll' as const, proxies: { holders: 'anybody', most: 10 } } }),
    ).toBeNull();
    expect(proxyProblem({ ...about, holderExcluded: true })).toBe('votingExcluded');
    expect(proxyProblem({ ...about, open: false })).toBe('campaignOver');
    expect(proxyProblem({ ...about, rules: { ...about.rules, form: 'board' } })).toBe('proxyHolder');
  });
});

test('a weight is written in the parts that the declaration of division counts, where it comes out even', () => {
  expect(inPartsOf('1/4', 1000)).toBe('250/1000');
  expect(inPartsOf('1', 1000)).toBe('1000/1000');
  expect(inPartsOf('0', 1000)).toBe('0/1000');
  expect(inPartsOf('1/3', 1000)).toBe('1/3');
  expect(inPartsOf('3', null)).toBe('3');
});

describe('each rule of a vote carries its paragraph, its state and what follows', () => {
  const situation: LawSituation = {
    rules: {
      form: 'circularMajority',
      principle: 'heads',
      majority: 'structuralChange',
      secret: false,
      changeable: false,
      endsWhenDecided: true,
      proxies: { holders: 'anybody', most: null },
      loweringResolution: { on: '2026-05-04', wording: 'Darüber darf im Umlauf entschieden werden.' },
    },
    phase: 'pending',
    announced: false,
    withdrawn: false,
    count: count(votes(['yes', 'no', null], [50, 20, 30]), 'structuralChange'),
    sold: 1,
    excluded: 0,
    proxies: 2,
  };
  const law = (id: string, change: Partial<LawSituation> = {}) =>
    lawOf({ ...situation, ...change }).find((each) => each.id === id);

  test('there is no resolution until it is announced', () => {
    expect(law('proclamation')).toMatchObject({
      state: 'open',
      consequence: 'noResolution',
      paragraph: '§ 23 (3) WEG',
    });
    expect(law('proclamation', { announced: true, phase: 'closed' })).toMatchObject({ state: 'kept' });
  });

  test('exactly half of all shares is said to be disputed', () => {
    expect(law('halfOfShares')).toMatchObject({ state: 'disputed', consequence: 'approvingPay' });
  });

  test('a unit that changed hands is said, with the number of such units', () => {
    expect(law('keyDate')).toMatchObject({ state: 'disputed', number: 1 });
    expect(law('keyDate', { sold: 0 })).toMatchObject({ state: 'kept' });
  });

  test.each<[string, Partial<LawSituation['rules']>, 'principle' | 'proxies', string]>([
    ['heads by law', {}, 'principle', 'kept'],
    ['shares where nobody noted why', { principle: 'shares' }, 'principle', 'disputed'],
    [
      'shares as the community has it',
      { principle: 'shares', communityRules: { votingPrinciple: 'shares', proxiesMost: null } },
      'principle',
      'kept',
    ],
    [
      'heads where the community counts shares',
      { communityRules: { votingPrinciple: 'shares', proxiesMost: null } },
      'principle',
      'disputed',
    ],
    [
      'as many proxies as the community allows',
      {
        proxies: { holders: 'anybody', most: 2 },
        communityRules: { votingPrinciple: 'heads', proxiesMost: 2 },
      },
      'proxies',
      'kept',
    ],
    [
      'more proxies than the community allows',
      { communityRules: { votingPrinciple: 'heads', proxiesMost: 2 } },
      'proxies',
      'disputed',
    ],
    [
      'a limit of proxies that the community does not know',
      { proxies: { holders: 'anybody', most: 3 }, communityRules: { votingPrinciple: 'heads', proxiesMost: null } },
      'proxies',
      'disputed',
    ],
  ])('what the community’s rules say decides whether a vote keeps them: %s', (_, change, id, state) => {
    expect(law(id, { rules: { ...situation.rules, ...change } })).toMatchObject({ state });
  });

  test('a majority in writing without its lowering resolution is void', () => {
    const rules = { ...situation.rules, loweringResolution: null };
    expect(law('circularMajority', { rules })).toMatchObject({ state: 'broken', consequence: 'void' });
  });
});
