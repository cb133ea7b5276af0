import { A, useLocation } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { sayFull } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { addressOf, columnsOf, viewIn } from './address.ts';
import { cellOf, sayColumn } from './cells.tsx';
import { type DeskRow, filterOf, useViews } from './queries.ts';

/** The most lines on paper, and how many are asked for at a time. */
const MOST = 2_000;
const PAGE = 200;

/** A view of the desk for paper: all its lines with its columns, in its order, nothing beside them. */
export default function PrintPage(): JSX.Element {
  const location = useLocation();
  const view = () => viewIn(new URLSearchParams(location.search));
  const views = useViews();
  const title = () =>
    views.data?.find(({ id }) => id === new URLSearchParams(location.search).get('sicht'))?.name ?? m.desk_title();
  const lines = useQuery(() => ({
    queryKey: ['print', view()],
    queryFn: async () => {
      const rows: DeskRow[] = [];
      while (rows.length < MOST) {
        const page = await api.desk.rows.query({ ...filterOf(view()), limit: PAGE, offset: rows.length });
        rows.push(...page.rows);
        if (page.rows.length < PAGE) break;
      }
      return rows;
    },
    refetchInterval: false as const,
    refetchOnWindowFocus: false as const,
  }));
  const date = () => sayFull(new Date(now()).toISOString(), { locale: locale() });
  return (
    <div class="bg-surface px-6 py-5 max-lg:px-4 print:px-0">
      <div class="mb-4 flex flex-wrap items-center gap-2" data-no-print>
        <Button look="filled" icon="print" disabled={!lines.data} onClick={() => window.print()}>
          {m.desk_print()}
        </Button>
        <A href={addressOf(view())} class="px-2 font-semibold text-accent hover:underline">
          {m.desk_print_back()}
        </A>
      </div>
      <h1 class="text-xl font-bold">{title()}</h1>
      <Loaded query={lines} failed={m.desk_failed_title()} class="">
        {(rows) => (
          <>
            <p class="mb-3 text-muted">
              {m.desk_print_count({ count: String(rows().length), date: date() })}
              <Show when={rows().length >= MOST}>{` ${m.desk_print_cut({ count: String(MOST) })}`}</Show>
            </p>
            <div class="overflow-x-auto print:overflow-visible">
              <table class="w-full border-collapse text-left text-sm">
                <thead>
                  <tr>
                    <For each={columnsOf(view())}>
                      {(column) => (
                        <th scope="col" class="border-b border-line-strong py-1.5 pr-3 font-semibold">
                          {sayColumn(column)}
                        </th>
                      )}
                    </For>
                  </tr>
                </thead>
                <tbody>
                  <For each={rows()}>
                    {(row) => (
                      <tr class="break-inside-avoid">
                        <For each={columnsOf(view())}>
                          {(column) => (
                            <td
                              class={`border-b border-line py-1.5 pr-3 align-top ${column === 'number' ? 'whitespace-nowrap' : ''}`}
                            >
                              <Show when={column === columnsOf(view())[0]} fallback={cellOf(row, column)}>
                                <A href={`/vorgaenge/${row.id}`} class="inline-block min-h-6 min-w-6 hover:underline">
                                  {cellOf(row, column)}
                                </A>
                              </Show>
                            </td>
                          )}
                        </For>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}
