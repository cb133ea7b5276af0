import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fileAddress } from '../../api.ts';
import { uploadPhoto } from '../../refusals.ts';
import { Icon } from '../../ui/Icon.tsx';
import { PhotoPicker } from '../../ui/PhotoPicker.tsx';
import type { createDraft } from './draft.ts';

const MOST = 8;

/** The report's photos: those of an earlier visit to the page as pictures, new ones through the picker. */
export function Photos(props: {
  form: ReturnType<typeof createDraft>;
  /** Makes sure that photos may be sent, before the first one. */
  prepare: () => Promise<void>;
  onBusy: (busy: boolean) => void;
}): JSX.Element {
  const { change } = props.form;
  const kept = [...props.form.draft.files];
  let added: string[] = [];
  const remove = (id: string) => {
    kept.splice(kept.indexOf(id), 1);
    change('files', [...kept, ...added]);
  };
  return (
    <fieldset class="min-w-0">
      <legend class="mb-1.5 text-lg font-semibold">
        {m.report_photos()} <span class="font-normal text-muted">({m.ui_optional()})</span>
      </legend>
      <Show when={kept.length > 0 && props.form.draft.files.length > 0}>
        <ul class="mb-2.5 grid grid-cols-3 gap-2">
          <For each={props.form.draft.files.filter((id) => kept.includes(id))}>
            {(id, index) => (
              <li class="relative aspect-square overflow-hidden rounded-xl bg-sunken">
                <img
                  src={fileAddress(id, 400)}
                  alt={m.report_photo_kept({ index: index() + 1 })}
                  class="size-full object-cover"
                />
                <button
                  type="button"
                  aria-label={m.ui_photo_remove({ index: index() + 1 })}
                  onClick={() => remove(id)}
                  class="absolute top-1 right-1 grid size-8 place-items-center rounded-full bg-surface/90 text-ink"
                >
                  <Icon name="close" size={16} />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <PhotoPicker
        max={MOST - kept.length}
        shelf={props.form.shelf}
        upload={async (jpeg, progress, signal) => {
          await props.prepare();
          return uploadPhoto(jpeg, progress, signal);
        }}
        onChange={(keys) => {
          added = keys;
          change('files', [...kept, ...keys]);
        }}
        onBusy={(busy) => props.onBusy(busy)}
      />
    </fieldset>
  );
}
