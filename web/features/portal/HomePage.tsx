import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ButtonLink } from '../../ui/Button.tsx';
import { sayDate, sayDue } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { ToneDot } from '../../ui/Pill.tsx';
import type { Tone } from '../../ui/tones.ts';
import { OwnCampaigns } from '../campaign/OwnCampaigns.tsx';
import { NewDocuments } from '../document/NewDocuments.tsx';
import { sayStage } from '../lifecycle/stages.ts';
import { sayWord } from '../lifecycle/words.ts';
import { OwnTodos } from '../project/OwnTodos.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { useCompany } from '../signin/session.ts';
import { sayFlat } from './place.ts';
import { type OwnTicket, useOwnTickets } from './queries.ts';
import { ResidentFrame } from './ResidentFrame.tsx';

/** What a resident or owner comes home to: their reports, those that wait for them first, and the way to a new one. */
export default function HomePage(): JSX.Element {
  return (
    <ResidentFrame>
      <Home />
    </ResidentFrame>
  );
}

const waitsForYou = ({ own, follows, closedAt, waitingOn }: OwnTicket) =>
  !closedAt && ((own && waitingOn === 'reporter') || (!own && !follows && waitingOn === 'owner'));

function Home(): JSX.Element {
  const tickets = useOwnTickets();
  const open = () => {
    const all = (tickets.data ?? []).filter(({ closedAt }) => !closedAt);
    return [...all.filter(waitsForYou), ...all.filter((ticket) => !waitsForYou(ticket))];
  };
  const closed = () => (tickets.data ?? []).filter(({ closedAt }) => closedAt);
  return (
    <>
      <h1 class="mb-4 text-2xl font-bold tracking-[-0.012em]">{m.portal_home()}</h1>
      <ButtonLink href="/melden" target="_self" look="filled" icon="plus">
        {m.portal_report()}
      </ButtonLink>
      <div class="mt-6 flex flex-col gap-7">
        <OwnTodos path={(id) => `/projekt/${id}`} />
        <OwnCampaigns />
        <Loaded query={tickets} count={3} class="">
          {() => <List title={m.portal_open()} tickets={open()} />}
        </Loaded>
        <NewDocuments />
        <Switch>
          <Match when={tickets.data?.length === 0}>
            <EmptyState icon="inbox" title={m.portal_empty_title()} text={m.portal_empty_text()} />
          </Match>
          <Match when={tickets.data}>
            <List title={m.portal_closed()} tickets={closed()} />
          </Match>
        </Switch>
      </div>
    </>
  );
}

function List(props: { title: string; tickets: readonly OwnTicket[] }): JSX.Element {
  return (
    <Show when={props.tickets.length > 0}>
      <section>
        <h2 class="mb-2.5 font-semibold">
          {props.title} <span class="font-normal text-muted">{props.tickets.length}</span>
        </h2>
        <ul class="flex flex-col gap-2.5">
          <Key each={props.tickets} by="id">
            {(ticket) => <Row ticket={ticket()} />}
          </Key>
        </ul>
      </section>
    </Show>
  );
}

function Row(props: { ticket: OwnTicket }): JSX.Element {
  const company = useCompany();
  const say = () => ({ locale: locale(), now: now() });
  const tone = (): Tone => {
    if (props.ticket.closedAt) return props.ticket.outcome === 'done' ? 'done' : 'neutral';
    return waitsForYou(props.ticket) ? 'us' : 'others';
  };
  const ball = () => {
    const { closedAt, outcome, waitingOn, waitingFor, phase } = props.ticket;
    if (closedAt) return `${sayWord('outcome', outcome)}, ${sayDate(closedAt, say())}`;
    const stage = sayStage(waitingFor) ?? sayWord('phase', phase);
    if (waitsForYou(props.ticket)) return `${m.lifecycle_waiting_you()}: ${stage}`;
    const name = {
      contractor: m.lifecycle_whom_contractor(),
      owner: m.lifecycle_whom_owner(),
      advisoryBoard: m.lifecycle_whom_advisory_board(),
      reporter: m.lifecycle_whom_reporter(),
      person: m.lifecycle_whom_person(),
    }[waitingOn ?? ''];
    return `${m.lifecycle_waiting_on({ name: name ?? company.data?.name ?? m.lifecycle_whom_management() })}: ${stage}`;
  };
  return (
    <li>
      <A
        href={`/vorgang/${props.ticket.id}`}
        class={`flex items-center gap-3 rounded-xl border border-l-4 border-line bg-surface py-3.5 pr-3 pl-4 transition-colors hover:bg-sunken ${
          tone() === 'us'
            ? 'border-l-us'
            : tone() === 'done'
              ? 'border-l-done'
              : tone() === 'others'
                ? 'border-l-others'
                : ''
        }`}
      >
        <span class="min-w-0 flex-1">
          <span class="block leading-snug font-semibold text-pretty">
            {props.ticket.title || props.ticket.kind[locale()]}
          </span>
          <span class="mt-0.5 block truncate text-base text-muted">
            <Show when={props.ticket.follows}>{m.portal_follows()} · </Show>
            {props.ticket.number} · {props.ticket.street}
            <Show when={props.ticket.unit}>{(unit) => <>, {sayFlat(unit())}</>}</Show>
          </span>
          <span
            class={`mt-1.5 flex items-center gap-2 text-base font-medium ${tone() === 'us' ? 'text-us' : 'text-muted'}`}
          >
            <ToneDot tone={tone()} />
            <span class="min-w-0">
              {ball()}
              <Show when={waitsForYou(props.ticket) && props.ticket.dueAt}>
                {(due) => <>, {sayDue(due(), say())}</>}
              </Show>
            </span>
          </span>
        </span>
        <Icon name="chevronRight" class="text-muted" />
      </A>
    </li>
  );
}
