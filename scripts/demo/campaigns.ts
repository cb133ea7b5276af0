import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { writeRevisions } from '../../activities/lifecycle/project.ts';
import { electorateOf } from '../../api/campaigns/electorate.ts';
import { takeAnswer } from '../../db/queries/answers.ts';
import { openCampaign } from '../../db/queries/campaigns.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { giveProxy } from '../../db/queries/proxies.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { tick } from '../../domain/campaign/clock.ts';
import type { CampaignCommand } from '../../domain/campaign/commands.ts';
import type { CampaignOutcomeData } from '../../domain/campaign/draft.ts';
import { apply, open } from '../../domain/campaign/rules.ts';
import type { CampaignState } from '../../domain/campaign/state.ts';
import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import type { Actor } from '../../domain/parties.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { addMinutes, berlinClock, berlinInstant, type Instant, toInstant } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { VotingRules } from '../../domain/vote/ballot.ts';
import { type Choice, choices } from '../../domain/vote/count.ts';
import { begin } from './live.ts';

const day = 24 * 60;

const circular: VotingRules = {
  form: 'circularMajority',
  principle: 'shares',
  majority: 'structuralChange',
  secret: false,
  changeable: false,
  endsWhenDecided: false,
  proxies: { holders: 'anybody', most: null },
  loweringResolution: {
    on: '2026-05-04',
    wording: 'Über Fahrradbügel und Ladepunkte im Hof darf im Umlauf mit der Mehrheit der Stimmen entschieden werden.',
  },
};

interface Plot {
  property: string;
  kind: 'vote' | 'readReceipt';
  audience: 'owners' | 'residents' | 'board';
  title: string;
  question: string;
  voting: VotingRules | null;
  /** Days from now. */
  opened: number;
  deadline: number;
  /** Who answers: of every `of` people the first `come`, and of every `against` of these the last one says no. */
  come: number;
  of: number;
  against: number;
  announced: boolean;
  /** The title of the document that it is about, as it stands. */
  document?: string;
  /** Whether one who has not answered has given a proxy to another. */
  proxy?: true;
}

const plots: readonly Plot[] = [
  {
    property: '100',
    kind: 'vote',
    audience: 'owners',
    title: 'Ladepunkte für Fahrräder im Hof',
    question:
      'Im Hof zwischen den Häusern 4 und 6 werden acht überdachte Fahrradbügel mit vier Ladepunkten errichtet. Die Kosten betragen höchstens 18.500 Euro.',
    voting: circular,
    opened: -4,
    deadline: 10,
    ...{ come: 3, of: 7, against: 4, announced: false, proxy: true },
  },
  {
    property: '100',
    kind: 'readReceipt',
    audience: 'owners',
    title: 'Gutachten zur Tiefgarage',
    question:
      'Bitte lesen Sie das Gutachten vor der nächsten Versammlung und bestätigen Sie, dass Sie es gelesen haben.',
    voting: null,
    opened: -6,
    deadline: 12,
    document: 'Gutachten zum Wasserschaden in der Tiefgarage',
    ...{ come: 2, of: 5, against: 99, announced: false },
  },
  {
    property: '100',
    kind: 'vote',
    audience: 'owners',
    title: 'Neuer Anstrich der Treppenhäuser',
    question:
      'Die Treppenhäuser der Häuser 2 bis 6 werden im Frühjahr gestrichen. Die Kosten betragen höchstens 12.000 Euro.',
    voting: { ...circular, majority: 'simple', principle: 'heads' },
    opened: -45,
    deadline: -24,
    ...{ come: 4, of: 5, against: 5, announced: true },
  },
  {
    property: '200',
    kind: 'readReceipt',
    audience: 'residents',
    title: 'Heizungsprüfung im ganzen Haus',
    question:
      'Die Heizkörper werden geprüft. Bitte halten Sie den Zugang zu allen Heizkörpern frei und bestätigen Sie, dass Sie diese Ankündigung gelesen haben.',
    voting: null,
    opened: -18,
    deadline: -1,
    ...{ come: 2, of: 3, against: 99, announced: false },
  },
];

/** Writes the company's campaigns as they would have gone, once; those that run go on as workflows. */
export async function layCampaigns(client: Client, workspace: Workspace, manager: string): Promise<void> {
  const there = await workspace.query<{ id: string }>('select id from campaign');
  if (there.length === 0) for (const plot of plots) await tell(workspace, plot, { kind: 'employee', id: manager });
  const running = await workspace.query<{ id: string }>('select id from campaign where closed_at is null');
  for (const { id } of running) await begin(client, workspace, 'campaign', id);
}

async function tell(workspace: Workspace, plot: Plot, manager: Exclude<Actor, { kind: 'system' }>): Promise<void> {
  const [property] = await workspace.query<{ id: string; federalState: FederalState }>(
    'select id, federal_state as "federalState" from property where number = $1',
    [plot.property],
  );
  if (!property) return;
  const id = randomUUID();
  const at = morning(plot.opened);
  const deadline = berlinInstant(berlinClock(morning(plot.deadline)).day, 24 * 60 - 1);
  const { kind, audience, voting, title, question } = plot;
  const keyDate = berlinClock(at).day;
  const electorate = await electorateOf(workspace, {
    ...{ propertyId: property.id, kind, audience, voting, keyDate, exclusions: [] },
  });
  const document = plot.document === undefined ? null : await pinned(workspace, plot.document);
  const opening = {
    type: 'open',
    policy: builtinPolicy.version,
    federalState: property.federalState,
    ...{ kind, deadline, assignee: manager.id },
    ...(document && { document }),
  } as const;
  const command = commandOf(id, manager, at, opening);
  await workspace.transaction((q) =>
    openCampaign(
      q,
      command,
      {
        ...{ propertyId: property.id, title, kind, audience, question, document, voting, keyDate, deadline },
        ...{ assignee: manager.id, policy: builtinPolicy.version, allShares: electorate.allShares },
      },
      electorate.voters,
    ),
  );
  let state = await written(
    workspace,
    id,
    command.id,
    open(id, { id: command.id, actor: manager, at, command: opening }),
  );
  const now = toInstant(Date.now());
  const pass = async (until: Instant) => {
    for (let due = nextDeadline(state); due !== null && due <= until; due = nextDeadline(state))
      state = await written(workspace, id, null, tick(state, due));
  };
  let n = 0;
  for (const { id: voterId, members } of electorate.voters) {
    n += 1;
    if (n % plot.of >= plot.come) continue;
    const answeredAt = addMinutes(at, n * 171 + 40);
    if (answeredAt >= now || answeredAt >= deadline) continue;
    const said: Choice = choices[n % plot.against === 0 ? 1 : 0] ?? 'yes';
    for (const personId of members) {
      await takeAnswer(workspace, {
        ...{ id: randomUUID(), campaignId: id, voterId, personId, proxyId: null, fileId: null, at: answeredAt },
        choice: kind === 'vote' ? said : null,
        way: n % 2 === 0 ? 'portal' : 'link',
        actor: { kind: 'person', id: personId },
      });
    }
  }
  if (plot.proxy) await giveOne(workspace, id);
  await pass(plot.announced ? addMinutes(deadline, day) : now);
  if (plot.announced) {
    const [row] = await workspace.query<{ adopted: boolean }>(
      `select (result ->> 'adopted')::boolean as adopted from campaign where id = $1`,
      [id],
    );
    const announcedAt = addMinutes(deadline, 2 * day - 13 * 60);
    const announce = { type: 'announce', adopted: row?.adopted ?? false, sold: 0 } as const;
    const said = commandOf(id, manager, announcedAt, announce);
    await workspace.query(
      `insert into command (id, noun, subject_id, type, actor, at, facts) values ($1, 'campaign', $2, 'announce', $3, $4, $5)`,
      [said.id, id, JSON.stringify(manager), announcedAt, JSON.stringify(said.facts)],
    );
    await written(
      workspace,
      id,
      said.id,
      apply(state, { id: said.id, actor: manager, at: announcedAt, command: announce }),
    );
  }
  // What was due days ago was sent then.
  await workspace.query(
    `update message set state = 'sent', channel = 'mail', sent_at = due_at
     where subject_id = $1 and state = 'open' and due_at < now() - interval '2 days'`,
    [id],
  );
}

/** The version of a published document that is shown now. */
async function pinned(workspace: Workspace, title: string) {
  const [row] = await workspace.query<{ id: string; version: number; hash: string }>(
    `select d.id, d.version, v.hash from document d join document_version v on v.document_id = d.id and v.n = d.version
     where d.phase = 'published' and v.title = $1`,
    [title],
  );
  return row ?? null;
}

/** Of two who have not answered, the first gives the second a proxy. */
async function giveOne(workspace: Workspace, campaignId: string): Promise<void> {
  const [giver, holder] = await workspace.query<{ voterId: string; personId: string }>(
    `select p.voter_id as "voterId", p.person_id as "personId" from campaign_person p
     where p.campaign_id = $1 and not exists (select from campaign_answer a where a.voter_id = p.voter_id)
       and 1 = (select count(*) from campaign_person o where o.voter_id = p.voter_id)
     order by p.person_id limit 2`,
    [campaignId],
  );
  if (!giver || !holder) return;
  await giveProxy(workspace, {
    ...{ id: randomUUID(), campaignId, ...giver, holderId: holder.personId, instruction: null, fileId: null },
    by: { kind: 'person', id: giver.personId },
  });
}

/** Half past nine on a day so many days from now. */
function morning(days: number): Instant {
  return berlinInstant(berlinClock(addMinutes(toInstant(Date.now()), days * day)).day, 9 * 60 + 30);
}

function commandOf(subjectId: string, actor: Actor, at: Instant, { type, ...facts }: CampaignCommand): StoredCommand {
  return { id: randomUUID(), noun: 'campaign', subjectId, type, actor, at, facts, words: {}, files: [] };
}

async function written(
  workspace: Workspace,
  id: string,
  command: string | null,
  { state, happenings, effects }: CampaignOutcomeData,
): Promise<CampaignState> {
  const messages = effects.filter((effect) => effect.kind === 'message');
  await writeRevisions(workspace, 'campaign', id, [{ command, state, happenings, messages }], { settled: true });
  return state;
}
