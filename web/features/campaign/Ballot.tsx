import { type Accessor, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { currentDoor, fileAddress } from '../../api.ts';
import { ButtonLink } from '../../ui/Button.tsx';
import { sayDue } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { sayOtherwise } from '../lifecycle/stages.ts';
import { WaitingPanel } from '../lifecycle/WaitingPanel.tsx';
import { NotRead } from '../shell/NotRead.tsx';
import { PageTitle } from '../shell/PortalShell.tsx';
import { BallotCard } from './BallotCard.tsx';
import { CountPanel } from './CountPanel.tsx';
import { LawPanel } from './LawPanel.tsx';
import { PinnedDocument } from './PinnedDocument.tsx';
import { type Ballot as BallotView, useBallot } from './queries.ts';
import { leftWithout } from './words.ts';

/** What one is asked, on the phone: the question, one's own votes, and the result once it is announced. */
export function Ballot(props: { id: Accessor<string | null> }): JSX.Element {
  const ballot = useBallot(props.id);
  return (
    <Switch fallback={<Skeleton shape="page" />}>
      <Match when={ballot.data}>
        {(data) => <Page ballot={data()} onDone={async () => void (await ballot.refetch())} />}
      </Match>
      <Match when={ballot.error}>
        {(error) => (
          <NotRead
            page
            error={error()}
            onAgain={() => void ballot.refetch()}
            elsewhere={{ href: '/meine', label: m.portal_home() }}
          />
        )}
      </Match>
    </Switch>
  );
}

function Page(props: { ballot: BallotView; onDone: () => Promise<void> }): JSX.Element {
  const vote = () => props.ballot.kind === 'vote';
  // What nobody can confirm any more has nothing to say to who has not.
  const lines = () => props.ballot.lines.filter(({ answer }) => answer !== null || !leftWithout(props.ballot));
  return (
    <>
      <PageTitle above={`${props.ballot.number} · ${props.ballot.property}`} title={props.ballot.title} />
      <Where ballot={props.ballot} />
      <section class="mt-5">
        <h2 class="mb-1 font-semibold">{vote() ? m.campaign_motion() : m.campaign_text()}</h2>
        <p class="text-pretty whitespace-pre-line">{props.ballot.question}</p>
        <Show when={props.ballot.document}>
          {(document) => <PinnedDocument document={document()} class="mt-3.5" />}
        </Show>
        <Show when={props.ballot.files.length > 0}>
          <h3 class="mt-4 mb-2 font-semibold">{m.campaign_documents()}</h3>
          <ul class="flex flex-col gap-2">
            <For each={props.ballot.files}>
              {(file) => (
                <li>
                  <ButtonLink href={fileAddress(file.id)} target="_blank" icon="document">
                    {file.name}
                  </ButtonLink>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
      <div class="mt-5 flex flex-col gap-4">
        <For each={lines().map(({ voterId, personId }) => `${voterId} ${personId}`)}>
          {(key) => (
            <Show when={props.ballot.lines.find(({ voterId, personId }) => `${voterId} ${personId}` === key)}>
              {(line) => <BallotCard ballot={props.ballot} line={line()} onDone={props.onDone} />}
            </Show>
          )}
        </For>
      </div>
      <Show when={props.ballot.count}>
        <CountPanel
          class="mt-5"
          count={props.ballot.count}
          turnout={props.ballot.turnout}
          whole={props.ballot.voting?.whole ?? null}
          secret={false}
          running={false}
        />
      </Show>
      <Show when={props.ballot.lines.some(({ answer }) => answer !== null)}>
        <OwnEvidence id={props.ballot.id} />
      </Show>
      <LawPanel class="mt-6" laws={props.ballot.laws} />
    </>
  );
}

/** The file in which one finds one's own answer, and with which it can be proven. */
function OwnEvidence(props: { id: string }): JSX.Element {
  const address = (ending: 'pdf' | 'json') => {
    const { entrance, link } = currentDoor();
    const door = new URLSearchParams({ ...(entrance && { entrance }), ...(link && { link }) });
    return `/api/campaigns/${props.id}/evidence.${ending}?${door}`;
  };
  return (
    <section class="mt-6">
      <h2 class="mb-1 font-semibold">{m.campaign_own_evidence()}</h2>
      <p class="mb-3 text-md text-muted">{m.campaign_own_evidence_text()}</p>
      <div class="flex flex-wrap gap-2">
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

function Where(props: { ballot: BallotView }): JSX.Element {
  const say = () => ({ locale: locale(), now: now() });
  const open = () => props.ballot.phase === 'open' && Date.parse(props.ballot.deadline) > now();
  const yours = () =>
    props.ballot.lines.some(({ answer, exclusion, castByOther }) => !answer && !exclusion && !castByOther);
  const votes = () => props.ballot.lines.some(({ exclusion }) => !exclusion);
  const due = () => sayDue(props.ballot.deadline, say());
  return (
    <Switch>
      <Match when={props.ballot.outcome === 'withdrawn'}>
        <WaitingPanel tone="done" viewer="you" headline={m.campaign_ballot_withdrawn()} />
      </Match>
      <Match when={leftWithout(props.ballot)}>
        <WaitingPanel tone="done" viewer="you" headline={m.campaign_ballot_document_withdrawn()} />
      </Match>
      <Match when={props.ballot.outcome === 'announced'}>
        <WaitingPanel
          tone="done"
          viewer="you"
          label={m.campaign_result()}
          headline={props.ballot.count?.adopted ? m.campaign_result_adopted() : m.campaign_result_rejected()}
        />
      </Match>
      <Match when={open() && yours()}>
        <WaitingPanel
          tone="us"
          viewer="you"
          headline={m.lifecycle_stage_answer_you({ due: due() })}
          then={props.ballot.kind === 'vote' ? sayOtherwise('answer') : undefined}
        />
      </Match>
      <Match when={open()}>
        <WaitingPanel
          tone="others"
          viewer="you"
          label={votes() ? m.campaign_ballot_thanks() : m.campaign_ballot_no_vote()}
          headline={m.lifecycle_stage_answer_others({ due: due() })}
        />
      </Match>
      <Match when={true}>
        <WaitingPanel tone="others" viewer="you" name={props.ballot.company} headline={m.campaign_ballot_over()} />
      </Match>
    </Switch>
  );
}
