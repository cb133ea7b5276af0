import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { ContractorDialog } from './ContractorDialog.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { usePeople } from './queries.ts';
import { type PersonLine, type PersonRole, sayOwnRole, sayRole } from './words.ts';

const filters: readonly PersonRole[] = [
  'renter',
  'owner',
  'board',
  'landlord',
  'contractor',
  'employee',
  'former',
  'none',
  'double',
];

/** "Personen": residents, owners, firms and colleagues; found by any part of name, address or number. */
export default function PeoplePage(): JSX.Element {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ suche?: string; rolle?: string; inaktiv?: string }>();
  const [making, setMaking] = createSignal<'person' | 'contractor'>();
  const role = () => filters.find((each) => each === search.rolle) ?? null;
  const people = usePeople(() => ({ text: search.suche ?? '', role: role(), inactive: search.inaktiv === '1' }));
  const rows = () => people.data?.pages.flat() ?? [];
  const narrowed = () => Boolean(search.suche || role() || search.inaktiv);
  let typing: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(typing));
  return (
    <div class="mx-auto max-w-260 px-5 py-6 max-lg:px-4">
      <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 class="text-xl font-bold tracking-[-0.012em]">{m.people_title()}</h1>
          <p class="mt-1 text-pretty text-muted">{m.people_lead()}</p>
        </div>
        <Menu
          label={m.people_add()}
          trigger={m.people_add()}
          items={[
            { label: m.people_new(), icon: 'person', onSelect: () => setMaking('person') },
            { label: m.people_new_contractor(), icon: 'wrench', onSelect: () => setMaking('contractor') },
          ]}
        />
      </div>
      <div class="mt-4 grid grid-cols-[minmax(0,1fr)_13rem] gap-3 max-sm:grid-cols-1">
        <TextField
          type="search"
          label={m.people_search()}
          hideLabel
          placeholder={m.people_search()}
          maxLength={100}
          autocomplete="off"
          value={search.suche ?? ''}
          onInput={(event) => {
            const typed = event.currentTarget.value.trim();
            clearTimeout(typing);
            typing = setTimeout(() => setSearch({ suche: typed || undefined }, { replace: true }), 200);
          }}
        />
        <Select<PersonRole | 'all' | 'inactive'>
          label={m.people_filter()}
          hideLabel
          value={search.inaktiv === '1' ? 'inactive' : (role() ?? 'all')}
          onChange={(value) =>
            setSearch({
              rolle: value === 'all' || value === 'inactive' ? undefined : value,
              inaktiv: value === 'inactive' ? '1' : undefined,
            })
          }
          options={[
            { value: 'all', label: m.people_filter_all() },
            ...filters.map((value) => ({ value, label: sayRole(value) })),
            { value: 'inactive', label: m.people_filter_inactive() },
          ]}
        />
      </div>
      <Loaded query={people} failed={m.people_failed()}>
        {() => (
          <Show
            when={rows().length > 0}
            fallback={
              <EmptyState
                icon="people"
                title={narrowed() ? m.people_none_found() : m.people_empty_title()}
                text={narrowed() ? m.people_none_found_text() : m.people_empty_text()}
              />
            }
          >
            <ul class="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
              <For each={rows()}>{(row) => <Line row={row} />}</For>
            </ul>
            <Show when={people.hasNextPage}>
              <div class="mt-4 text-center">
                <Button busy={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
                  {m.people_more()}
                </Button>
              </div>
            </Show>
          </Show>
        )}
      </Loaded>
      <Show when={making() === 'person'}>
        <PersonDialog onClose={() => setMaking(undefined)} onMade={(id) => navigate(`/personen/${id}`)} />
      </Show>
      <Show when={making() === 'contractor'}>
        <ContractorDialog onClose={() => setMaking(undefined)} onMade={(id) => navigate(`/betriebe/${id}`)} />
      </Show>
    </div>
  );
}

function Line(props: { row: PersonLine }): JSX.Element {
  const href = () => (props.row.contractorId ? `/betriebe/${props.row.contractorId}` : `/personen/${props.row.id}`);
  return (
    <li class="border-b border-line [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto] last:border-b-0">
      <A
        href={href()}
        class="grid min-h-14 grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,3fr)] items-center gap-x-4 px-4 py-1.5 -outline-offset-2 transition-colors hover:bg-sunken max-sm:grid-cols-1 max-sm:py-2.5"
      >
        <span class="min-w-0">
          <span class="block truncate font-semibold">{props.row.name}</span>
          <span class="block truncate text-sm text-muted">{props.row.place}</span>
        </span>
        <span class="min-w-0 truncate text-sm text-muted">
          {[props.row.email, props.row.phone].filter(Boolean).join(' · ')}
        </span>
        <span class="flex flex-wrap gap-1 sm:justify-end">
          <For each={props.row.roles}>{(role) => <Pill tone="neutral">{sayOwnRole(role)}</Pill>}</For>
        </span>
      </A>
    </li>
  );
}
