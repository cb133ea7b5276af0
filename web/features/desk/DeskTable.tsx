import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { DeskColumn } from '../../../domain/desk/view.ts';
import { cellOf, sayColumn } from './cells.tsx';
import type { DeskRow } from './queries.ts';
import { RowStar, RowTick, type Ticks } from './RowMarks.tsx';

/** The rows of the desk as a table of chosen columns; number or title lead to the ticket. */
export function DeskTable(props: {
  rows: readonly DeskRow[];
  columns: readonly DeskColumn[];
  selected: string | undefined;
  ticks: Ticks;
  onSelect: (id: string, event: MouseEvent) => void;
}): JSX.Element {
  const leads = () => (props.columns.includes('title') ? 'title' : props.columns[0]);
  return (
    <section class="relative overflow-x-auto" aria-label={m.desk_title()}>
      <table class="w-full text-left">
        <thead class="text-sm text-muted">
          <tr>
            <th scope="col" class="w-9 pl-3" data-no-print>
              <span class="sr-only">{m.desk_select_all()}</span>
            </th>
            <For each={props.columns}>
              {(column) => (
                <th scope="col" class="px-2.5 py-2 font-medium whitespace-nowrap">
                  {sayColumn(column)}
                </th>
              )}
            </For>
            <th scope="col" class="w-9 pr-3" data-no-print>
              <span class="sr-only">{m.desk_tab_favourites()}</span>
            </th>
          </tr>
        </thead>
        <tbody class="border-t border-line">
          <Key each={props.rows} by="id">
            {(row) => (
              <tr
                class={`group border-b border-line ${row().id === props.selected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
              >
                <td class="pl-3" data-no-print>
                  <RowTick row={row()} ticks={props.ticks} />
                </td>
                <For each={props.columns}>
                  {(column) => (
                    <td class="h-11 max-w-80 truncate px-2.5 py-1.5 whitespace-nowrap">
                      <Show when={column === leads()} fallback={cellOf(row(), column)}>
                        <A
                          id={`row-${row().id}`}
                          href={`/vorgaenge/${row().id}`}
                          aria-current={row().id === props.selected ? 'true' : undefined}
                          class="inline-flex min-h-6 items-center font-semibold hover:underline"
                          onClick={(event) => props.onSelect(row().id, event)}
                        >
                          {cellOf(row(), column)}
                        </A>
                      </Show>
                    </td>
                  )}
                </For>
                <td class="pr-3" data-no-print>
                  <RowStar row={row()} />
                </td>
              </tr>
            )}
          </Key>
        </tbody>
      </table>
    </section>
  );
}
