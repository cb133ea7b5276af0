import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { DeskView } from '../../../domain/desk/schema.ts';
import { type DeskColumn, type DeskSort, deskColumns, usualColumns } from '../../../domain/desk/view.ts';
import { urgencies } from '../../../domain/policy/policy.ts';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { sayWord } from '../lifecycle/words.ts';
import { columnsOf, filterParts } from './address.ts';
import { sayColumn, sayHolder } from './cells.tsx';
import { useDeskView } from './current-view.ts';
import { useCategories, useContractors, useEmployees, usePerson } from './queries.ts';

const sorts: ReadonlyArray<{ sort: DeskSort; descending: boolean; label: () => string }> = [
  { sort: 'due', descending: false, label: () => m.desk_sort_due() },
  { sort: 'since', descending: false, label: () => m.desk_sort_since() },
  { sort: 'reported', descending: true, label: () => m.desk_sort_reported_new() },
  { sort: 'reported', descending: false, label: () => m.desk_sort_reported_old() },
  { sort: 'urgency', descending: false, label: () => m.desk_sort_urgency() },
];

const quiet =
  'inline-flex min-h-8 items-center gap-1.5 rounded-lg px-2.5 text-sm font-medium text-muted transition-colors hover:bg-sunken hover:text-ink whitespace-nowrap';

/** What narrows and shapes the rows below: filters as chips, their order, list or table, and what leaves the page. */
export function DeskToolbar(props: { more: MenuItem[] }): JSX.Element {
  const { view, change, reset } = useDeskView();
  const contractors = useContractors();
  const employees = useEmployees();
  const categories = useCategories();
  const who = usePerson(() => view().person);
  const nameIn = (list: readonly { id: string; name: string }[] | undefined, id: string | null) =>
    list?.find((each) => each.id === id)?.name;

  const sayCategory = (id: string) => {
    const found = categories.data?.categories.find((each) => each.id === id);
    const label = found?.label[locale()] ?? id;
    return found?.retired ? m.desk_category_retired({ label }) : label;
  };

  const chips = (): { label: string; without: Partial<DeskView> }[] => {
    const { urgency, category, contractor, assignee, person, holder } = view();
    const found: { label: string; without: Partial<DeskView> }[] = [];
    const chip = (what: string, value: string | undefined, without: Partial<DeskView>) =>
      found.push({ label: value ? m.desk_filter_chip({ what, value }) : what, without });
    if (urgency) chip(m.desk_filter_urgency(), sayWord('urgency', urgency), { urgency: null });
    if (category) chip(m.desk_filter_category(), sayCategory(category), { category: null });
    if (contractor) chip(m.desk_filter_contractor(), nameIn(contractors.data, contractor), { contractor: null });
    if (assignee) chip(m.desk_filter_assignee(), nameIn(employees.data, assignee), { assignee: null });
    if (person) chip((!who.isPending && who.data?.name) || m.desk_filter_person(), undefined, { person: null });
    if (holder) {
      const name = nameIn(contractors.data, holder.id) ?? nameIn(employees.data, holder.id) ?? sayHolder(holder.role);
      chip(m.desk_filter_holder({ name }), undefined, { holder: null });
    }
    return found;
  };
  const choice = <Value extends string>(
    heading: string,
    now: Value | null,
    values: readonly { value: Value; label: string }[],
    onChoose: (value: Value | null) => void,
  ): MenuItem[] => [
    { heading },
    ...values.map(({ value, label }) => ({
      label,
      checked: value === now,
      onSelect: () => onChoose(value === now ? null : value),
    })),
  ];
  const filters = (): MenuItem[] => [
    ...choice(
      m.desk_filter_urgency(),
      view().urgency,
      urgencies.map((value) => ({ value, label: sayWord('urgency', value) })),
      (urgency) => change({ urgency }),
    ),
    ...choice(
      m.desk_filter_category(),
      view().category,
      (categories.data?.categories ?? []).map(({ id }) => ({ value: id, label: sayCategory(id) })),
      (category) => change({ category }),
    ),
    ...choice(
      m.desk_filter_assignee(),
      view().assignee,
      (employees.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
      (assignee) => change({ assignee }),
    ),
    ...choice(
      m.desk_filter_contractor(),
      view().contractor,
      (contractors.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
      (contractor) => change({ contractor }),
    ),
  ];
  const orders = (): MenuItem[] => [
    {
      label: m.desk_sort_usual(),
      checked: view().sort === null,
      onSelect: () => change({ sort: null, descending: false }),
    },
    ...sorts.map(({ sort, descending, label }) => ({
      label: label(),
      checked: view().sort === sort && view().descending === descending,
      onSelect: () => change({ sort, descending }),
    })),
  ];
  const toggled = (column: DeskColumn): DeskColumn[] => {
    const shown = columnsOf(view());
    return shown.includes(column)
      ? shown.filter((each) => each !== column)
      : deskColumns.filter((each) => each === column || shown.includes(each));
  };
  const shapes = (): MenuItem[] => [
    { label: m.desk_display_list(), checked: view().columns === null, onSelect: () => change({ columns: null }) },
    {
      label: m.desk_display_table(),
      checked: view().columns !== null,
      onSelect: () => change({ columns: [...usualColumns] }),
    },
    { heading: m.desk_display_columns() },
    ...deskColumns.map((column) => ({
      label: sayColumn(column),
      checked: view().columns !== null && columnsOf(view()).includes(column),
      onSelect: () => change({ columns: view().columns === null ? [...usualColumns] : toggled(column) }),
    })),
  ];
  const narrowed = () => filterParts.some((part) => part !== 'property' && view()[part] !== null);
  return (
    <div
      class="flex min-h-11 flex-wrap items-center gap-x-1 gap-y-1 border-b border-line bg-surface px-3 py-1"
      data-no-print
    >
      <Menu
        placement="bottom-start"
        items={filters()}
        triggerClass={quiet}
        trigger={
          <>
            <Icon name="filter" size={16} />
            {m.desk_filter()}
          </>
        }
      />
      <For each={chips()}>
        {(chip) => (
          <span class="inline-flex min-h-7 max-w-full items-center gap-0.5 rounded-full bg-sunken pl-2.5 text-sm">
            <span class="truncate">{chip.label}</span>
            <button
              type="button"
              aria-label={m.desk_filter_remove({ name: chip.label })}
              onClick={() => change(chip.without)}
              class="grid size-7 shrink-0 place-items-center rounded-full text-muted hover:bg-line hover:text-ink"
            >
              <Icon name="close" size={16} />
            </button>
          </span>
        )}
      </For>
      <Show when={narrowed() && chips().length > 1}>
        <button type="button" class={quiet} onClick={reset}>
          {m.desk_filter_all_reset()}
        </button>
      </Show>
      <span class="flex-1" />
      <Menu items={orders()} triggerClass={quiet} trigger={m.desk_sort()} />
      <Menu items={shapes()} triggerClass={quiet} trigger={m.desk_display()} />
      <Show when={props.more.length > 0}>
        <Menu items={props.more} />
      </Show>
    </div>
  );
}
