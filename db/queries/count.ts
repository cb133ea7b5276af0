import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time/berlin.ts';
import type { VotingRules } from '../../domain/vote/ballot.ts';
import { type Cast, type Choice, type Count, count, type Sum, type Voter } from '../../domain/vote/count.ts';
import { type Fraction, fraction, sum, written, zero } from '../../domain/vote/fraction.ts';
import type { Query } from '../pool.ts';

/** A count as it is stored: weights as `87/1000`. */
export interface CountRecord {
  sums: Record<Cast, { voters: number; weight: string }>;
  adopted: boolean;
  reason: Count['reason'];
  sharesYes: string;
  whoPays: Count['whoPays'];
  warnings: Count['warnings'];
}

/** A count as plain JSON. */
export function countRecord({ sums, sharesYes, ...rest }: Count): CountRecord {
  const each = Object.entries(sums).map(([cast, { voters, weight }]) => [cast, { voters, weight: written(weight) }]);
  return { ...rest, sums: Object.fromEntries(each), sharesYes: written(sharesYes) };
}

interface VoterRow {
  id: string;
  weight: [string, string];
  share: [string, string];
  members: string[];
  excluded: boolean;
  answers: { person: string; choice: Choice | null }[];
}

/**
 * The votes of a campaign with the answers that count, as rows say them at this moment. Looked up vote by vote: thousands
 * of answers may have come since PostgreSQL last learned how many there are, and a join planned for none of them takes long.
 */
export async function votersOf(q: Query, campaignId: string): Promise<{ voters: Voter[]; silent: number }> {
  const rows = await q<VoterRow>(
    `select v.id, array[v.weight_numerator::text, v.weight_denominator::text] as weight,
       array[v.share_numerator::text, v.share_denominator::text] as share, v.exclusion is not null as excluded,
       array(select person_id from campaign_person p where p.voter_id = v.id) as members,
       coalesce((select jsonb_agg(jsonb_build_object('person', a.person_id, 'choice', a.choice))
         from campaign_current_answer a where a.voter_id = v.id), '[]') as answers
     from campaign_voter v where v.campaign_id = $1`,
    [campaignId],
  );
  const voters = rows.map(({ id, weight, share, members, excluded, answers }) => ({
    id,
    weight: fractionOf(weight),
    share: fractionOf(share),
    members,
    excluded,
    // A read receipt, and who took part in a secret vote, say no more than that.
    answers: answers.map(({ person, choice }) => ({ person, choice: choice ?? ('abstain' as const) })),
  }));
  return { voters, silent: voters.filter(({ excluded, answers }) => !excluded && answers.length === 0).length };
}

function fractionOf([numerator, denominator]: [string, string]): Fraction {
  return fraction(BigInt(numerator), BigInt(denominator));
}

/** What decides how a campaign is counted. */
export interface Counted {
  voting: VotingRules;
  allShares: { numerator: number; denominator: number } | null;
}

/** Counts a vote: by its voters' answers, or by its ballots where it is secret. */
export async function countVotes(q: Query, campaignId: string, { voting, allShares }: Counted): Promise<Count> {
  const { voters } = await votersOf(q, campaignId);
  const whole = allShares ? fraction(allShares.numerator, allShares.denominator) : fraction(1, 1);
  if (!voting.secret) return count(voters, voting.majority, whole);
  const ballots = await q<{ choice: Choice; ballots: number }>(
    'select choice, ballots from campaign_ballots where campaign_id = $1',
    [campaignId],
  );
  // Every ballot of a secret vote weighs the same: one.
  const anonymous = ballots.flatMap(({ choice, ballots: number }) =>
    Array.from({ length: number }, (_, n) => ({
      id: `${choice}${n}`,
      weight: fraction(1, 1),
      share: zero,
      members: [choice],
      excluded: false,
      answers: [{ person: choice, choice }],
    })),
  );
  const found = count(anonymous, voting.majority, whole);
  const rest = (those: Voter[]): Sum => ({ voters: those.length, weight: sum(those.map(({ weight }) => weight)) });
  const sums = {
    ...found.sums,
    silent: rest(voters.filter(({ excluded, answers }) => !excluded && answers.length === 0)),
    excluded: rest(voters.filter(({ excluded }) => excluded)),
  };
  return { ...found, sums };
}

/** What binds the answers of a campaign to its chain: a hash over their hashes, in rising order. */
export function sealOf(hashes: readonly string[]): string {
  const seal = createHash('sha256');
  for (const hash of [...hashes].sort()) seal.update(Buffer.from(hash, 'hex'));
  return seal.digest('hex');
}

/**
 * Ends the time for answers and counts, within the transaction that writes the row: from here on nobody answers any more,
 * because answers take a shared lock on the row that is held exclusively here. Written in the campaign's chain with a seal
 * over all answers. Nothing where it has ended before.
 */
export async function closeAnswers(
  q: Query,
  campaignId: string,
  { revision, changedAt }: { revision: number; changedAt: Instant },
): Promise<void> {
  const [row] = await q<{ phase: string; kind: string } & Counted>(
    `select phase, kind, voting, all_shares as "allShares" from campaign where id = $1 for update`,
    [campaignId],
  );
  if (row?.phase !== 'open') return;
  const answers = await q<{ hash: string }>(
    `select encode(hash, 'hex') as hash from campaign_answer where campaign_id = $1`,
    [campaignId],
  );
  const result = row.kind === 'vote' ? countRecord(await countVotes(q, campaignId, row)) : null;
  const facts = { answers: answers.length, seal: sealOf(answers.map(({ hash }) => hash)), ...(result && { result }) };
  await q('update campaign set result = $2, counted_at = $3 where id = $1', [
    campaignId,
    result && JSON.stringify(result),
    changedAt,
  ]);
  await q(
    `select append_timeline($1::uuid, $4::timestamptz, 'answersCounted', 'campaign', $1::uuid,
       $2::integer, null, '{"kind": "system"}', array['management', 'participant'], $3::json)`,
    [campaignId, revision, JSON.stringify({ facts }), changedAt],
  );
}
