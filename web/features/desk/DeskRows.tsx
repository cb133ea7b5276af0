import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { now } from '../../ui/now.ts';
import { Pill, ToneDot } from '../../ui/Pill.tsx';
import { When } from '../../ui/When.tsx';
import { placeOfRow } from './cells.tsx';
import { dotOf, type Group, isOverdue, pillOf } from './groups.ts';
import type { DeskRow } from './queries.ts';
import { RowStar, RowTick, type Ticks } from './RowMarks.tsx';

/** The rows of the desk in their groups. A click selects; on a small screen it leads to the ticket's page. */
export function DeskRows(props: {
  groups: readonly Group[];
  selected: string | undefined;
  ticks: Ticks;
  onSelect: (id: string, event: MouseEvent) => void;
}): JSX.Element {
  return (
    <Key each={props.groups} by="key">
      {(group) => (
        <section aria-labelledby={`group-${group().key}`}>
          <h2 id={`group-${group().key}`} class="flex items-baseline gap-2 px-5 pt-4.5 pb-2.5 text-md max-sm:px-4">
            <span class="font-semibold">{group().title}</span>
            <span class="text-base font-normal text-muted">{group().hint}</span>
          </h2>
          <ul class="border-y border-line">
            <Key each={group().rows} by="id">
              {(row) => (
                <Row row={row()} selected={row().id === props.selected} ticks={props.ticks} onSelect={props.onSelect} />
              )}
            </Key>
          </ul>
        </section>
      )}
    </Key>
  );
}

function Row(props: {
  row: DeskRow;
  selected: boolean;
  ticks: Ticks;
  onSelect: (id: string, event: MouseEvent) => void;
}): JSX.Element {
  const pill = () => pillOf(props.row, now());
  const isNew = () => props.row.waitingFor === 'triage' || props.row.phase === 'received';
  const place = () => placeOfRow(props.row);
  return (
    // Rows far below cost nothing until they are scrolled to.
    <li
      class={`group relative flex items-center border-b border-line transition-colors [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto] last:border-b-0 ${props.selected ? 'bg-accent-soft' : 'bg-surface hover:bg-sunken'}`}
    >
      <RowTick row={props.row} ticks={props.ticks} class="ml-3 shrink-0 max-sm:hidden" />
      <A
        id={`row-${props.row.id}`}
        href={`/vorgaenge/${props.row.id}`}
        aria-current={props.selected ? 'true' : undefined}
        onClick={(event) => props.onSelect(props.row.id, event)}
        class={`grid min-h-14 min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-4 py-1.5 pr-1 pl-2 -outline-offset-2 max-sm:content-center max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:px-4 max-sm:py-2 sm:grid-cols-[auto_minmax(0,1fr)_8.5rem_6.5rem]`}
      >
        <ToneDot tone={dotOf(props.row, now())} />
        <span class="min-w-0 max-sm:contents">
          <span class="block truncate font-semibold max-sm:col-span-2">{props.row.title}</span>
          <span class="block truncate text-sm text-muted max-sm:col-span-2 max-sm:col-start-2 max-sm:row-start-2">
            {props.row.number} · {place()}
            <Show when={props.row.contractor ?? props.row.reporter}>{(name) => <> · {name()}</>}</Show>
            <Show when={props.row.unconfirmed}>{` · ${m.desk_unconfirmed()}`}</Show>
          </span>
        </span>
        <span class="min-w-0 max-sm:col-start-2 max-sm:row-start-3 max-sm:pt-1">
          <Pill tone={pill().tone}>{pill().text}</Pill>
        </span>
        <span
          class={`text-right text-sm max-sm:col-start-3 max-sm:row-start-3 max-sm:whitespace-nowrap max-sm:pt-1 ${isOverdue(props.row, now()) ? 'font-semibold text-late' : 'text-ink'}`}
        >
          <RowTime row={props.row} isNew={isNew()} />
        </span>
      </A>
      <RowStar row={props.row} class="mr-2 shrink-0" />
    </li>
  );
}

function RowTime(props: { row: DeskRow; isNew: boolean }): JSX.Element {
  return (
    <Show
      when={props.row.closedAt}
      fallback={
        <Show
          when={!props.isNew && props.row.dueAt}
          fallback={<When iso={props.row.waitingSince ?? props.row.reportedAt} as="since" />}
        >
          {(due) => <When iso={due()} as="due" />}
        </Show>
      }
    >
      {(closed) => <When iso={closed()} as="day" />}
    </Show>
  );
}
