import { useNavigate } from '@solidjs/router';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { DeskTab } from '../../../domain/desk/view.ts';
import { sayFailure } from '../../refusals.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { toast } from '../../ui/Toast.tsx';
import { ViewTabs } from '../../ui/ViewTabs.tsx';
import { addressOf, deskPath, sameView } from './address.ts';
import { useDeskView } from './current-view.ts';
import { useDeskCounts, useViewKeeping, useViews } from './queries.ts';
import { SaveViewDialog } from './SaveViewDialog.tsx';

const tabs: ReadonlyArray<{ tab: DeskTab; label: () => string }> = [
  { tab: 'ours', label: () => m.desk_tab_ours() },
  { tab: 'today', label: () => m.desk_tab_today() },
  { tab: 'others', label: () => m.desk_tab_others() },
  { tab: 'open', label: () => m.desk_tab_open() },
  { tab: 'closed', label: () => m.desk_tab_closed() },
  { tab: 'favourites', label: () => m.desk_tab_favourites() },
];

/** The desk's own views, whom it waits for, the saved ones, and the way to save this one. */
export function DeskTabs(props: { current: 'view' | 'holders' }): JSX.Element {
  const { view, saved } = useDeskView();
  const counts = useDeskCounts();
  const views = useViews();
  const { save, remove } = useViewKeeping();
  const navigate = useNavigate();
  const [naming, setNaming] = createSignal<'new' | 'known'>();
  const onDesk = () => props.current === 'view';
  const known = () => (onDesk() ? views.data?.find(({ id }) => id === saved()) : undefined);
  const changed = () => {
    const found = known();
    return found !== undefined && !sameView(found.view, view());
  };
  const countOf = (tab: DeskTab) => (tab === 'closed' ? undefined : counts.data?.[tab]);
  const attempt = (act: Promise<unknown>, done: string) =>
    act.then(
      () => toast({ text: done }),
      (error: unknown) => toast({ text: sayFailure(error), tone: 'late' }),
    );
  return (
    <>
      <ViewTabs
        label={m.desk_views()}
        views={[
          ...tabs.map(({ tab, label }) => ({
            href: addressOf({ ...(onDesk() ? view() : {}), tab, holder: null, sort: null, descending: false }),
            label: label(),
            count: countOf(tab),
            current: onDesk() && !known() && view().tab === tab,
          })),
          { href: `${deskPath}/wartet-auf`, label: m.desk_tab_holders(), current: !onDesk() },
          ...(views.data ?? []).map((each) => ({
            href: addressOf(each.view, each.id),
            label: each.name,
            current: known()?.id === each.id,
          })),
        ]}
        end={
          <span class="flex shrink-0 items-center gap-1">
            <Show when={known()}>
              {(found) => (
                <Menu
                  label={m.desk_view_menu({ name: found().name })}
                  placement="bottom-start"
                  items={[
                    {
                      label: m.desk_view_update(),
                      disabled: !changed(),
                      onSelect: () => {
                        const { id, name, shared } = found();
                        void attempt(save({ id, name, shared, view: view() }), m.desk_view_saved());
                      },
                    },
                    { label: m.desk_view_rename(), onSelect: () => setNaming('known') },
                    'separator',
                    {
                      label: m.desk_view_remove(),
                      danger: true,
                      onSelect: () => {
                        void attempt(remove(found().id), m.desk_view_removed());
                        navigate(addressOf(view()));
                      },
                    },
                  ]}
                />
              )}
            </Show>
            <Show when={onDesk()}>
              <button
                type="button"
                class="inline-flex h-9 items-center gap-1.5 rounded-lg px-2.5 text-base font-medium whitespace-nowrap text-muted transition-colors hover:bg-sunken hover:text-ink"
                onClick={() => setNaming('new')}
              >
                <Icon name="plus" size={16} />
                {m.desk_view_save()}
              </button>
            </Show>
          </span>
        }
      />
      <Show when={naming()}>
        {(which) => (
          <SaveViewDialog
            view={view()}
            known={which() === 'known' ? known() : undefined}
            onClose={() => setNaming(undefined)}
            onSaved={(id) => {
              setNaming(undefined);
              navigate(addressOf(view(), id));
            }}
          />
        )}
      </Show>
    </>
  );
}
