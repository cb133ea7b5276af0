import { children, createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { IconButton } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { QuietBar } from '../../ui/QuietBar.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { DeskFootNav, DeskNav, type DeskNavGroup } from './DeskNav.tsx';
import { type WorkspaceBrand, WorkspaceMark } from './WorkspaceMark.tsx';

/** The office's frame: places at the left, search and the main act above, the page beside and below. */
export function DeskShell(props: {
  brand: WorkspaceBrand;
  /** Who is signed in. */
  userName: string;
  onSignOut: () => void;
  nav: readonly DeskNavGroup[];
  /** Opens search; the page binds Ctrl+K itself. Without it there is no search box. */
  onSearch?: () => void;
  /** At the left of the bar on a wide screen, where there is no search over everything: what narrows the page. */
  start?: JSX.Element;
  /** At the right of the bar: a filter, the act that begins something new. */
  actions?: JSX.Element;
  /** The live stream is broken: shows the quiet bar. */
  connectionLost?: boolean;
  children: JSX.Element;
}): JSX.Element {
  const [drawer, setDrawer] = createSignal(false);
  // Made once, and nothing stands in its place on pages that have nothing here.
  const start = children(() => props.start);
  return (
    <div class="min-h-dvh lg:pl-51 print:pl-0">
      <a
        href="#content"
        target="_self"
        class="sr-only z-60 rounded-lg bg-accent px-4 py-2 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {m.shell_skip()}
      </a>
      <aside
        data-no-print
        class="fixed inset-y-0 left-0 flex w-51 flex-col border-r border-line bg-sunken px-2.5 pt-4 pb-2 max-lg:hidden"
      >
        <WorkspaceMark brand={props.brand} class="mb-3.5 px-2" />
        <div class="-mx-2.5 min-h-0 grow overflow-y-auto px-2.5 pb-4">
          <DeskNav groups={props.nav} />
        </div>
        <div class="-mx-2.5 border-t border-line px-2.5 pt-2">
          <AccountMenu name={props.userName} onSignOut={props.onSignOut} />
        </div>
      </aside>

      <header
        data-no-print
        class="sticky top-0 z-20 flex min-h-14 flex-wrap items-center gap-3 border-b border-line bg-surface px-5 py-2 max-lg:gap-1 max-lg:px-2 max-lg:py-1"
      >
        <IconButton
          icon="menu"
          label={m.shell_menu()}
          aria-haspopup="dialog"
          aria-expanded={drawer()}
          onClick={() => setDrawer(true)}
          class="size-11 lg:hidden"
        />
        <WorkspaceMark brand={props.brand} name={props.actions ? 'bare' : 'cut'} class="flex-1 lg:hidden" />
        <Show when={start()}>
          <div class="flex min-w-0 items-center gap-2 max-lg:hidden">{start()}</div>
        </Show>
        <Show when={props.onSearch}>
          {(open) => (
            <>
              <button
                type="button"
                onClick={() => open()()}
                aria-keyshortcuts="Control+K"
                class="flex h-9 min-w-0 max-w-130 grow basis-40 items-center gap-2 rounded-lg border border-line bg-bg px-3 text-left text-base text-faint transition-colors hover:border-line-strong max-lg:hidden"
              >
                <span class="min-w-0 flex-1 truncate">{m.shell_search()}</span>
                <span aria-hidden="true" class="flex gap-1">
                  <Kbd>{m.shell_key_ctrl()}</Kbd>
                  <Kbd>K</Kbd>
                </span>
              </button>
              <button
                type="button"
                onClick={() => open()()}
                aria-label={m.shell_search_short()}
                class="grid size-11 shrink-0 place-items-center rounded-lg text-muted lg:hidden"
              >
                <Icon name="search" />
              </button>
            </>
          )}
        </Show>
        <Show when={props.actions}>
          <div class="ml-auto flex shrink-0 items-center gap-3 max-lg:ml-1">{props.actions}</div>
        </Show>
      </header>
      <QuietBar lost={props.connectionLost} />
      <main id="content" tabindex="-1" class="outline-none max-lg:pb-18">
        {props.children}
      </main>
      <DeskFootNav items={props.nav.flatMap(({ items }) => items)} />
      <Sheet open={drawer()} onOpenChange={setDrawer} title={props.brand.name}>
        <DeskNav groups={props.nav} folded onGo={() => setDrawer(false)} />
        <div class="mt-4 border-t border-line pt-3">
          <AccountMenu name={props.userName} onSignOut={props.onSignOut} />
        </div>
      </Sheet>
    </div>
  );
}
