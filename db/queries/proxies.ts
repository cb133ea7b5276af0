import { containing, searchWords } from '../../domain/desk/view.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import { proxyProblem, type VotingRules } from '../../domain/vote/ballot.ts';
import type { Choice } from '../../domain/vote/count.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { NOT_OUT } from './outdated.ts';

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
  /** By which kind of link it was given, never the token. */
  link?: string | null;
}

/** Gives a proxy in place of one that was given before. Known ids change nothing. Throws why it can't be given. */
export async function giveProxy(workspace: Workspace, proxy: NewProxy): Promise<void> {
  const { id, campaignId, voterId, personId, holderId, instruction, fileId, by, link = null } = proxy;
  await workspace.transaction(async (q) => {
    // How many somebody holds is counted: of two at once the second waits.
    await q(`select pg_advisory_xact_lock(hashtextextended('proxy ' || $1 || ' ' || $2, 0))`, [campaignId, holderId]);
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
    await withdraw(q, { voterId, personId, by, link, insteadFor: holderId });
    await q(
      `with given as (
         insert into campaign_proxy (id, campaign_id, voter_id, person_id, holder_id, instruction, given_by, file_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning *
       )
       insert into audit (actor, link, what, subject_id, after)
       select $7, $9, 'campaign.proxy', campaign_id, jsonb_build_object('proxy', id, 'holder', holder_id) from given`,
      [id, campaignId, voterId, personId, holderId, instruction, JSON.stringify(by), fileId, link],
    );
    // Whoever may vote for somebody hears of it, with a link: they need not be an owner themselves.
    await q(
      `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
         data, priority, due_at)
       values ('campaign', $1, $1, 'proxyGiven:' || $2, 0, 'person', $3, 'participants', 'proxyGiven',
         jsonb_build_object('person', $4::uuid), 5, now())`,
      [campaignId, id, holderId, personId],
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

/**
 * Withdraws the proxy that somebody has given for a vote. Who holds it is written to if they have heard of it, unless they
 * are given another one in its place (`insteadFor`); what has not gone out is taken back.
 */
async function withdraw(
  q: Query,
  {
    voterId,
    personId,
    by,
    link,
    insteadFor,
  }: { voterId: string; personId: string; by: Actor; link: string | null; insteadFor: string | null },
): Promise<void> {
  await q(
    `with withdrawn as (
       update campaign_proxy set withdrawn_at = now(), withdrawn_by = $3
       where voter_id = $1 and person_id = $2 and withdrawn_at is null returning id, campaign_id, holder_id, person_id
     ), note as (
       select m.id, ${NOT_OUT} as waits, w.id as proxy from withdrawn w
       join message m on m.subject_id = w.campaign_id and m.event = 'proxyGiven:' || w.id
       where m.state not in ('withdrawn', 'failed', 'unwanted')
       -- As it is once whoever is sending it this moment has said so.
       for update of m
     ), untold as (
       update message set state = 'withdrawn' where id in (select id from note where waits)
     ), told as (
       insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
         data, priority, due_at)
       select 'campaign', w.campaign_id, w.campaign_id, 'proxyWithdrawn:' || w.id, 0, 'person', w.holder_id,
         'participants', 'proxyWithdrawn', jsonb_build_object('person', w.person_id,
           'voted', exists (select from campaign_answer a where a.proxy_id = w.id)), 5, now()
       from withdrawn w join note on note.proxy = w.id and not note.waits where w.holder_id is distinct from $4::uuid
     )
     insert into audit (actor, link, what, subject_id, after)
     select $3, $5, 'campaign.withdrawProxy', campaign_id, jsonb_build_object('proxy', id) from withdrawn`,
    [voterId, personId, JSON.stringify(by), insteadFor, link],
  );
}

/**
 * Withdraws a proxy: nobody votes under it from now on. What was voted under it before stays. Withdrawn before, it changes
 * nothing. Throws `campaignOver` once no vote can be given any more.
 */
export async function withdrawProxy(
  workspace: Workspace,
  id: string,
  { by, link }: { by: Actor; link: string | null },
): Promise<void> {
  await workspace.transaction(async (q) => {
    const [facts] = await q<{ open: boolean; withdrawn: boolean; voterId: string; personId: string }>(
      `select c.phase = 'open' and c.deadline > now() as open, x.withdrawn_at is not null as withdrawn,
         x.voter_id as "voterId", x.person_id as "personId"
       from campaign_proxy x join campaign c on c.id = x.campaign_id where x.id = $1 for share of c`,
      [id],
    );
    if (!facts) throw new DomainError('notFound');
    if (facts.withdrawn) return;
    if (!facts.open) throw new DomainError('campaignOver');
    await withdraw(q, { ...facts, by, link, insteadFor: null });
  });
}

/** Somebody who could hold a proxy, with how many of this vote they hold already. */
export interface Holder {
  id: string;
  name: string;
  /** Whether they have a vote of their own in it. */
  owner: boolean;
  held: number;
}

/**
 * Who could hold a proxy of a vote for one of those whom it asks, by a part of their name: its other owners, and where the
 * rules allow anybody also those who live or own in the properties that the employee works on, and colleagues. At most 20.
 */
export function possibleHolders(
  workspace: Workspace,
  rights: EmployeeRights,
  about: { campaignId: string; personId: string; text: string; anybody: boolean },
): Promise<Holder[]> {
  const params: unknown[] = [
    about.campaignId,
    about.personId,
    about.anybody,
    rights.allProperties ? null : [...rights.propertyIds],
  ];
  const named = searchWords(about.text).map((word) => `and n.words like folded($${params.push(containing(word))})`);
  return workspace.query<Holder>(
    `select n.id, trim(n.given_name || ' ' || n.family_name) as name, o.person_id is not null as owner,
       (select count(*)::int from campaign_proxy x
        where x.campaign_id = $1 and x.holder_id = n.id and x.withdrawn_at is null and x.person_id <> $2) as held
     from person n
     left join (select distinct person_id from campaign_person where campaign_id = $1) o on o.person_id = n.id
     where n.id <> $2 ${named.join(' ')}
       and not exists (select from campaign_person p join campaign_voter v on v.id = p.voter_id
         where p.campaign_id = $1 and p.person_id = n.id and v.exclusion is not null)
       and (o.person_id is not null or ($3 and ($4::uuid[] is null
         or exists (select from employee e where e.person_id = n.id and e.active)
         or exists (select from (select unit_id from tenancy where person_id = n.id
             union all select unit_id from ownership where person_id = n.id) h
           join unit u on u.id = h.unit_id join building b on b.id = u.building_id
           where b.property_id = any($4::uuid[])))))
     order by o.person_id is null, n.family_name, n.given_name, n.id limit 20`,
    params,
  );
}
