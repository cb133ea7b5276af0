import { Key } from '@solid-primitives/keyed';
import { A, useLocation } from '@solidjs/router';
import { createSignal, createUniqueId, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { groupChoice, keepGroupChoice } from './nav-groups.ts';

export type DeskNavItem = {
  href: string;
  label: string;
  icon: IconName;
  /** How many things wait there; none is not shown. */
  count?: number | undefined;
};

export type DeskNavGroup = {
  key: string;
  /** Without one the group has no heading and is always open. */
  label: string | null;
  items: readonly DeskNavItem[];
};

const within = (path: string, { href }: DeskNavItem) => path === href || path.startsWith(`${href}/`);

/** The places at the left, in groups that can be closed, and in the drawer of a small screen. */
export function DeskNav(props: {
  groups: readonly DeskNavGroup[];
  /** On a small screen: only the group of the page that is shown is open until others are opened. */
  folded?: boolean;
  onGo?: () => void;
}): JSX.Element {
  return (
    <nav aria-label={m.shell_main_navigation()} class="flex flex-col gap-2.5">
      <Key each={props.groups} by="key">
        {(group) => <Group group={group()} folded={props.folded ?? false} onGo={() => props.onGo?.()} />}
      </Key>
    </nav>
  );
}

function Group(props: { group: DeskNavGroup; folded: boolean; onGo: () => void }): JSX.Element {
  const id = createUniqueId();
  const location = useLocation();
  const [choice, setChoice] = createSignal(groupChoice(props.group.key));
  const open = () =>
    props.group.label === null ||
    (choice() ?? (!props.folded || props.group.items.some((item) => within(location.pathname, item))));
  const waiting = () => props.group.items.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const toggle = () => {
    keepGroupChoice(props.group.key, !open());
    setChoice(!open());
  };
  return (
    <div>
      <Show when={props.group.label}>
        {(label) => (
          <button
            type="button"
            aria-expanded={open()}
            aria-controls={id}
            onClick={toggle}
            class="flex min-h-7 w-full items-center gap-2 rounded-lg px-2.5 text-left text-xs font-semibold text-muted transition-colors hover:text-ink max-lg:min-h-11"
          >
            <span class="min-w-0 flex-1 break-words">{label()}</span>
            <Show when={!open() && waiting() > 0}>
              <span>{waiting()}</span>
            </Show>
            <Icon name={open() ? 'chevronDown' : 'chevronRight'} size={16} />
          </button>
        )}
      </Show>
      <ul id={id} hidden={!open()} class={open() ? 'flex flex-col gap-px' : ''}>
        <Key each={props.group.items} by="href">
          {(item) => (
            <li>
              <A
                href={item().href}
                onClick={() => props.onGo()}
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
    </div>
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
