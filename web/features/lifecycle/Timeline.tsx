import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Avatar } from '../../ui/Avatar.tsx';
import { useDensity } from '../../ui/density.ts';
import { Icon } from '../../ui/Icon.tsx';
import { type Photo, PhotoGrid } from '../../ui/PhotoGrid.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { When } from '../../ui/When.tsx';

export type TimelineEntry = {
  id: string;
  at: string;
  /** Whose initials stand before it; undefined for what happens by itself (the gear). */
  actor: string | undefined;
  /** The sentence, with names in `<b>`: `<><b>Aylin Demir</b> hat den Schaden gemeldet</>`. */
  sentence: JSX.Element;
  /** What was said, in their words. */
  note?: string | undefined;
  photos?: readonly Photo[];
  /** Documents that came with it. */
  files?: readonly { href: string; name: string }[];
  /** Only the office sees it. */
  internal?: boolean;
  /** It came by mail: where the mail is (for the office), and the names of files that were not taken. */
  mail?: { href: string | undefined; otherAddress: boolean; refused: readonly string[] } | undefined;
};

function ByMail(props: { mail: NonNullable<TimelineEntry['mail']> }): JSX.Element {
  const words = () => [m.inbox_by_mail(), ...(props.mail.otherAddress ? [m.inbox_other_address()] : [])].join(', ');
  return (
    <div class="mt-1 text-sm text-muted">
      <p class="flex items-center gap-1.5">
        <Icon name="mail" size={16} />
        <Show when={props.mail.href} fallback={<span>{words()}</span>}>
          {(href) => (
            <A href={href()} class="inline-flex min-h-6 items-center underline underline-offset-3 hover:no-underline">
              {words()}
            </A>
          )}
        </Show>
      </p>
      <Show when={props.mail.refused.length > 0}>
        <p class="break-words">{m.inbox_not_taken({ names: props.mail.refused.join(', ') })}</p>
      </Show>
    </div>
  );
}

/** How we got here, in the order given. With `fold`, only the last entries of the list are shown at first. */
export function Timeline(props: {
  entries: readonly TimelineEntry[];
  /** How many of the last entries to show before "Frühere Einträge zeigen". */
  fold?: number;
  hideTitle?: boolean;
  class?: string;
}): JSX.Element {
  const density = useDensity();
  const [unfolded, setUnfolded] = createSignal(false);
  const hidden = () => (props.fold !== undefined && !unfolded() ? Math.max(0, props.entries.length - props.fold) : 0);
  return (
    <section class={props.class}>
      <h2 class={props.hideTitle ? 'sr-only' : 'mb-2.5 text-xs font-semibold text-muted'}>{m.lifecycle_timeline()}</h2>
      <Show when={props.entries.length > 0} fallback={<p class="text-muted">{m.lifecycle_timeline_empty()}</p>}>
        <Show when={hidden() > 0}>
          <button
            type="button"
            class="mb-3 flex min-h-8 items-center gap-1.5 rounded text-sm font-semibold text-accent hover:underline"
            onClick={() => setUnfolded(true)}
          >
            <Icon name="chevronDown" size={16} />
            {m.lifecycle_timeline_earlier({ count: hidden() })}
          </button>
        </Show>
        <ol class={`flex flex-col ${density === 'phone' ? 'gap-4' : 'gap-3.5'}`}>
          <Key each={props.entries.slice(hidden())} by="id">
            {(entry) => (
              <li class="flex gap-2.5">
                <Avatar name={entry().actor} class={density === 'phone' ? 'bg-surface' : 'bg-line/60'} />
                <div class={`min-w-0 flex-1 ${density === 'phone' ? 'pt-0.5 text-lg' : 'pt-1 text-base'}`}>
                  <div class={density === 'phone' ? '' : 'flex items-baseline gap-3 max-sm:flex-col max-sm:gap-0'}>
                    <p class="min-w-0 flex-1 leading-snug wrap-anywhere [&_b]:font-semibold">
                      <Show when={!entry().actor}>
                        <VisuallyHidden>{m.lifecycle_system()}: </VisuallyHidden>
                      </Show>
                      {entry().sentence}
                      <Show when={entry().internal}>
                        {' '}
                        <span
                          title={m.lifecycle_internal_hint()}
                          class="inline-flex items-center gap-0.5 rounded bg-us-soft px-1.5 align-middle text-xs font-semibold text-us"
                        >
                          <Icon name="lock" size={16} class="-ml-0.5 scale-75" />
                          {m.lifecycle_internal()}
                        </span>
                      </Show>
                    </p>
                    <When
                      iso={entry().at}
                      as={density === 'phone' ? 'moment' : 'short'}
                      class={
                        density === 'phone' ? 'text-md text-muted' : 'shrink-0 text-sm whitespace-nowrap text-muted'
                      }
                    />
                  </div>
                  <Show when={entry().note}>
                    <p
                      class={`mt-1.5 rounded-xl rounded-tl-sm px-3 py-2 whitespace-pre-line ${entry().internal ? 'bg-us-soft' : 'border border-line bg-surface'}`}
                    >
                      {entry().note}
                    </p>
                  </Show>
                  <Show when={entry().photos?.length}>
                    <PhotoGrid photos={entry().photos ?? []} class="mt-2" />
                  </Show>
                  <Show when={entry().mail}>{(mail) => <ByMail mail={mail()} />}</Show>
                  <For each={entry().files}>
                    {(file) => (
                      <a
                        href={file.href}
                        target="_self"
                        class="mt-1.5 inline-flex min-h-8 max-w-full items-center gap-1.5 font-semibold text-accent underline-offset-3 hover:underline"
                      >
                        <Icon name="document" size={16} />
                        <span class="truncate">{file.name}</span>
                      </a>
                    )}
                  </For>
                </div>
              </li>
            )}
          </Key>
        </ol>
      </Show>
    </section>
  );
}
