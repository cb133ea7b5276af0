import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type ManagementType, managementTypes } from '../../../domain/property/property.ts';
import { type UnitUsage, unitUsages } from '../../../domain/property/unit.ts';
import type { Answers } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ViewTabs } from '../../ui/ViewTabs.tsx';
import { PropertyDialog } from './PropertyDialog.tsx';
import { usePropertyLines, useUnitLines } from './queries.ts';
import { sayCount, sayFloor, sayType, sayUsage } from './words.ts';

type Line = Answers['properties']['list']['rows'][number];
type UnitLine = Answers['units']['list'][number];
type Occupancy = 'vacant' | 'let' | 'ownerOccupied';
const occupancies: readonly Occupancy[] = ['vacant', 'let', 'ownerOccupied'];
const sayOccupancy = (occupancy: Occupancy) =>
  ({
    vacant: m.property_occupancy_vacant(),
    let: m.property_occupancy_let(),
    ownerOccupied: m.property_occupancy_owner(),
  })[occupancy];

/** "Objekte": the properties with what they hold, or all their units. */
export default function PropertiesPage(): JSX.Element {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{
    ansicht?: string;
    suche?: string;
    art?: string;
    nutzung?: string;
    belegung?: string;
    inaktiv?: string;
  }>();
  const [making, setMaking] = createSignal(false);
  const units = () => search.ansicht === 'einheiten';
  const text = () => search.suche ?? '';
  const type = () => managementTypes.find((each) => each === search.art) ?? null;
  const usage = () => unitUsages.find((each) => each === search.nutzung) ?? null;
  const occupancy = () => occupancies.find((each) => each === search.belegung) ?? null;
  const lines = usePropertyLines(
    () => ({ text: text(), managementType: type(), inactive: search.inaktiv === '1' }),
    () => !units(),
  );
  const unitLines = useUnitLines(() => ({ text: text(), usage: usage(), occupancy: occupancy() }), units);
  const narrowed = () => Boolean(text() || type() || usage() || occupancy() || search.inaktiv);
  const rows = () => unitLines.data?.pages.flat() ?? [];
  const failed = () => (units() ? unitLines.isError && unitLines.error : lines.isError && lines.error);
  let typing: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(typing));
  const mayMake = () => lines.data?.mayMake === true;
  return (
    <>
      <ViewTabs
        label={m.property_views()}
        views={[
          { href: '/objekte', label: m.property_title(), current: !units() },
          { href: '/objekte?ansicht=einheiten', label: m.property_units(), current: units() },
        ]}
      />
      <div class="mx-auto max-w-260 px-5 py-6 max-lg:px-4">
        <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div class="min-w-0">
            <h1 class="text-xl font-bold tracking-[-0.012em]">{units() ? m.property_units() : m.property_title()}</h1>
            <p class="mt-1 text-pretty text-muted">
              <Show when={units()} fallback={m.property_lead()}>
                {m.property_units_count({ count: sayCount(rows()[0]?.count ?? 0) })}
              </Show>
            </p>
          </div>
          <Show when={mayMake()}>
            <Button icon="plus" onClick={() => setMaking(true)}>
              {m.property_new()}
            </Button>
          </Show>
        </div>
        <div class="mt-4 flex flex-wrap gap-3">
          <div class="min-w-[min(12rem,100%)] flex-1">
            <TextField
              type="search"
              label={units() ? m.property_search_units() : m.property_search()}
              hideLabel
              placeholder={units() ? m.property_search_units() : m.property_search()}
              maxLength={100}
              autocomplete="off"
              value={text()}
              onInput={(event) => {
                const typed = event.currentTarget.value.trim();
                clearTimeout(typing);
                typing = setTimeout(() => setSearch({ suche: typed || undefined }, { replace: true }), 200);
              }}
            />
          </div>
          <Show
            when={units()}
            fallback={
              <div class="w-48 max-sm:w-full">
                <Select<ManagementType | 'all' | 'inactive'>
                  label={m.property_type()}
                  hideLabel
                  value={search.inaktiv === '1' ? 'inactive' : (type() ?? 'all')}
                  onChange={(value) =>
                    setSearch({
                      art: value === 'all' || value === 'inactive' ? undefined : value,
                      inaktiv: value === 'inactive' ? '1' : undefined,
                    })
                  }
                  options={[
                    { value: 'all', label: m.property_type_all() },
                    ...managementTypes.map((value) => ({ value, label: sayType(value) })),
                    { value: 'inactive', label: m.property_inactive() },
                  ]}
                />
              </div>
            }
          >
            <div class="w-40 max-sm:flex-1">
              <Select<UnitUsage | 'all'>
                label={m.property_usage()}
                hideLabel
                value={usage() ?? 'all'}
                onChange={(value) => setSearch({ nutzung: value === 'all' ? undefined : value })}
                options={[
                  { value: 'all', label: m.property_usage_all() },
                  ...unitUsages.map((value) => ({ value, label: sayUsage(value) })),
                ]}
              />
            </div>
            <div class="w-44 max-sm:flex-1">
              <Select<Occupancy | 'all'>
                label={m.property_occupancy()}
                hideLabel
                value={occupancy() ?? 'all'}
                onChange={(value) => setSearch({ belegung: value === 'all' ? undefined : value })}
                options={[
                  { value: 'all', label: m.property_occupancy_all() },
                  ...occupancies.map((value) => ({ value, label: sayOccupancy(value) })),
                ]}
              />
            </div>
          </Show>
        </div>
        <Show when={failed()}>
          {(reason) => (
            <ErrorNote
              class="mt-5"
              title={m.property_failed()}
              text={sayFailure(reason())}
              action={
                <Button onClick={() => void (units() ? unitLines.refetch() : lines.refetch())}>
                  {m.ui_try_again()}
                </Button>
              }
            />
          )}
        </Show>
        <Show
          when={!failed() && (units() ? unitLines.data : lines.data)}
          fallback={failed() ? undefined : <Skeleton shape="rows" />}
        >
          <Show
            when={(units() ? rows() : (lines.data?.rows ?? [])).length > 0}
            fallback={
              <EmptyState
                icon="building"
                title={narrowed() ? m.property_none_found() : m.property_empty_title()}
                text={narrowed() ? m.property_none_found_text() : m.property_empty_text()}
                action={
                  !narrowed() && mayMake() ? (
                    <Button look="filled" onClick={() => setMaking(true)}>
                      {m.property_new()}
                    </Button>
                  ) : undefined
                }
              />
            }
          >
            <ul class="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
              <Show when={units()} fallback={<For each={lines.data?.rows}>{(row) => <PropertyRow row={row} />}</For>}>
                <For each={rows()}>{(row) => <UnitRow row={row} />}</For>
              </Show>
            </ul>
            <Show when={units() && unitLines.hasNextPage}>
              <div class="mt-4 text-center">
                <Button busy={unitLines.isFetchingNextPage} onClick={() => void unitLines.fetchNextPage()}>
                  {m.property_more()}
                </Button>
              </div>
            </Show>
          </Show>
        </Show>
      </div>
      <Show when={making()}>
        <PropertyDialog onClose={() => setMaking(false)} onMade={(id) => navigate(`/objekte/${id}`)} />
      </Show>
    </>
  );
}

const rowClass = 'border-b border-line [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto] last:border-b-0';

function PropertyRow(props: { row: Line }): JSX.Element {
  const differs = () =>
    props.row.managementType === 'weg' && props.row.units > 0 && props.row.shareSum !== props.row.shareDenominator;
  return (
    <li class={rowClass}>
      <A
        href={`/objekte/${props.row.id}`}
        class="grid min-h-14 grid-cols-[minmax(0,1fr)_8rem_9rem_5rem] items-center gap-x-4 px-4 py-1.5 -outline-offset-2 transition-colors hover:bg-sunken max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:py-2.5"
      >
        <span class="min-w-0">
          <span class="block truncate font-semibold">{props.row.name}</span>
          <span class="block truncate text-sm text-muted">
            {props.row.number} · {props.row.street}, {props.row.city}
          </span>
        </span>
        <span class="flex flex-wrap gap-1">
          <Pill tone="neutral">{sayType(props.row.managementType)}</Pill>
          <Show when={differs()}>
            <Pill tone="us">{m.property_shares_differ()}</Pill>
          </Show>
        </span>
        <span class="text-sm text-muted max-sm:col-span-2">
          {m.property_unit_count({ count: props.row.units })}
          <Show when={props.row.vacant > 0}>, {m.property_vacant_count({ count: props.row.vacant })}</Show>
        </span>
        <span class="text-right text-sm max-sm:hidden">
          <Show when={props.row.openTickets > 0}>{m.property_open_count({ count: props.row.openTickets })}</Show>
        </span>
      </A>
    </li>
  );
}

function UnitRow(props: { row: UnitLine }): JSX.Element {
  return (
    <li class={rowClass}>
      <A
        href={`/einheiten/${props.row.id}`}
        class="grid min-h-14 grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,4fr)_4.5rem] items-center gap-x-4 px-4 py-1.5 -outline-offset-2 transition-colors hover:bg-sunken max-sm:grid-cols-1 max-sm:py-2.5"
      >
        <span class="min-w-0">
          <span class="block truncate font-semibold">
            {props.row.street}, {props.row.number}
          </span>
          <span class="block truncate text-sm text-muted">
            {[sayUsage(props.row.usage), sayFloor(props.row.floor), props.row.position].filter(Boolean).join(' · ')}
          </span>
        </span>
        <span class="min-w-0 truncate text-sm">
          <Show when={props.row.residents.length > 0} fallback={<span class="text-muted">{m.property_vacant()}</span>}>
            {props.row.residents.join(', ')}
          </Show>
        </span>
        <span class="min-w-0 truncate text-sm text-muted">
          <Show when={props.row.owners.length > 0}>{m.property_owned_by({ names: props.row.owners.join(', ') })}</Show>
        </span>
        <span class="text-right text-sm max-sm:text-left max-sm:empty:hidden">
          <Show when={props.row.openTickets > 0}>{m.property_open_count({ count: props.row.openTickets })}</Show>
        </span>
      </A>
    </li>
  );
}
