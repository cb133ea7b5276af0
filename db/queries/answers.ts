import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import { type Instant, toMillis } from '../../domain/time/berlin.ts';
import { answerProblem, type GivenProxy, type VotingRules } from '../../domain/vote/ballot.ts';
import type { Choice } from '../../domain/vote/count.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { NOTHING_TO_READ } from './document-campaigns.ts';

/** By which way an answer came. */
export type AnswerWay = 'portal' | 'link' | 'paper';

/** An answer as it comes in; its id says that a repeated one is the same. */
export interface NewAnswer {
  id: string;
  campaignId: string;
  voterId: string;
  /** Whose answer it is. */
  personId: string;
  /** Null: a read receipt. */
  choice: Choice | null;
  way: AnswerWay;
  actor: Exclude<Actor, { kind: 'system' }>;
  proxyId: string | null;
  /** The scan of what was answered on paper. */
  fileId: string | null;
  at: Instant;
}

/** What an answer leaves with whoever gave it: their entry's hash, by which they find it in the evidence. */
export interface AnswerGiven {
  hash: string;
  /** Whether it had been given before, by the same request. */
  known: boolean;
}

interface Facts {
  phase: string;
  deadline: Instant;
  kind: 'readReceipt' | 'vote';
  voting: VotingRules | null;
  excluded: boolean;
  member: boolean;
  holderExcluded: boolean;
  proxy: GivenProxy | null;
  given: { choice: Choice | null; nth: number } | null;
  cast: boolean;
  /** Whether the document that was to be read is withdrawn. */
  gone: boolean;
  known: { hash: string; same: boolean } | null;
}

/**
 * Takes an answer: checks the open campaign under a shared lock (whoever ends it waits for the exclusive one) and writes it
 * with its salted hash. The same answer again changes nothing. Throws the refusal as DomainError; `notFound` for votes that
 * are not this person's.
 */
export async function takeAnswer(workspace: Workspace, answer: NewAnswer): Promise<AnswerGiven> {
  try {
    return await workspace.transaction((q) => take(q, answer));
  } catch (error) {
    // Two at once for one vote: one of them was first.
    if ((error as { code?: string }).code === '23505') throw new DomainError('alreadyAnswered');
    throw error;
  }
}

async function take(q: Query, answer: NewAnswer): Promise<AnswerGiven> {
  const { id, campaignId, voterId, personId, choice, way, actor, proxyId, fileId, at } = answer;
  const [facts] = await q<Facts>(
    `select c.phase, c.deadline, c.kind, c.voting, v.exclusion is not null as excluded,
       exists (select from campaign_person p where p.voter_id = v.id and p.person_id = $3) as member,
       $4::uuid is not null and exists (
         select from campaign_person p join campaign_voter o on o.id = p.voter_id
         where p.campaign_id = c.id and p.person_id = $6::uuid and o.exclusion is not null) as "holderExcluded",
       (select jsonb_build_object('id', x.id, 'holder', x.holder_id, 'instruction', x.instruction,
          'withdrawn', x.withdrawn_at is not null)
        from campaign_proxy x where x.id = $4 and x.voter_id = v.id and x.person_id = $3) as proxy,
       (select jsonb_build_object('choice', a.choice, 'nth', a.nth) from campaign_answer a
        where a.voter_id = v.id and a.person_id = $3 order by a.nth desc limit 1) as given,
       exists (select from campaign_answer a where a.voter_id = v.id) as cast,
       ${NOTHING_TO_READ} as gone,
       (select jsonb_build_object('hash', encode(a.hash, 'hex'), 'same', a.voter_id = v.id and a.person_id = $3)
        from campaign_answer a where a.id = $5) as known
     from campaign c join campaign_voter v on v.campaign_id = c.id
     where c.id = $1 and v.id = $2 for share of c`,
    [campaignId, voterId, personId, proxyId, id, actor.id],
  );
  if (!facts) throw new DomainError('notFound');
  const { voting, known, given, proxy } = facts;
  if (known) {
    if (!known.same) throw new DomainError('conflictingChange');
    return { hash: known.hash, known: true };
  }
  if (proxyId !== null && proxy?.holder !== actor.id) throw new DomainError('notFound');
  if ((facts.kind === 'vote') !== (choice !== null)) throw new DomainError('badInput');
  const secret = voting?.secret ?? false;
  const refusal = answerProblem({
    open: facts.phase === 'open' && !facts.gone && toMillis(facts.deadline) > toMillis(at),
    changeable: voting?.changeable ?? false,
    secret,
    excluded: facts.excluded,
    member: facts.member,
    proxy,
    holderExcluded: facts.holderExcluded,
    given: given && (given.choice ?? 'abstain'),
    cast: facts.cast,
    choice,
  });
  if (refusal) throw new DomainError(refusal);
  const kept = secret ? null : choice;
  const said = JSON.stringify({
    answer: id,
    campaign: campaignId,
    voter: voterId,
    person: personId,
    choice: kept,
    way,
    actor,
    proxy: proxyId,
    at,
  });
  const salt = randomBytes(16);
  const hash = createHash('sha256').update(salt).update(said, 'utf8').digest();
  const taken = await q(
    `with held as (
       select from campaign_proxy where id = $10 and withdrawn_at is null for share
     ), taken as (
       insert into campaign_answer (id, campaign_id, voter_id, person_id, nth, sole, choice, way, actor, proxy_id, file_id,
         at, said, salt, hash)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
       where $10::uuid is null or exists (select from held) returning campaign_id
     ), ballot as (
       insert into campaign_ballots as b (campaign_id, choice, ballots) select campaign_id, $16, 1 from taken where $6
       on conflict (campaign_id, choice) do update set ballots = b.ballots + 1
     ), seen as (
       update campaign_person set opened_at = $12 where voter_id = $3 and person_id = $4 and opened_at is null
         and $8 <> 'paper' and $10::uuid is null
     )
     insert into audit (actor, link, what, subject_id, after)
     select $9, case when $8 = 'link' then 'campaign' end, 'campaign.answer', campaign_id,
       jsonb_build_object('answer', $1::text, 'way', $8::text)
     from taken returning subject_id`,
    [
      id,
      campaignId,
      voterId,
      personId,
      (given?.nth ?? 0) + 1,
      secret,
      kept,
      way,
      JSON.stringify(actor),
      proxyId,
      fileId,
      at,
      said,
      salt,
      hash,
      choice,
    ],
  );
  // Withdrawn in this very moment: whoever withdrew it was first.
  if (taken.length === 0) throw new DomainError('proxyWithdrawn');
  return { hash: hash.toString('hex'), known: false };
}

/** Notes that somebody who is signed in looked at what they are asked. Noted once. */
export async function noteOpened(workspace: Workspace, campaignId: string, personId: string): Promise<void> {
  await workspace.query(
    'update campaign_person set opened_at = now() where campaign_id = $1 and person_id = $2 and opened_at is null',
    [campaignId, personId],
  );
}
