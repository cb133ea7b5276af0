import { A } from '@solidjs/router';
import { createUniqueId, For, type JSX, Show } from 'solid-js';

/** A part of a page about one thing: its title, what can be done, and what stands in it. */
export function Card(props: {
  title: string;
  /** Beside the title: a count, a sum. */
  detail?: JSX.Element;
  actions?: JSX.Element;
  children: JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <section aria-labelledby={id} class="min-w-0">
      <div class="mb-2 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 id={id} class="text-md font-semibold">
          {props.title}
          <Show when={props.detail}>
            <span class="ml-2 text-base font-normal text-muted">{props.detail}</span>
          </Show>
        </h2>
        <Show when={props.actions}>
          <div class="flex flex-wrap gap-2">{props.actions}</div>
        </Show>
      </div>
      {props.children}
    </section>
  );
}

/** The frame of a list in a card. */
export const listClass = 'overflow-hidden rounded-xl border border-line bg-surface';
/** A line of such a list. */
export const lineClass = 'border-b border-line px-4 py-2.5 last:border-b-0';
/** A line that leads somewhere. */
export const lineLinkClass = 'block px-4 py-2.5 -outline-offset-2 transition-colors hover:bg-sunken';

/** What stands in a card that has nothing yet: what will, and how. */
export function Nothing(props: { children: JSX.Element }): JSX.Element {
  return <p class="rounded-xl border border-dashed border-line px-4 py-3.5 text-pretty text-muted">{props.children}</p>;
}

/** The lines of a card, each of which leads to what it names; while there are none, what will stand there. */
export function LinkLines<Row>(props: {
  rows: readonly Row[];
  none: string;
  href: (row: Row) => string;
  children: (row: Row) => JSX.Element;
}): JSX.Element {
  return (
    <Show when={props.rows.length > 0} fallback={<Nothing>{props.none}</Nothing>}>
      <ul class={listClass}>
        <For each={props.rows}>
          {(row) => (
            <li class="border-b border-line last:border-b-0">
              <A href={props.href(row)} class={lineLinkClass}>
                {props.children(row)}
              </A>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
