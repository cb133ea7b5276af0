import { useParams } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fileAddress } from '../../api.ts';
import { ButtonLink } from '../../ui/Button.tsx';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { When } from '../../ui/When.tsx';
import { Forecast } from '../lifecycle/Forecast.tsx';
import { sayWhom } from '../lifecycle/names.ts';
import { forecastSteps, timelineEntries } from '../lifecycle/sentences.tsx';
import { sayThen, sayTurn, toneOfTurn } from '../lifecycle/stages.ts';
import { Timeline } from '../lifecycle/Timeline.tsx';
import { WaitingPanel } from '../lifecycle/WaitingPanel.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { CampaignActs } from './CampaignActs.tsx';
import { CountPanel } from './CountPanel.tsx';
import { LawPanel } from './LawPanel.tsx';
import { PeopleList } from './PeopleList.tsx';
import { PinnedDocument } from './PinnedDocument.tsx';
import { type Campaign, useCampaign } from './queries.ts';
import { dayOf, leftWithout, sayMajority, sayPrinciple, sayProxies, standing } from './words.ts';

/** One vote or read receipt: where it stands, how the answers stand, its rules, and who has not answered. */
export default function CampaignPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const campaign = useCampaign(() => params.id);
  return (
    <div class="mx-auto max-w-300 px-5 py-6 max-lg:px-4">
      <Loaded query={campaign} elsewhere={{ href: '/abstimmungen', label: m.campaign_title() }} shape="page" page>
        {(found) => <Page campaign={found()} />}
      </Loaded>
    </div>
  );
}

function Page(props: { campaign: Campaign }): JSX.Element {
  const vote = () => props.campaign.kind === 'vote';
  return (
    <article class="grid items-start gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div class="min-w-0">
        <header class="mb-3.5">
          <p class="text-muted">
            {props.campaign.number} · {vote() ? m.campaign_kind_vote() : m.campaign_kind_read_receipt()} ·{' '}
            {props.campaign.property}
          </p>
          <h1 class="text-2xl font-bold tracking-[-0.012em] text-balance">{props.campaign.title}</h1>
        </header>
        <Ball campaign={props.campaign} />
        <CampaignActs campaign={props.campaign} />
        <section class="mt-5">
          <h2 class="mb-1.5 text-xs font-semibold text-muted">{vote() ? m.campaign_motion() : m.campaign_text()}</h2>
          <p class="text-pretty whitespace-pre-line">{props.campaign.question}</p>
          <Show when={props.campaign.document}>
            {(document) => (
              <PinnedDocument
                document={document()}
                office={vote() && props.campaign.phase !== 'closed' ? 'runningVote' : 'other'}
                class="mt-3"
              />
            )}
          </Show>
          <ul class="mt-2 flex flex-wrap gap-2 empty:hidden">
            <For each={props.campaign.files}>
              {(file) => (
                <li>
                  <ButtonLink href={fileAddress(file.id)} target="_blank" icon="document">
                    {file.name}
                  </ButtonLink>
                </li>
              )}
            </For>
          </ul>
        </section>
        <CountPanel
          class="mt-5"
          count={vote() && props.campaign.outcome !== 'withdrawn' ? props.campaign.count : null}
          turnout={props.campaign.turnout}
          whole={props.campaign.voting?.whole ?? null}
          secret={props.campaign.voting?.secret === true}
          running={props.campaign.phase === 'open'}
          receipt={!vote()}
        />
        <Show when={props.campaign.sold.length > 0}>
          <section class="mt-3.5 rounded-xl bg-us-soft px-4 py-3 text-us">
            <h2 class="font-semibold">{m.campaign_sold_title()}</h2>
            <ul>
              <For each={props.campaign.sold}>
                {({ label, owners }) => (
                  <li>{m.campaign_sold_unit({ unit: label, owners: owners.join(', ') || '–' })}</li>
                )}
              </For>
            </ul>
          </section>
        </Show>
        <PeopleList campaign={props.campaign} />
        <Timeline entries={timelineEntries(props.campaign.timeline, 'office')} fold={6} class="mt-6" />
      </div>
      <div class="flex min-w-0 flex-col gap-6 xl:sticky xl:top-20">
        <Details campaign={props.campaign} />
        <Forecast steps={forecastSteps(props.campaign.steps, 'office')} />
        <LawPanel laws={props.campaign.laws} />
      </div>
    </article>
  );
}

function Ball(props: { campaign: Campaign }): JSX.Element {
  const ball = () => props.campaign.balls[0];
  const state = () => standing({ ...props.campaign, adopted: props.campaign.count?.adopted ?? null });
  return (
    <Show
      when={ball()}
      fallback={
        <Show
          when={props.campaign.closedAt}
          fallback={<WaitingPanel tone="us" viewer="office" headline={m.ticket_received()} />}
        >
          {(closed) => (
            <WaitingPanel
              tone="done"
              viewer="office"
              headline={leftWithout(props.campaign) ? m.campaign_ended_with_document() : state().text}
              then={<When iso={closed()} />}
            />
          )}
        </Show>
      }
    >
      {(turn) => (
        <WaitingPanel
          tone={toneOfTurn(turn(), 'office')}
          viewer="office"
          name={sayWhom(turn().on, 'office')}
          headline={sayTurn(turn(), 'office')}
          then={sayThen(props.campaign.steps, 'office')}
        />
      )}
    </Show>
  );
}

const forms = {
  circularAll: () => m.campaign_form_circular_all(),
  circularMajority: () => m.campaign_form_circular_majority(),
  board: () => m.campaign_form_board(),
};
const audiences = {
  owners: () => m.campaign_audience_owners(),
  residents: () => m.campaign_audience_residents(),
  board: () => m.campaign_audience_board(),
};

function Details(props: { campaign: Campaign }): JSX.Element {
  const address = (ending: string) => `/api/campaigns/${props.campaign.id}/evidence.${ending}`;
  const facts = (): Fact[] => {
    const { audience, voting, deadline, keyDate, openedAt } = props.campaign;
    const found: Fact[] = [
      { term: m.campaign_fact_asked(), value: audiences[audience]() },
      { term: m.campaign_fact_deadline(), value: <When iso={deadline} /> },
      { term: m.campaign_key_date(), value: dayOf(keyDate) },
    ];
    if (voting)
      found.push(
        { term: m.campaign_form_label(), value: forms[voting.form]() },
        { term: m.campaign_fact_majority(), value: sayMajority(voting.majority) },
        ...(voting.form === 'circularMajority'
          ? [{ term: m.campaign_fact_principle(), value: sayPrinciple(voting.principle) }]
          : []),
        ...(voting.form === 'board' ? [] : [{ term: m.campaign_fact_proxies(), value: sayProxies(voting.proxies) }]),
        {
          term: m.campaign_fact_ballots(),
          value: [
            voting.secret ? m.campaign_ballots_secret() : m.campaign_ballots_named(),
            voting.changeable && m.campaign_ballots_changeable(),
          ]
            .filter(Boolean)
            .join(', '),
        },
      );
    if (voting?.loweringResolution)
      found.push({ term: m.campaign_fact_lowering(), value: voting.loweringResolution.wording });
    found.push({ term: m.campaign_fact_opened(), value: <When iso={openedAt} /> });
    return found;
  };
  return (
    <section>
      <h2 class="mb-2 text-xs font-semibold text-muted">{m.campaign_facts()}</h2>
      <Facts facts={facts()} />
      <div class="mt-3 flex flex-wrap gap-2">
        <ButtonLink href={address('pdf')} target="_blank" icon="document">
          {m.campaign_evidence_pdf()}
        </ButtonLink>
        <ButtonLink href={address('json')} target="_blank" look="quiet">
          {m.campaign_evidence_json()}
        </ButtonLink>
      </div>
    </section>
  );
}
