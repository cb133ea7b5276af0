import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Icon, type IconName } from '../../ui/Icon.tsx';

export type DeskNavItem = {
  href: string;
  label: string;
  icon: IconName;
  /** How many things wait there; none is not shown. */
  count?: number | undefined;
  /** Begins a new group. */
  apart?: boolean;
};

/** The list of places at the left, and in the drawer of a small screen. */
export function DeskNav(props: { items: readonly DeskNavItem[]; onGo?: () => void }): JSX.Element {
  return (
    <nav aria-label={m.shell_main_navigation()}>
      <ul class="flex flex-col gap-px">
        <Key each={props.items} by="href">
          {(item) => (
            <li class={item().apart ? 'mt-3.5' : ''}>
              <A
                href={item().href}
                end={item().href === '/'}
                onClick={() => props.onGo?.()}
                class="flex min-h-8.75 items-center gap-2.5 rounded-lg px-2.5 text-base font-medium transition-colors max-lg:min-h-11"
                activeClass="bg-surface text-ink shadow-low"
                inactiveClass="text-muted hover:bg-line/60 hover:text-ink"
              >
                <Icon name={item().icon} size={16} />
                <span class="min-w-0 flex-1 truncate">{item().label}</span>
                <Show when={item().count}>
                  <span class="text-xs font-semibold text-muted">{item().count}</span>
                </Show>
              </A>
            </li>
          )}
        </Key>
      </ul>
    </nav>
  );
}

/** The first places, at the foot of a small screen, within reach of a thumb. */
export function DeskFootNav(props: { items: readonly DeskNavItem[] }): JSX.Element {
  return (
    <nav
      aria-label={m.shell_main_navigation()}
      class="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul class="flex">
        <Key each={props.items.slice(0, 4)} by="href">
          {(item) => (
            <li class="min-w-0 flex-1">
              <A
                href={item().href}
                end={item().href === '/'}
                class="relative flex h-14 flex-col items-center justify-center gap-0.5 text-xs font-medium -outline-offset-2"
                activeClass="text-accent"
                inactiveClass="text-muted"
              >
                <Icon name={item().icon} />
                <span class="max-w-full truncate px-1">{item().label}</span>
                <Show when={item().count}>
                  <span class="absolute top-1 left-1/2 ml-1.5 min-w-4 rounded-full bg-us-soft px-1 text-center text-[0.6875rem] leading-4 font-semibold text-us">
                    {item().count}
                  </span>
                </Show>
              </A>
            </li>
          )}
        </Key>
      </ul>
    </nav>
  );
}
