import { campaignToken } from '../../db/links.ts';
import type { CountRecord } from '../../db/queries/count.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { CampaignKind } from '../../domain/campaign/state.ts';
import type { DocumentKind } from '../../domain/document/document.ts';
import type { Ball } from '../../domain/lifecycle/ball.ts';
import type { Facts, Template } from '../../domain/lifecycle/outcome.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { VotingRules } from '../../domain/vote/ballot.ts';
import { aboutNothing } from './about-nothing.ts';
import { addressed } from './addressed.ts';
import { NAMED } from './campaign-phrases.ts';
import type { LetterPaper, Locale, MessageContext } from './letter.ts';

interface Row {
  id: string;
  template: Template;
  role: string;
  personId: string;
  facts: Facts;
  createdAt: Instant;
  isEmployee: boolean;
  name: string;
  email: string | null;
  mobile: string | null;
  fax: string | null;
  locale: Locale;
  generation: number;
  campaignId: string;
  number: string;
  title: string;
  kind: CampaignKind;
  question: string;
  outcome: string | null;
  result: CountRecord | null;
  voting: VotingRules | null;
  deadline: Instant;
  balls: Ball[] | null;
  place: string;
  asked: number;
  missing: number;
  principal: string | null;
  silent: string[];
  documentKind: DocumentKind | null;
  papers: (Omit<LetterPaper, 'pages'> & { pages: number | null })[];
}

const labels = {
  de: { vote: 'Abstimmung', readReceipt: 'Lesebestätigung' },
  en: { vote: 'Vote', readReceipt: 'Read receipt' },
};

/** What asks for an answer brings the papers along. */
const ASKS: ReadonlySet<Template> = new Set(['voteAsked', 'receiptAsked', 'campaignReminder']);

const OURS = new Set(['management', 'employee', 'onCall', 'managers']);

/** What messages about campaigns tell, in one statement, by message id; other messages are left out. */
export async function campaignContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(
    `with campaigns as (
       select distinct subject_id as id from message where id = any($1::uuid[]) and noun = 'campaign'
     ), answered as (
       select v.campaign_id, count(*) filter (where v.exclusion is null)::int as asked,
         count(*) filter (where v.exclusion is null and not exists (
           select from campaign_answer a where a.voter_id = v.id))::int as missing
       from campaign_voter v where v.campaign_id in (select id from campaigns) group by v.campaign_id
     )
     select m.id, m.template, m.role, m.recipient_id as "personId", m.data as facts, m.created_at as "createdAt",
       exists (select from employee e where e.person_id = n.id and e.active) as "isEmployee",
       trim(n.given_name || ' ' || n.family_name) as name, n.email, n.mobile, n.fax, n.locale,
       n.link_generation as generation, c.id as "campaignId", c.number, c.title, c.kind, c.question, c.outcome, c.result,
       c.voting, c.deadline, c.state -> 'balls' as balls, p.name || ', ' || p.city as place, a.asked, a.missing,
       nullif(trim(g.given_name || ' ' || g.family_name), '') as principal,
       case when m.template = 'campaignEnded' and m.role in ('management', 'employee', 'onCall', 'managers') then array(
         select trim(s.given_name || ' ' || s.family_name) from resolve_campaign_party('{"role": "silent"}', c.id) r
         join person s on s.id = r.recipient_id order by s.family_name, s.given_name, s.id limit ${NAMED + 1}
       ) else '{}' end as silent, d.kind as "documentKind",
       coalesce((select jsonb_agg(jsonb_build_object('name', f.name, 'sha256', f.sha256, 'mediaType', f.media_type,
           'pages', t.pages) order by x.place)
         from document_file x join stored_file f on f.id = x.file_id left join file_text t on t.file_id = f.id
         where x.document_id = c.document_id and x.n = c.document_version), '[]') as papers
     from message m join campaign c on c.id = m.subject_id join person n on n.id = m.recipient_id
     join property p on p.id = c.property_id left join answered a on a.campaign_id = c.id
     left join person g on g.id = (m.data ->> 'person')::uuid
     left join document d on d.id = c.document_id and d.phase <> 'withdrawn'
     where m.id = any($1::uuid[]) and m.noun = 'campaign'`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, contextOf(workspace, address, row)]));
}

function contextOf(workspace: Workspace, address: string, row: Row): MessageContext {
  const head = addressed(workspace, row);
  const us = row.isEmployee && OURS.has(row.role);
  const ours = (row.balls ?? []).find(({ key }) => key === 'ours');
  const told = typeof row.facts.until === 'string' ? row.facts.until : null;
  const token = campaignToken(workspace.key, {
    campaignId: row.campaignId,
    personId: row.personId,
    generation: row.generation,
  });
  return {
    ...aboutNothing,
    ...head,
    reader: us ? 'us' : 'resident',
    facts: row.facts,
    late: row.facts.late === true,
    label: labels[head.locale][row.kind],
    number: row.number,
    title: row.title,
    outcome: row.outcome,
    place: row.place,
    stage: us
      ? typeof row.facts.stage === 'string'
        ? (row.facts.stage as Ball['stage'])
        : (ours?.stage ?? null)
      : 'answer',
    until: told ?? (us ? (ours?.until ?? null) : row.deadline),
    code: null,
    url: `${address}${us ? `/abstimmungen/${row.campaignId}` : `/u/${token}`}`,
    address,
    // A vote is a deliberate act on its page, or on paper: a mail that comes back is none.
    reply: null,
    thread: row.campaignId,
    // What the law or a deadline asks of people is not theirs to turn off.
    preferences: null,
    // On paper, what it is about comes with it, unless it was withdrawn meanwhile.
    ...(row.documentKind &&
      ASKS.has(row.template) && {
        document: {
          kind: row.documentKind,
          paragraphs: [],
          papers: row.papers.map(({ pages, ...paper }) => ({ ...paper, pages: pages ?? 1 })),
        },
      }),
    campaign: {
      kind: row.kind,
      question: row.question,
      asked: row.asked,
      missing: row.missing,
      result: row.result,
      secret: row.voting?.secret ?? false,
      whole: row.voting?.whole ?? null,
      principal: row.principal,
      silent: us ? row.silent : [],
    },
  };
}
