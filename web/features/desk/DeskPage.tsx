import { useNavigate } from '@solidjs/router';
import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  lazy,
  on,
  onCleanup,
  onMount,
  Show,
  Suspense,
} from 'solid-js';
import { tinykeys } from 'tinykeys';
import { m } from '../../../.build/i18n/messages.js';
import type { DeskTab } from '../../../domain/desk/view.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyHints } from '../../ui/Kbd.tsx';
import { locale } from '../../ui/locale.ts';
import type { MenuItem } from '../../ui/Menu.tsx';
import { now } from '../../ui/now.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/Toast.tsx';
import { columnsOf, deskPath, filterParts, queryOf } from './address.ts';
import { BatchBar } from './BatchBar.tsx';
import { useDeskView } from './current-view.ts';
import { DeskFilters, searchBoxId } from './DeskFilters.tsx';
import { DeskRows } from './DeskRows.tsx';
import { DeskTable } from './DeskTable.tsx';
import { DeskTabs } from './DeskTabs.tsx';
import { DeskToolbar } from './DeskToolbar.tsx';
import { groupsOf } from './groups.ts';
import { filterOf, useDesk, useStar } from './queries.ts';
import { createTicks } from './ticks.ts';

// The list is there first; what stands beside it comes after.
const TicketPanel = lazy(async () => ({ default: (await import('../ticket/TicketPanel.tsx')).TicketPanel }));

const empty: Record<DeskTab, () => { title: string; text: string }> = {
  ours: () => ({ title: m.desk_empty_ours_title(), text: m.desk_empty_ours() }),
  today: () => ({ title: m.desk_empty_today_title(), text: m.desk_empty_today() }),
  others: () => ({ title: m.desk_empty_others_title(), text: m.desk_empty_others() }),
  open: () => ({ title: m.desk_empty_open_title(), text: m.desk_empty_open() }),
  closed: () => ({ title: m.desk_empty_closed_title(), text: m.desk_empty_closed() }),
  favourites: () => ({ title: m.desk_empty_favourites_title(), text: m.desk_empty_favourites() }),
};

/** The desk: whose turn it is, most pressing first; beside it, where there is room, the ticket that is selected. */
export default function DeskPage(): JSX.Element {
  const { view, reset } = useDeskView();
  const navigate = useNavigate();
  const tab = () => view().tab;
  const desk = useDesk(view);
  const star = useStar();
  const wide = matchMedia('(min-width: 64rem)');
  const [isWide, setIsWide] = createSignal(wide.matches);
  const widthChanged = () => setIsWide(wide.matches);
  wide.addEventListener('change', widthChanged);
  onCleanup(() => wide.removeEventListener('change', widthChanged));

  const rows = () => desk.data?.pages.flatMap((page) => page.rows) ?? [];
  const groups = createMemo(() => (view().columns ? [] : groupsOf(rows(), tab(), now())));
  const ids = createMemo(() => (view().columns ? rows() : groups().flatMap((group) => group.rows)).map(({ id }) => id));
  const ticks = createTicks(ids, () => queryOf(view()).toString());
  const [chosen, setChosen] = createSignal<string>();
  const [place, setPlace] = createSignal(0);
  // What was done moves away: the row that takes its place is next, not the top of the list.
  const selected = () => {
    const all = ids();
    const id = chosen();
    if (id && all.includes(id)) return id;
    return all[Math.min(place(), all.length - 1)];
  };
  createEffect(on(tab, () => setPlace(0), { defer: true }));
  createEffect(() => {
    const at = ids().indexOf(selected() ?? '');
    if (at >= 0) setPlace(at);
  });
  const choose = (id: string) => {
    setChosen(id);
    setPlace(Math.max(0, ids().indexOf(id)));
  };
  const move = (step: number) => {
    const all = ids();
    const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(selected() ?? '') + step))];
    if (!next) return;
    choose(next);
    document.getElementById(`row-${next}`)?.focus({ preventScroll: true });
    document.getElementById(`row-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  onMount(() => {
    const inDialog = () => document.querySelector('[role="dialog"], dialog[open]') !== null;
    const unless = (act: () => void) => (event: KeyboardEvent) => {
      if (inDialog() || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    };
    onCleanup(
      tinykeys(window, {
        j: unless(() => move(1)),
        k: unless(() => move(-1)),
        x: unless(() => {
          const id = selected();
          if (id) ticks.toggle(id);
        }),
        '[Shift]+X': unless(() => {
          const id = selected();
          if (id) ticks.toggle(id, true);
        }),
        Escape: (event) => {
          if (!inDialog() && ticks.ids().size > 0 && !(event.target instanceof HTMLInputElement)) ticks.clear();
        },
        s: unless(() => {
          const row = rows().find(({ id }) => id === selected());
          if (row) void star(row.id, !row.starred);
        }),
        '/': unless(() => document.getElementById(searchBoxId)?.focus()),
        e: unless(() => {
          const id = selected();
          if (id) navigate(`/vorgaenge/${id}`);
        }),
      }),
    );
  });

  // A second click, and Enter on a row, open the ticket in full.
  const select = (id: string, event: MouseEvent) => {
    if (!isWide() || event.ctrlKey || event.metaKey || event.shiftKey || event.detail !== 1) return;
    event.preventDefault();
    choose(id);
  };
  const selectAll = async () => {
    try {
      ticks.set(await api.desk.ids.query(filterOf(view())));
    } catch (error) {
      toast({ text: sayFailure(error), tone: 'late' });
    }
  };
  const take = (ending: 'csv' | 'xlsx') =>
    window.location.assign(
      `/api/desk/export.${ending}?locale=${locale()}&view=${encodeURIComponent(JSON.stringify(view()))}`,
    );
  const more = (): MenuItem[] => [
    { label: m.desk_select_all(), icon: 'check', onSelect: () => void selectAll() },
    { heading: m.desk_export() },
    { label: m.desk_print(), icon: 'print', onSelect: () => navigate(`${deskPath}/druck?${queryOf(view())}`) },
    { label: m.desk_export_csv(), icon: 'document', onSelect: () => take('csv') },
    { label: m.desk_export_xlsx(), icon: 'document', onSelect: () => take('xlsx') },
  ];
  const filtered = () => view().text !== null || filterParts.some((part) => view()[part] !== null);

  return (
    <div class="flex min-h-[calc(100dvh-3.5rem)] flex-col">
      <h1 class="sr-only">{m.desk_title()}</h1>
      <DeskTabs current="view" />
      <Show when={!isWide()}>
        <div class="flex items-center gap-2 border-b border-line bg-surface px-4 py-1.5">
          <DeskFilters />
        </div>
      </Show>
      <DeskToolbar more={more()} />
      <div class="grid flex-1 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_min(29rem,56%)]">
        <div class="min-w-0 bg-surface">
          <Show
            when={!desk.isError || desk.data}
            fallback={
              <ErrorNote
                class="m-5"
                title={m.desk_failed_title()}
                text={sayFailure(desk.error)}
                action={<Button onClick={() => void desk.refetch()}>{m.ui_try_again()}</Button>}
              />
            }
          >
            <Show when={desk.data} fallback={<Skeleton shape="rows" />}>
              <Show
                when={ids().length > 0}
                fallback={
                  <Show when={filtered()} fallback={<EmptyState {...empty[tab()]()} />}>
                    <EmptyState
                      icon="search"
                      title={m.desk_empty_filter_title()}
                      text={m.desk_empty_filter()}
                      action={<Button onClick={reset}>{m.desk_filter_reset()}</Button>}
                    />
                  </Show>
                }
              >
                <Show
                  when={view().columns}
                  fallback={
                    <DeskRows
                      groups={groups()}
                      selected={isWide() ? selected() : undefined}
                      ticks={ticks}
                      onSelect={select}
                    />
                  }
                >
                  <DeskTable
                    rows={rows()}
                    columns={columnsOf(view())}
                    selected={isWide() ? selected() : undefined}
                    ticks={ticks}
                    onSelect={select}
                  />
                </Show>
                <Show when={desk.hasNextPage}>
                  <div class="px-5 py-4">
                    <Button busy={desk.isFetchingNextPage} onClick={() => void desk.fetchNextPage()}>
                      {m.desk_more()}
                    </Button>
                  </div>
                </Show>
                <Show when={ticks.ids().size > 0}>
                  <BatchBar ids={[...ticks.ids()]} onDone={ticks.clear} onClear={ticks.clear} />
                </Show>
                <KeyHints
                  class="max-lg:hidden"
                  hints={[
                    { keys: ['J', 'K'], does: m.desk_key_browse() },
                    { keys: ['A'], does: m.desk_key_accept() },
                    { keys: ['O'], does: m.desk_key_order() },
                    { keys: ['R'], does: m.desk_key_ask() },
                    { keys: ['X'], does: m.desk_key_select() },
                    { keys: ['?'], does: m.desk_key_all() },
                  ]}
                />
              </Show>
            </Show>
          </Show>
        </div>
        <Show when={isWide()}>
          <aside
            aria-label={m.desk_selected()}
            class="sticky top-14 max-h-[calc(100dvh-3.5rem)] overflow-y-auto border-l border-line bg-bg px-5 py-4.5"
          >
            <Show when={selected()} keyed>
              {(id) => (
                <Suspense fallback={<Skeleton shape="page" />}>
                  <TicketPanel id={id} beside />
                </Suspense>
              )}
            </Show>
          </aside>
        </Show>
      </div>
    </div>
  );
}
