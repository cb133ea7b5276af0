import { createSignal, createUniqueId, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { useDensity } from './density.ts';
import { Icon } from './Icon.tsx';
import type { PhotoShelf } from './photo-shelf.ts';
import { shrinkPhoto, UnreadablePhoto } from './shrink-photo.ts';

/** Sends one photo and resolves with its key; reports progress from 0 to 1; rejects with a sentence in `message`. */
export type UploadPhoto = (jpeg: Blob, progress: (done: number) => void, signal: AbortSignal) => Promise<string>;

type Item = {
  id: string;
  preview: string;
  jpeg: Blob;
  done: number;
  key?: string;
  error?: string;
  abort: AbortController;
};

/** Takes photos with the camera or from the album, shrinks them here and sends each at once, with its progress. */
export function PhotoPicker(props: {
  upload: UploadPhoto;
  /** The keys of all photos that have arrived, in order; called after each change. */
  onChange: (keys: string[]) => void;
  /** True while a photo is under way: the form waits with sending. */
  onBusy?: (busy: boolean) => void;
  max?: number;
  label?: string;
  /** Keeps what has not arrived yet beyond this page. */
  shelf?: PhotoShelf;
}): JSX.Element {
  const id = createUniqueId();
  const density = useDensity();
  const max = () => props.max ?? 8;
  const [items, setItems] = createSignal<readonly Item[]>([]);
  const [problem, setProblem] = createSignal<string>();
  /** Whether the form was left: what is still being made smaller then goes nowhere. */
  let gone = false;
  onCleanup(() => {
    gone = true;
    props.onBusy?.(false);
    for (const item of items()) {
      item.abort.abort();
      URL.revokeObjectURL(item.preview);
    }
  });

  /** Choices whose photos are still being made smaller. */
  let reading = 0;
  const changed = (next: readonly Item[]) => {
    if (gone) return;
    setItems(next);
    props.onChange(next.flatMap((item) => (item.key ? [item.key] : [])));
    props.onBusy?.(reading > 0 || next.some((item) => !item.key && !item.error));
  };
  const update = (which: string, change: Partial<Item>) => {
    changed(items().map((item) => (item.id === which ? { ...item, ...change } : item)));
  };
  const send = async (item: Item) => {
    update(item.id, { done: 0, error: undefined });
    try {
      const key = await props.upload(item.jpeg, (done) => update(item.id, { done }), item.abort.signal);
      update(item.id, { key, done: 1 });
      void props.shelf?.drop(item.id);
    } catch (error) {
      if (item.abort.signal.aborted) return;
      update(item.id, { error: error instanceof Error && error.message ? error.message : m.ui_photo_failed() });
    }
  };
  const add = (id: string, jpeg: Blob) => {
    if (gone) return;
    const item: Item = { id, jpeg, preview: URL.createObjectURL(jpeg), done: 0, abort: new AbortController() };
    changed([...items(), item]);
    void send(item);
  };
  onMount(async () => {
    for (const { id: known, jpeg } of (await props.shelf?.all()) ?? []) if (items().length < max()) add(known, jpeg);
  });
  // What failed in a dead zone goes out by itself when there is a connection again.
  const again = () => {
    for (const item of items()) if (item.error) void send(item);
  };
  addEventListener('online', again);
  onCleanup(() => removeEventListener('online', again));
  const read = async (file: File) => {
    try {
      const jpeg = await shrinkPhoto(file);
      const taken = crypto.randomUUID();
      await props.shelf?.put({ id: taken, jpeg });
      add(taken, jpeg);
    } catch (error) {
      if (!(error instanceof UnreadablePhoto)) throw error;
      setProblem(m.ui_photo_unreadable());
    }
  };
  const take = async (files: readonly File[]) => {
    setProblem(undefined);
    const room = max() - items().length;
    if (files.length > room) setProblem(m.ui_photos_full({ max: max() }));
    reading += 1;
    changed(items());
    for (const file of files.slice(0, room)) await read(file);
    reading -= 1;
    changed(items());
  };
  const remove = (item: Item) => {
    item.abort.abort();
    URL.revokeObjectURL(item.preview);
    void props.shelf?.drop(item.id);
    changed(items().filter((each) => each.id !== item.id));
  };

  return (
    <div class="flex flex-col gap-2.5">
      <Show when={items().length > 0}>
        <ul class="grid grid-cols-3 gap-2">
          <For each={items().map((item) => item.id)}>
            {(itemId, index) => (
              <Show when={items().find((each) => each.id === itemId)}>
                {(item) => (
                  <li class="relative aspect-square overflow-hidden rounded-xl bg-sunken">
                    <img
                      src={item().preview}
                      alt={m.ui_photo({ index: index() + 1, count: items().length })}
                      class={`size-full object-cover ${item().key ? '' : 'opacity-60'}`}
                    />
                    <Show when={!item().key && !item().error}>
                      <progress
                        max={1}
                        value={item().done}
                        aria-label={m.ui_photo_uploading({ index: index() + 1 })}
                        class="absolute inset-x-2 bottom-2 h-1.5 w-[calc(100%-1rem)] appearance-none overflow-hidden rounded-full bg-surface [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-surface [&::-webkit-progress-value]:bg-accent"
                      />
                    </Show>
                    <Show when={item().error}>
                      {(error) => (
                        <div
                          role="alert"
                          class="absolute inset-0 flex flex-col justify-end gap-1 bg-surface/90 p-2 text-xs leading-tight text-late"
                        >
                          <span class="line-clamp-3">{error()}</span>
                          <button
                            type="button"
                            class="min-h-8 text-left font-semibold underline"
                            onClick={() => send(item())}
                          >
                            {m.ui_try_again()}
                          </button>
                        </div>
                      )}
                    </Show>
                    <button
                      type="button"
                      aria-label={m.ui_photo_remove({ index: index() + 1 })}
                      onClick={() => remove(item())}
                      class="absolute top-1 right-1 grid size-8 place-items-center rounded-full bg-surface/90 text-ink"
                    >
                      <Icon name="close" size={16} />
                    </button>
                  </li>
                )}
              </Show>
            )}
          </For>
        </ul>
      </Show>
      <Show when={items().length < max()}>
        <label
          for={id}
          class={`flex flex-col items-center justify-center gap-1.5 rounded-xl border-2 border-dashed border-line-strong bg-surface px-4 text-center font-semibold transition-colors hover:border-accent hover:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
            items().length > 0 ? 'min-h-12.5 flex-row' : density === 'phone' ? 'min-h-28 text-lg' : 'min-h-20 text-base'
          }`}
        >
          <Icon name="camera" class="text-accent" />
          {items().length > 0 ? m.ui_photos_more() : (props.label ?? m.ui_photos_add())}
          <input
            id={id}
            type="file"
            accept="image/*"
            multiple
            class="sr-only"
            aria-describedby={`${id}-hint`}
            onChange={(event) => {
              const files = [...(event.currentTarget.files ?? [])];
              // The same photo may be chosen again after it was removed.
              event.currentTarget.value = '';
              void take(files);
            }}
          />
        </label>
      </Show>
      <p id={`${id}-hint`} class="text-sm text-muted">
        {m.ui_photos_hint({ max: max() })}
      </p>
      <Show when={problem()}>
        <p role="alert" class="flex items-start gap-1.5 text-base text-late">
          <Icon name="alert" size={16} class="mt-0.5" />
          <span>{problem()}</span>
        </p>
      </Show>
    </div>
  );
}
