import { For, type JSX } from 'solid-js';

/** One key, as it is printed on the keyboard. */
export function Kbd(props: { children: JSX.Element }): JSX.Element {
  return (
    <kbd class="inline-grid h-4.5 min-w-4.5 place-items-center rounded-[4px] border border-b-2 border-line bg-surface px-1 font-sans text-[0.6875rem] leading-none font-semibold text-muted">
      {props.children}
    </kbd>
  );
}

export type KeyHint = { keys: readonly string[]; does: string };

/** The footer of a desk page: which key does what. Hidden where there is no keyboard. */
export function KeyHints(props: { hints: readonly KeyHint[]; class?: string }): JSX.Element {
  return (
    <ul
      data-no-print
      class={`flex flex-wrap gap-x-3.5 gap-y-2 px-5 py-4 text-base text-muted pointer-coarse:hidden ${props.class ?? ''}`}
    >
      <For each={props.hints}>
        {(hint) => (
          <li class="flex items-center gap-1">
            <For each={hint.keys}>{(key) => <Kbd>{key}</Kbd>}</For>
            <span class="ml-0.5">{hint.does}</span>
          </li>
        )}
      </For>
    </ul>
  );
}
