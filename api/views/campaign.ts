import { campaignFacts } from '../../db/access.ts';
import { type AskedPerson, askedPeople, type CampaignRecord, campaignRecord } from '../../db/queries/campaigns.ts';
import { type CountRecord, countRecord, countVotes } from '../../db/queries/count.ts';
import { documentRecord, versionsOf } from '../../db/queries/documents.ts';
import { soldSince } from '../../db/queries/electorate.ts';
import { timelineOf } from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { tick } from '../../domain/campaign/clock.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Audience } from '../../domain/lifecycle/outcome.ts';
import { forecastAlone } from '../../domain/lifecycle/world.ts';
import { campaignAudiences } from '../../domain/rights/campaign.ts';
import { mayAct, type Viewer } from '../../domain/rights.ts';
import type { Count } from '../../domain/vote/count.ts';
import { type Law, lawOf } from '../../domain/vote/law.ts';
import { People } from './people.ts';
import { ballView, entryViews, filesOf, stepViews, wantEntries } from './timeline.ts';

/** How many have a vote (or are to read) and how many of them have answered. */
export interface Turnout {
  asked: number;
  answered: number;
  excluded: number;
  proxies: number;
}

/** The turnout of a campaign, in one statement. */
export async function turnoutOf(workspace: Workspace, campaignId: string): Promise<Turnout> {
  const [row] = await workspace.query<Turnout>(
    `select count(*) filter (where v.exclusion is null)::int as asked,
       count(*) filter (where v.exclusion is null
         and exists (select from campaign_answer a where a.voter_id = v.id))::int as answered,
       count(*) filter (where v.exclusion is not null)::int as excluded,
       (select count(*)::int from campaign_proxy x where x.campaign_id = $1 and x.withdrawn_at is null) as proxies
     from campaign_voter v where v.campaign_id = $1`,
    [campaignId],
  );
  return row ?? { asked: 0, answered: 0, excluded: 0, proxies: 0 };
}

/** A campaign as far as the viewer has to do with it; throws `notFound` for everybody else. */
export async function campaignFor(
  workspace: Workspace,
  viewer: Viewer,
  id: string,
): Promise<{ record: CampaignRecord; as: Audience[] }> {
  const facts = await campaignFacts(workspace, id, 'personId' in viewer ? viewer.personId : null);
  const as = facts ? campaignAudiences(viewer, facts) : [];
  const record = as.length > 0 ? await campaignRecord(workspace, id) : undefined;
  // A link was proven before: who shows it was asked, or held a proxy until it was withdrawn.
  if (facts && !record && viewer.kind === 'campaignLink' && viewer.campaignId === id)
    throw new DomainError('proxyWithdrawn');
  if (!record) throw new DomainError('notFound');
  return { record, as };
}

/** A campaign whose owner-side facts the office may work on; throws `notFound` where it may not. */
export async function campaignOfOffice(workspace: Workspace, viewer: Viewer, id: string): Promise<CampaignRecord> {
  const { record } = await campaignFor(workspace, viewer, id);
  if (!mayAct(viewer, 'publish', record.propertyId)) throw new DomainError('notFound');
  return record;
}

/** The laws of a vote where it stands now. */
function lawsOf(record: CampaignRecord, count: CountRecord | null, sold: number, turnout: Turnout): Law[] {
  const { voting, phase, outcome } = record;
  if (!voting) return [];
  return lawOf({
    rules: voting,
    phase: phase === 'open' ? 'open' : phase === 'closed' ? 'closed' : 'pending',
    announced: outcome === 'announced',
    withdrawn: outcome === 'withdrawn',
    count: count as unknown as Count | null,
    sold,
    excluded: turnout.excluded,
    proxies: turnout.proxies,
  });
}

/** A campaign as the office sees it: rules, count, who has the ball, what happened and what follows. */
export async function campaignView(workspace: Workspace, viewer: Viewer, id: string) {
  const { record, as } = await campaignFor(workspace, viewer, id);
  const { voting, phase, state } = record;
  const vote = record.kind === 'vote' && voting !== null;
  const running = vote && phase === 'open' && !voting.secret;
  const [turnout, live, sold, entries, files, document] = await Promise.all([
    turnoutOf(workspace, id),
    running ? countVotes(workspace.query.bind(workspace), id, { voting, allShares: record.allShares }) : null,
    vote && record.audience === 'owners' && record.phase !== 'closed' ? soldSince(workspace, id) : [],
    timelineOf(workspace, id, as),
    filesOf(workspace, record.files),
    pinnedDocument(workspace, record, 'office'),
  ]);
  const count = record.result ?? (live && countRecord(live));
  const people = new People(viewer, as, null);
  wantEntries(people, entries);
  const steps = state ? forecastAlone(state, tick) : [];
  for (const ball of state?.balls ?? []) people.want(ball.on);
  for (const { to } of steps) people.want(to);
  await people.load(workspace);
  return {
    ...about(record),
    files: [...files.values()],
    document,
    revision: record.revision,
    keyDate: record.keyDate,
    turnout,
    count,
    laws: lawsOf(record, count, sold.length, turnout),
    sold,
    may: { act: mayAct(viewer, 'publish', record.propertyId) },
    balls: (state?.balls ?? []).map((ball) => ballView(people, ball, null)),
    steps: stepViews(people, steps),
    timeline: await entryViews(workspace, people, entries, true),
  };
}

/** What everybody who has to do with a campaign may know of it. */
function about(record: CampaignRecord) {
  const { id, number, title, kind, audience, question, voting, phase, outcome, property } = record;
  const { deadline, openedAt, closedAt, countedAt } = record;
  return {
    id,
    number,
    title,
    kind,
    audience,
    question,
    voting,
    phase,
    outcome,
    property,
    deadline,
    openedAt,
    closedAt,
    countedAt,
  };
}

/**
 * The version of a document that a campaign is about, as everybody reads it whom the campaign asks; null without one. What
 * one says that was withdrawn since, only the office still reads, as evidence: for those who are asked it has no words.
 */
async function pinnedDocument(
  workspace: Workspace,
  { documentId, documentVersion }: CampaignRecord,
  reader: 'office' | 'asked',
) {
  if (documentId === null || documentVersion === null) return null;
  const [head, [version]] = await Promise.all([
    documentRecord(workspace, documentId),
    versionsOf(workspace, documentId, documentVersion),
  ]);
  if (!head || !version) return null;
  const gone = head.phase === 'withdrawn' && reader === 'asked';
  const files = gone ? [] : version.files;
  return {
    id: head.id,
    number: head.number,
    version: version.n,
    withdrawnAt: head.withdrawnAt,
    title: gone ? '' : version.title,
    body: gone ? [] : version.body,
    hash: version.hash,
    files: files.map(({ id, name, mediaType, bytes, pages }) => ({ id, name, mediaType, bytes, pages })),
  };
}

/** One vote that a person may cast, or the answer that they gave. */
export interface BallotLine {
  voterId: string;
  /** Whose vote it is: the person's own, or of somebody whose proxy they hold. */
  personId: string;
  name: string;
  units: string[];
  weight: string;
  exclusion: string | null;
  answer: { choice: string | null; way: string; at: string; hash: string } | null;
  /** Whether a co-owner (or a proxy) has cast this vote. */
  castByOther: boolean;
  /** Whom this person has given a proxy. */
  given: AskedPerson['proxy'];
  /** The proxy under which they act. */
  under: { id: string; instruction: string | null } | null;
}

/** What one person is asked, with their own answers; nothing of what others have said. */
export async function ballotView(workspace: Workspace, viewer: Viewer, id: string) {
  const { record } = await campaignFor(workspace, viewer, id);
  const personId = 'personId' in viewer ? viewer.personId : '';
  const [turnout, files, document, lines, holders] = await Promise.all([
    turnoutOf(workspace, id),
    filesOf(workspace, record.files),
    pinnedDocument(workspace, record, 'asked'),
    linesOf(workspace, id, personId),
    record.voting && record.audience === 'owners' && record.phase === 'open'
      ? possibleHolders(workspace, id, personId)
      : [],
  ]);
  const announced = record.outcome === 'announced';
  return {
    ...about(record),
    files: [...files.values()],
    document,
    company: workspace.name,
    lines,
    holders,
    turnout: { asked: turnout.asked, answered: turnout.answered },
    // It exists only once it is announced to all (§ 23 (3) WEG): until then nobody but the office knows it.
    count: announced ? record.result : null,
    laws: lawsOf(record, announced ? record.result : null, 0, turnout),
  };
}

function linesOf(workspace: Workspace, campaignId: string, personId: string): Promise<BallotLine[]> {
  return workspace.query<BallotLine>(
    `with mine as (
       select voter_id, person_id, null::jsonb as under from campaign_person
       where campaign_id = $1 and person_id = $2
       union all
       select voter_id, person_id, jsonb_build_object('id', id, 'instruction', instruction) from campaign_proxy
       where campaign_id = $1 and holder_id = $2 and withdrawn_at is null
     )
     select v.id as "voterId", w.person_id as "personId", trim(n.given_name || ' ' || n.family_name) as name,
       array(select b.street || ', ' || u.number from unit u join building b on b.id = u.building_id
             where u.id = any(v.units) order by 1) as units,
       case v.weight_denominator when 1 then v.weight_numerator::text
         else v.weight_numerator || '/' || v.weight_denominator end as weight,
       v.exclusion, w.under,
       case when a.id is not null then jsonb_build_object('choice', a.choice, 'way', a.way,
         'at', to_char(a.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'hash', encode(a.hash, 'hex')) end as answer,
       exists (select from campaign_answer o where o.voter_id = v.id and o.person_id <> w.person_id) as "castByOther",
       (select jsonb_build_object('id', x.id, 'holder', trim(h.given_name || ' ' || h.family_name),
          'instruction', x.instruction)
        from campaign_proxy x join person h on h.id = x.holder_id
        where x.voter_id = v.id and x.person_id = w.person_id and x.withdrawn_at is null and w.under is null) as given
     from mine w join campaign_voter v on v.id = w.voter_id join person n on n.id = w.person_id
     left join campaign_current_answer a on a.voter_id = v.id and a.person_id = w.person_id
     order by w.under is not null, v.id`,
    [campaignId, personId],
  );
}

/** To whom an owner may give a proxy here: the other owners of the association, by name. */
function possibleHolders(workspace: Workspace, campaignId: string, personId: string) {
  return workspace.query<{ id: string; name: string }>(
    `select distinct n.id, trim(n.given_name || ' ' || n.family_name) as name
     from campaign_person p join campaign_voter v on v.id = p.voter_id join person n on n.id = p.person_id
     where p.campaign_id = $1 and p.person_id <> $2 and v.exclusion is null order by 2 limit 500`,
    [campaignId, personId],
  );
}

/** Those whom a campaign asks, for the office; what a secret vote said is nowhere. */
export async function peopleView(workspace: Workspace, viewer: Viewer, id: string, missing: boolean) {
  await campaignFor(workspace, viewer, id);
  if (viewer.kind !== 'employee') throw new DomainError('notFound');
  const rows = await askedPeople(workspace, id, { missing, most: 301 });
  return { rows: rows.slice(0, 300), more: rows.length > 300 };
}
