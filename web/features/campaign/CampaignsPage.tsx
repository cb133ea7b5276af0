import { A } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ButtonLink } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { useMe } from '../desk/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { type CampaignRow, useCampaigns } from './queries.ts';
import { moment, standing } from './words.ts';

const newCampaign = '/abstimmungen/neu';

/** The office's votes and read receipts: those that run with how many have answered, then those that have ended. */
export default function CampaignsPage(): JSX.Element {
  const campaigns = useCampaigns();
  const me = useMe();
  const running = () => (campaigns.data ?? []).filter(({ closedAt }) => !closedAt);
  const ended = () => (campaigns.data ?? []).filter(({ closedAt }) => closedAt);
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 class="text-xl font-semibold">{m.campaign_title()}</h1>
          <p class="mt-1 text-pretty text-muted">{m.campaign_lead()}</p>
        </div>
        <Show when={me.data?.employee?.may.includes('publish')}>
          <ButtonLink href={newCampaign} icon="plus">
            {m.campaign_new()}
          </ButtonLink>
        </Show>
      </div>
      <Loaded query={campaigns} failed={m.campaign_failed()} count={4}>
        {(rows) => (
          <Show
            when={rows().length > 0}
            fallback={<EmptyState icon="check" title={m.campaign_none_title()} text={m.campaign_none_text()} />}
          >
            <List title={m.campaign_running()} rows={running()} />
            <List title={m.campaign_ended()} rows={ended()} />
          </Show>
        )}
      </Loaded>
    </div>
  );
}

function List(props: { title: string; rows: readonly CampaignRow[] }): JSX.Element {
  return (
    <Show when={props.rows.length > 0}>
      <section class="mt-7">
        <h2 class="mb-2 text-md font-semibold">{props.title}</h2>
        <ul class="overflow-hidden rounded-xl border border-line bg-surface">
          <For each={props.rows}>{(row) => <Row row={row} />}</For>
        </ul>
      </section>
    </Show>
  );
}

function Row(props: { row: CampaignRow }): JSX.Element {
  const state = () => standing(props.row);
  return (
    <li class="border-line not-last:border-b">
      <A
        href={`/abstimmungen/${props.row.id}`}
        class="flex items-center gap-4 px-4 py-3 transition-colors -outline-offset-2 hover:bg-sunken"
      >
        <span class="min-w-0 flex-1">
          <span class="block truncate font-semibold">{props.row.title}</span>
          <span class="block truncate text-sm text-muted">
            {props.row.number} · {props.row.kind === 'vote' ? m.campaign_kind_vote() : m.campaign_kind_read_receipt()} ·{' '}
            {props.row.property}
          </span>
          <span class="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
            <Pill tone={state().tone}>{state().text}</Pill>
            <Show when={!props.row.closedAt && props.row.phase === 'open'}>
              <span class="text-muted">{m.campaign_until({ date: moment(props.row.deadline) })}</span>
            </Show>
          </span>
        </span>
        <span class="shrink-0 text-right text-sm text-muted tabular-nums max-sm:hidden">
          {m.campaign_answered_of({ answered: props.row.answered, asked: props.row.asked })}
        </span>
        <Icon name="chevronRight" class="shrink-0 text-muted" />
      </A>
    </li>
  );
}
