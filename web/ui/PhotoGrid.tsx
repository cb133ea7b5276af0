import { Key } from '@solid-primitives/keyed';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { Icon } from './Icon.tsx';

export type Photo = {
  /** Address of the full picture. */
  src: string;
  /** Address of a small one; the full one else. */
  thumb?: string;
  /** What can be seen, if somebody wrote it. */
  alt?: string;
};

/** Photos in a row; pressed, one fills the screen and the arrow keys go on to the next. */
export function PhotoGrid(props: { photos: readonly Photo[]; size?: 'small' | 'wide'; class?: string }): JSX.Element {
  const [at, setAt] = createSignal<number>();
  const count = () => props.photos.length;
  const name = (photo: Photo, index: number) => photo.alt ?? m.ui_photo({ index: index + 1, count: count() });
  let dialog: HTMLDialogElement | undefined;
  const open = (index: number) => {
    setAt(index);
    dialog?.showModal();
  };
  const go = (step: number) => {
    const now = at();
    if (now !== undefined) setAt((now + step + count()) % count());
  };
  const current = () => props.photos[at() ?? -1];
  const arrow = 'absolute top-1/2 grid size-11 -translate-y-1/2 place-items-center rounded-full bg-surface/90 text-ink';
  return (
    <Show when={count() > 0}>
      <ul class={`${props.size === 'wide' ? 'grid grid-cols-3 gap-2' : 'flex flex-wrap gap-2'} ${props.class ?? ''}`}>
        <Key each={props.photos} by="src">
          {(photo, index) => (
            <li>
              <button
                type="button"
                onClick={() => open(index())}
                aria-label={photo().alt ?? m.ui_photo_open({ index: index() + 1, count: count() })}
                class={`block overflow-hidden rounded-lg bg-sunken transition-opacity hover:opacity-90 ${props.size === 'wide' ? 'aspect-5/4 w-full' : 'h-16 w-21.5'}`}
              >
                <img
                  src={photo().thumb ?? photo().src}
                  alt=""
                  loading="lazy"
                  decoding="async"
                  class="size-full object-cover"
                />
              </button>
            </li>
          )}
        </Key>
      </ul>
      <dialog
        ref={dialog}
        aria-label={m.ui_photo({ index: (at() ?? 0) + 1, count: count() })}
        onClose={() => setAt(undefined)}
        onClick={(event) => event.target === event.currentTarget && dialog?.close()}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') go(1);
          if (event.key === 'ArrowLeft') go(-1);
        }}
        class="m-0 size-full max-h-none max-w-none bg-transparent backdrop:bg-shade open:grid open:animate-fade-in open:place-items-center"
      >
        <Show when={current()}>
          {(photo) => (
            <>
              <img
                src={photo().src}
                alt={name(photo(), at() ?? 0)}
                class="max-h-[92dvh] max-w-[96vw] rounded-lg object-contain"
              />
              <button
                type="button"
                onClick={() => dialog?.close()}
                aria-label={m.ui_close()}
                class="absolute top-3 right-3 grid size-11 place-items-center rounded-full bg-surface/90 text-ink"
              >
                <Icon name="close" />
              </button>
              <Show when={count() > 1}>
                <button
                  type="button"
                  onClick={() => go(-1)}
                  aria-label={m.ui_photo_previous()}
                  class={`${arrow} left-3`}
                >
                  <Icon name="chevronLeft" />
                </button>
                <button type="button" onClick={() => go(1)} aria-label={m.ui_photo_next()} class={`${arrow} right-3`}>
                  <Icon name="chevronRight" />
                </button>
              </Show>
            </>
          )}
        </Show>
      </dialog>
    </Show>
  );
}
