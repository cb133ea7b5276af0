import { For, type JSX, Show } from 'solid-js';
import { DensityContext } from '../../ui/density.ts';
import { chooseLocale, languages, locale } from '../../ui/locale.ts';
import { QuietBar } from '../../ui/QuietBar.tsx';
import { type WorkspaceBrand, WorkspaceMark } from './WorkspaceMark.tsx';

/** The frame of residents, owners and link pages: one column, at most 560 px, 16 px type, 50 px controls. */
export function PortalShell(props: {
  brand: WorkspaceBrand;
  /** In place of the mark: for a contractor, "Auftrag von" and who ordered. */
  header?: JSX.Element;
  /** At the right of the header: the way to the account. */
  end?: JSX.Element;
  /** Under the page: to whom the link belongs, where to call. */
  note?: JSX.Element;
  links?: ReadonlyArray<{ href: string; label: string }>;
  connectionLost?: boolean;
  children: JSX.Element;
}): JSX.Element {
  return (
    <DensityContext.Provider value="phone">
      <div class="flex min-h-dvh flex-col bg-bg text-lg">
        <header class="border-b border-line bg-surface">
          <div class="mx-auto flex min-h-13.5 max-w-140 items-center gap-3 px-4 py-2.5">
            <div class="min-w-0 flex-1">
              <Show when={props.header} fallback={<WorkspaceMark brand={props.brand} class="text-lg" />}>
                {props.header}
              </Show>
            </div>
            {props.end}
          </div>
        </header>
        <QuietBar lost={props.connectionLost} />
        <main id="content" tabindex="-1" class="mx-auto w-full max-w-140 flex-1 px-4 pt-4.5 pb-10 outline-none">
          {props.children}
        </main>
        <footer
          data-no-print
          class="mx-auto w-full max-w-140 px-4 pt-2 pb-[max(1.5rem,env(safe-area-inset-bottom))] text-base text-muted"
        >
          <Show when={props.note}>
            <p class="mb-4 text-pretty">{props.note}</p>
          </Show>
          <ul class="flex flex-wrap items-center gap-x-5">
            <For each={props.links}>
              {(link) => (
                <li>
                  <a href={link.href} class="inline-flex min-h-11 items-center underline-offset-3 hover:underline">
                    {link.label}
                  </a>
                </li>
              )}
            </For>
            <For each={languages.filter((each) => each.locale !== locale())}>
              {(each) => (
                <li>
                  <button
                    type="button"
                    lang={each.locale}
                    class="inline-flex min-h-11 items-center font-medium text-accent underline-offset-3 hover:underline"
                    onClick={() => chooseLocale(each.locale)}
                  >
                    {each.name}
                  </button>
                </li>
              )}
            </For>
          </ul>
        </footer>
      </div>
    </DensityContext.Provider>
  );
}

/** The top of a page in the portal: number and place small, the matter in large. */
export function PageTitle(props: { above?: JSX.Element; title: string; below?: JSX.Element }): JSX.Element {
  return (
    <div class="mb-4">
      <Show when={props.above}>
        <p class="text-base text-muted">{props.above}</p>
      </Show>
      <h1 class="text-2xl font-bold tracking-[-0.012em] text-balance">{props.title}</h1>
      <Show when={props.below}>
        <div class="mt-3.5">{props.below}</div>
      </Show>
    </div>
  );
}
