import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { locale } from '../../ui/locale.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { type InvitationLine, useInvitations, useOverview } from './queries.ts';
import { ReminderSettings } from './ReminderSettings.tsx';
import { Rounds } from './Rounds.tsx';
import { sayPlace, sayStanding, sayState, sayWay, standings, toneOf } from './words.ts';

/** "Einladungen": who was invited how and when, who came, who did not. */
export default function InvitationsPage(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ suche?: string; stand?: string }>();
  const standing = () => standings.find((each) => each === search.stand) ?? null;
  const overview = useOverview();
  const found = useInvitations(() => ({ text: search.suche ?? '', standing: standing() }));
  const rows = () => found.data?.pages.flat() ?? [];
  const narrowed = () => Boolean(search.suche || standing());
  const label = (each: InvitationLine['standing']) => {
    const count = overview.data?.counts[each];
    return count === undefined ? sayStanding(each) : `${sayStanding(each)} (${count})`;
  };
  let typing: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(typing));
  return (
    <div class="mx-auto max-w-260 px-5 py-6 max-lg:px-4">
      <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 class="text-xl font-bold tracking-[-0.012em]">{m.invitations_title()}</h1>
          <p class="mt-1 text-pretty text-muted">{m.invitations_lead()}</p>
        </div>
        <ButtonLink href="/einladungen/neu" icon="send">
          {m.invitations_send_to()}
        </ButtonLink>
      </div>
      <Show when={overview.data}>{(data) => <Rounds rounds={data().rounds} />}</Show>
      <div class="mt-5 grid grid-cols-[minmax(0,1fr)_13rem] gap-3 max-sm:grid-cols-1">
        <TextField
          type="search"
          label={m.invitations_search()}
          hideLabel
          placeholder={m.invitations_search()}
          maxLength={100}
          autocomplete="off"
          value={search.suche ?? ''}
          onInput={(event) => {
            const typed = event.currentTarget.value.trim();
            clearTimeout(typing);
            typing = setTimeout(() => setSearch({ suche: typed || undefined }, { replace: true }), 200);
          }}
        />
        <Select<InvitationLine['standing'] | 'all'>
          label={m.invitations_filter()}
          hideLabel
          value={standing() ?? 'all'}
          onChange={(value) => setSearch({ stand: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: m.invitations_filter_all() },
            ...standings.map((value) => ({ value, label: label(value) })),
          ]}
        />
      </div>
      <Loaded query={found} failed={m.invitations_load_failed()}>
        {() => (
          <Show
            when={rows().length > 0}
            fallback={
              <EmptyState
                icon="mail"
                title={narrowed() ? m.invitations_none_found() : m.invitations_empty_title()}
                text={narrowed() ? m.invitations_none_found_text() : m.invitations_empty_text()}
              />
            }
          >
            <ul class="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
              <For each={rows()}>{(row) => <Line row={row} />}</For>
            </ul>
            <Show when={found.hasNextPage}>
              <div class="mt-4 text-center">
                <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                  {m.invitations_more()}
                </Button>
              </div>
            </Show>
          </Show>
        )}
      </Loaded>
      <Show when={overview.data?.mayChange && overview.data} keyed>
        {(data) => <ReminderSettings settings={data.settings} />}
      </Show>
    </div>
  );
}

function Line(props: { row: InvitationLine }): JSX.Element {
  const again = useAgain();
  const navigate = useNavigate();
  const withdraw = async () => {
    try {
      await api.invitations.withdraw.mutate({ id: props.row.id });
      toast({ text: m.invitations_withdrawn() });
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    }
    void again();
  };
  const open = () => props.row.standing === 'waiting' || props.row.standing === 'failed';
  const anew = (way: InvitationLine['way']) => navigate(`/einladungen/neu?person=${props.row.personId}&weg=${way}`);
  const items = (): MenuItem[] => [
    { label: m.invitations_again_mail(), onSelect: () => anew('mail') },
    { label: m.invitations_again_letter(), onSelect: () => anew('letter') },
    ...(open() ? [{ label: m.invitations_withdraw(), onSelect: () => void withdraw() }] : []),
  ];
  return (
    <li class="grid min-h-14 grid-cols-[minmax(0,5fr)_minmax(0,5fr)_8rem_2.75rem] items-center gap-x-4 border-b border-line px-4 py-2 last:border-b-0 max-sm:grid-cols-[minmax(0,1fr)_2.75rem] max-sm:gap-y-1">
      <span class="min-w-0">
        <A
          href={`/personen/${props.row.personId}`}
          class="block truncate font-semibold underline-offset-3 hover:underline"
        >
          {props.row.name}
        </A>
        <span class="block truncate text-sm text-muted">{sayPlace(props.row)}</span>
      </span>
      <span class="min-w-0 text-sm text-muted max-sm:col-start-1">
        <span class="block">
          {m.invitations_line_made({
            way: sayWay(props.row.way),
            when: sayDate(props.row.madeAt, { locale: locale(), now: now() }),
            name: props.row.madeBy,
          })}
        </span>
        <span class="block">{progressOf(props.row)}</span>
      </span>
      <span class="max-sm:col-start-1">
        <Pill tone={toneOf[props.row.standing]}>{sayState(props.row)}</Pill>
      </span>
      <span class="max-sm:col-start-2 max-sm:row-start-1">
        <Show when={props.row.standing !== 'came'}>
          <Menu items={items()} />
        </Show>
      </span>
    </li>
  );
}

/** Still on the last day: an invitation ends with it. */
const lastMomentOf = (expiresAt: string) => new Date(Date.parse(expiresAt) - 1).toISOString();

/** What has come of it: sent, reminded, come, good until. */
function progressOf(row: InvitationLine): string {
  const when = (iso: string) => sayDate(iso, { locale: locale(), now: now() });
  if (row.cameAt) return m.invitations_line_came({ when: when(row.cameAt) });
  const unsent = row.way === 'letter' ? m.invitations_line_not_posted() : m.invitations_line_not_sent();
  return [
    row.sentAt ? m.invitations_line_sent({ when: when(row.sentAt) }) : unsent,
    row.reminders === 1 && m.invitations_line_reminded_one(),
    row.reminders > 1 && m.invitations_line_reminded({ count: row.reminders }),
    row.standing === 'waiting' && m.invitations_line_until({ when: when(lastMomentOf(row.expiresAt)) }),
  ]
    .filter(Boolean)
    .join(' · ');
}
