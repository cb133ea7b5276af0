import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';

/** The look of a row of tabs, shared with `Tabs`. */
export const tabBarClass =
  'flex gap-1 overflow-x-auto overflow-y-hidden border-b border-line px-4 [scrollbar-width:none]';

/** The look of one tab, without the line under the chosen one. */
export const tabClass =
  'relative flex h-11 shrink-0 items-center gap-1.5 px-3 text-base font-medium whitespace-nowrap text-muted transition-colors -outline-offset-2 hover:text-ink';

const chosen = 'text-ink after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:bg-accent';

export type ViewTab = { href: string; label: string; count?: number | undefined; current: boolean };

/** Views of a list, each with its own address: what the desk shows above its rows. */
export function ViewTabs(props: { label: string; views: readonly ViewTab[]; end?: JSX.Element }): JSX.Element {
  return (
    <nav aria-label={props.label} class={`bg-surface ${tabBarClass}`}>
      <Key each={props.views} by="href">
        {(view) => (
          <A
            href={view().href}
            noScroll
            aria-current={view().current ? 'page' : undefined}
            class={`${tabClass} ${view().current ? chosen : ''}`}
          >
            {view().label}
            <Show when={view().count !== undefined}>
              <span class="font-semibold">{view().count}</span>
            </Show>
          </A>
        )}
      </Key>
      {props.end}
    </nav>
  );
}
