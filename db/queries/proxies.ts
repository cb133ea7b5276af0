import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import { proxyProblem, type VotingRules } from '../../domain/vote/ballot.ts';
import type { Choice } from '../../domain/vote/count.ts';
import type { Workspace } from '../workspaces.ts';

/** A proxy as it is given (§ 25 (3) WEG: in text form, which the row is, or on paper with its scan). */
export interface NewProxy {
  id: string;
  campaignId: string;
  voterId: string;
  /** Who gives it, who holds it. */
  personId: string;
  holderId: string;
  instruction: Choice | null;
  fileId: string | null;
  by: Actor;
}

/** Gives a proxy in place of one that was given before. Known ids change nothing. Throws why it can't be given. */
export async function giveProxy(workspace: Workspace, proxy: NewProxy): Promise<void> {
  const { id, campaignId, voterId, personId, holderId, instruction, fileId, by } = proxy;
  await workspace.transaction(async (q) => {
    const [facts] = await q<{
      open: boolean;
      voting: VotingRules | null;
      member: boolean;
      ownerExcluded: boolean;
      holderKnown: boolean;
      holderIsOwner: boolean;
      holderExcluded: boolean;
      sameVote: boolean;
      held: number;
      answered: boolean;
      known: boolean;
    }>(
      `select c.phase = 'open' and c.deadline > now() as open, c.voting, v.exclusion is not null as "ownerExcluded",
         exists (select from campaign_person p where p.voter_id = v.id and p.person_id = $3) as member,
         exists (select from person n where n.id = $4) as "holderKnown",
         exists (select from campaign_person p where p.campaign_id = c.id and p.person_id = $4) as "holderIsOwner",
         exists (select from campaign_person p join campaign_voter o on o.id = p.voter_id
                 where p.campaign_id = c.id and p.person_id = $4 and o.exclusion is not null) as "holderExcluded",
         $3::uuid = $4::uuid as "sameVote",
         (select count(*)::int from campaign_proxy x where x.campaign_id = c.id and x.holder_id = $4
            and x.withdrawn_at is null and (x.voter_id, x.person_id) is distinct from (v.id, $3::uuid)) as held,
         exists (select from campaign_answer a where a.voter_id = v.id and a.person_id = $3) as answered,
         exists (select from campaign_proxy x where x.id = $5) as known
       from campaign c join campaign_voter v on v.campaign_id = c.id where c.id = $1 and v.id = $2 for share of c`,
      [campaignId, voterId, personId, holderId, id],
    );
    if (!facts?.member || !facts.holderKnown || facts.voting === null) throw new DomainError('notFound');
    if (facts.known) return;
    if (facts.answered) throw new DomainError('alreadyAnswered');
    const refusal = proxyProblem({ ...facts, rules: facts.voting });
    if (refusal) throw new DomainError(refusal);
    await q(
      `update campaign_proxy set withdrawn_at = now(), withdrawn_by = $3
       where voter_id = $1 and person_id = $2 and withdrawn_at is null`,
      [voterId, personId, JSON.stringify(by)],
    );
    await q(
      `with given as (
         insert into campaign_proxy (id, campaign_id, voter_id, person_id, holder_id, instruction, given_by, file_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning *
       )
       insert into audit (actor, what, subject_id, after)
       select $7, 'campaign.proxy', campaign_id, jsonb_build_object('proxy', id, 'holder', holder_id) from given`,
      [id, campaignId, voterId, personId, holderId, instruction, JSON.stringify(by), fileId],
    );
  });
}

/** A proxy with whose it is, or undefined. */
export async function proxyOf(
  workspace: Workspace,
  id: string,
): Promise<{ campaignId: string; personId: string; withdrawn: boolean } | undefined> {
  const [row] = await workspace.query<{ campaignId: string; personId: string; withdrawn: boolean }>(
    `select campaign_id as "campaignId", person_id as "personId", withdrawn_at is not null as withdrawn
     from campaign_proxy where id = $1`,
    [id],
  );
  return row;
}

/** Withdraws a proxy: nobody votes under it from now on. What was voted under it before stays. */
export async function withdrawProxy(workspace: Workspace, id: string, by: Actor): Promise<void> {
  await workspace.query(
    `with withdrawn as (
       update campaign_proxy set withdrawn_at = now(), withdrawn_by = $2 where id = $1 and withdrawn_at is null
       returning id, campaign_id
     )
     insert into audit (actor, what, subject_id, after)
     select $2, 'campaign.withdrawProxy', campaign_id, jsonb_build_object('proxy', id) from withdrawn`,
    [id, JSON.stringify(by)],
  );
}
