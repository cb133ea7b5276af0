import type { CampaignKind, CampaignOutcome, CampaignPhase, CampaignState } from '../../domain/campaign/state.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { VotingRules } from '../../domain/vote/ballot.ts';
import type { Franchise } from '../../domain/vote/electorate.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { mapped, type StoredCommand } from './commands.ts';
import type { CountRecord } from './count.ts';
import { NOTHING_TO_READ } from './document-campaigns.ts';

/** Whom a campaign asks. */
export const audiences = ['owners', 'residents', 'board'] as const;
export type CampaignAudience = (typeof audiences)[number];

/** A campaign as its row keeps it from the beginning. */
export interface NewCampaign {
  propertyId: string;
  title: string;
  kind: CampaignKind;
  audience: CampaignAudience;
  question: string;
  /** The version of a document that it is about. */
  document: { id: string; version: number } | null;
  voting: VotingRules | null;
  /** `YYYY-MM-DD` */
  keyDate: string;
  deadline: Instant;
  assignee: string | null;
  policy: number;
  allShares: { numerator: number; denominator: number } | null;
}

/** One vote, or one reader, as it is asked. */
export interface NewVoter extends Franchise {
  id: string;
  /** § 25 (4) WEG: why it has no vote in this matter; null where it has. */
  exclusion: string | null;
}

/**
 * Opens a campaign: command, row and voters in one call. A known command gives its number again; throws
 * `conflictingChange` for the id of another one, `notFound` for files that are not the actor's.
 */
export async function openCampaign(
  q: Query,
  command: StoredCommand,
  campaign: NewCampaign,
  voters: readonly NewVoter[],
): Promise<string> {
  const { document, ...facts } = campaign;
  const [row] = await mapped(
    q<{ number: string }>('select open_campaign($1, $2, $3) as number', [
      JSON.stringify(command),
      JSON.stringify({
        ...facts,
        letter: campaign.kind === 'vote' ? 'B' : 'L',
        eachMember: campaign.voting?.majority === 'allOwners',
      }),
      JSON.stringify(
        voters.map(({ id, units, members, weight, share, exclusion }) => ({
          id,
          units,
          members,
          exclusion,
          weight: [String(weight.numerator), String(weight.denominator)],
          share: [String(share.numerator), String(share.denominator)],
        })),
      ),
    ]),
  );
  if (document)
    await q(
      `update campaign set document_id = $2, document_version = $3 where id = $1 and command_id = $4 and document_id is null`,
      [command.subjectId, document.id, document.version, command.id],
    );
  return row?.number ?? '';
}

/** A campaign with everything that its page tells about it, before rights are applied. */
export interface CampaignRecord {
  id: string;
  number: string;
  title: string;
  kind: CampaignKind;
  audience: CampaignAudience;
  question: string;
  documentId: string | null;
  documentVersion: number | null;
  files: string[];
  voting: VotingRules | null;
  keyDate: string;
  deadline: Instant;
  phase: CampaignPhase;
  outcome: CampaignOutcome | null;
  revision: number;
  result: CountRecord | null;
  countedAt: Instant | null;
  openedAt: Instant;
  closedAt: Instant | null;
  changedAt: Instant;
  eachMember: boolean;
  allShares: { numerator: number; denominator: number } | null;
  propertyId: string;
  property: string;
  federalState: FederalState;
  assigneeId: string | null;
  state: CampaignState | null;
}

const columns = `c.id, c.number, c.title, c.kind, c.audience, c.question, c.document_id as "documentId",
  c.document_version as "documentVersion", c.files, c.voting,
  c.key_date::text as "keyDate", c.deadline, c.phase, c.outcome, c.revision, c.result, c.counted_at as "countedAt",
  c.begun_at as "openedAt", c.closed_at as "closedAt", c.changed_at as "changedAt", c.each_member as "eachMember",
  c.all_shares as "allShares", c.property_id as "propertyId", p.name as property, p.federal_state as "federalState",
  c.assignee_id as "assigneeId", c.state`;

/** One campaign, or undefined. */
export async function campaignRecord(workspace: Workspace, id: string): Promise<CampaignRecord | undefined> {
  const [row] = await workspace.query<CampaignRecord>(
    `select ${columns} from campaign c join property p on p.id = c.property_id where c.id = $1`,
    [id],
  );
  return row;
}

/** The open campaigns that have answers, each with a mark that changes with every answer and every other deadline. */
export function answeredCampaigns(workspace: Workspace): Promise<{ id: string; standing: string }[]> {
  return workspace.query(
    `select c.id, count(*) || ' ' || extract(epoch from c.deadline)::bigint as standing
     from campaign c join campaign_answer a on a.campaign_id = c.id where c.phase = 'open' group by c.id`,
  );
}

/**
 * Whether an answer is still to come from one who has a vote (or is to read): from each of those who share it where `each`,
 * else from any of them. Stops at the first that it finds.
 */
export async function awaitsAnswers(workspace: Workspace, campaignId: string, each: boolean): Promise<boolean> {
  const [row] = await workspace.query<{ awaits: boolean }>(
    `select exists (
       select from campaign_voter v join campaign_person p on p.voter_id = v.id
       where v.campaign_id = $1 and v.exclusion is null and not exists (
         select from campaign_answer a where a.voter_id = v.id and (not $2 or a.person_id = p.person_id))) as awaits`,
    [campaignId, each],
  );
  return row?.awaits ?? false;
}

/** A line of the desk's list of campaigns. */
export interface CampaignRow {
  id: string;
  number: string;
  title: string;
  kind: CampaignKind;
  audience: CampaignAudience;
  phase: CampaignPhase;
  outcome: CampaignOutcome | null;
  property: string;
  deadline: Instant;
  dueAt: Instant | null;
  openedAt: Instant;
  closedAt: Instant | null;
  adopted: boolean | null;
  /** How many votes (or readers) there are, and how many of them have an answer. */
  asked: number;
  answered: number;
}

/** The campaigns of an employee's properties: those that run first, then the newest. `most` of them. */
export function campaignRows(workspace: Workspace, rights: EmployeeRights, most: number): Promise<CampaignRow[]> {
  return workspace.query<CampaignRow>(
    `select c.id, c.number, c.title, c.kind, c.audience, c.phase, c.outcome, p.name as property, c.deadline,
       c.due_at as "dueAt", c.begun_at as "openedAt", c.closed_at as "closedAt",
       case when c.result is not null then (c.result ->> 'adopted')::boolean end as adopted,
       n.asked, n.answered
     from campaign c join property p on p.id = c.property_id
     cross join lateral (
       select count(*)::int as asked,
         count(*) filter (where exists (select from campaign_answer a where a.voter_id = v.id))::int as answered
       from campaign_voter v where v.campaign_id = c.id and v.exclusion is null
     ) n
     where $1 or c.property_id = any($2::uuid[])
     order by c.closed_at is not null, case when c.closed_at is null then c.due_at end, c.begun_at desc, c.id limit $3`,
    [rights.allProperties, rights.propertyIds, most],
  );
}

/** One whom a campaign asks, with what is known of their answer: never what a secret vote said. */
export interface AskedPerson {
  personId: string;
  voterId: string;
  name: string;
  units: string[];
  weight: [string, string];
  exclusion: string | null;
  /** How the way to them went: the newest message's state and channel. */
  messageState: string | null;
  channel: string | null;
  openedAt: Instant | null;
  answeredAt: Instant | null;
  choice: string | null;
  way: string | null;
  byProxy: boolean;
  proxy: { id: string; holder: string; instruction: string | null } | null;
}

/** Those whom a campaign asks, in order of their names; only those without an answer where `missing`. */
export function askedPeople(
  workspace: Workspace,
  campaignId: string,
  { missing, most, person = null }: { missing: boolean; most: number; person?: string | null },
): Promise<AskedPerson[]> {
  return workspace.query<AskedPerson>(
    `select p.person_id as "personId", p.voter_id as "voterId", trim(n.given_name || ' ' || n.family_name) as name,
       array(select b.street || ', ' || u.number from unit u join building b on b.id = u.building_id
             where u.id = any(v.units) order by 1) as units,
       array[v.weight_numerator::text, v.weight_denominator::text] as weight, v.exclusion,
       m.state as "messageState", m.channel, p.opened_at as "openedAt",
       a.at as "answeredAt", a.choice, a.way, a.proxy_id is not null as "byProxy",
       (select jsonb_build_object('id', x.id, 'holder', trim(h.given_name || ' ' || h.family_name),
          'instruction', x.instruction)
        from campaign_proxy x join person h on h.id = x.holder_id
        where x.voter_id = p.voter_id and x.person_id = p.person_id and x.withdrawn_at is null) as proxy
     from campaign_person p join campaign c on c.id = p.campaign_id join campaign_voter v on v.id = p.voter_id
     join person n on n.id = p.person_id
     left join campaign_current_answer a on a.voter_id = p.voter_id and a.person_id = p.person_id
     left join lateral (
       select m.state, m.channel from message m where m.subject_id = p.campaign_id and m.recipient_id = p.person_id
       order by m.created_at desc, m.id limit 1
     ) m on true
     where p.campaign_id = $1 and ($4::uuid is null or p.person_id = $4) and (not $2 or (v.exclusion is null and not exists (
       select from campaign_answer o where o.voter_id = p.voter_id
         and (o.person_id = p.person_id or not c.each_member))))
     order by n.family_name, n.given_name, p.person_id, p.voter_id limit $3`,
    [campaignId, missing, most, person],
  );
}

/** A campaign that asks a person, for their own list. */
export interface OwnCampaign {
  id: string;
  number: string;
  title: string;
  kind: CampaignKind;
  phase: CampaignPhase;
  outcome: CampaignOutcome | null;
  property: string;
  deadline: Instant;
  closedAt: Instant | null;
  adopted: boolean | null;
  /** Whether something is still awaited of this person. */
  open: boolean;
}

/** The campaigns that ask a person, or let them vote for somebody: those that wait for them first. */
export function campaignsOfPerson(workspace: Workspace, personId: string): Promise<OwnCampaign[]> {
  return workspace.query<OwnCampaign>(
    `select c.id, c.number, c.title, c.kind, c.phase, c.outcome, p.name as property, c.deadline,
       c.closed_at as "closedAt",
       case when c.outcome = 'announced' then (c.result ->> 'adopted')::boolean end as adopted,
       c.phase = 'open' and c.deadline > now() and not ${NOTHING_TO_READ} and exists (
         select from campaign_voter v where v.campaign_id = c.id and v.exclusion is null
           and (exists (select from campaign_person w where w.voter_id = v.id and w.person_id = $1)
             or exists (select from campaign_proxy x where x.voter_id = v.id and x.holder_id = $1
               and x.withdrawn_at is null))
           and not exists (select from campaign_answer a where a.voter_id = v.id
             and (a.person_id = $1 or not c.each_member))
       ) as open
     from campaign c join property p on p.id = c.property_id
     where c.id in (select campaign_id from campaign_person where person_id = $1
       union select campaign_id from campaign_proxy where holder_id = $1 and withdrawn_at is null)
     order by open desc, c.closed_at is not null, c.deadline, c.id limit 100`,
    [personId],
  );
}
