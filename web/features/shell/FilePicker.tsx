import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { refusalIn, uploadFile } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { IconButton } from '../../ui/Button.tsx';
import { useDensity } from '../../ui/density.ts';
import { Icon } from '../../ui/Icon.tsx';

/** PDFs and pictures, sent as they are chosen; what can't be taken is said beside it. */
export function FilePicker(props: {
  label: string;
  hint?: string;
  most: number;
  /** Nothing goes without it. */
  needed?: boolean;
  /** For which firm they are sent, where it is one's. */
  firm?: string | null;
  /** Those that are there already. */
  initial?: readonly { id: string; name: string }[];
  onChange: (ids: string[], files: readonly { id: string; name: string }[]) => void;
  onBusy: (busy: boolean) => void;
}): JSX.Element {
  const id = createUniqueId();
  const density = useDensity();
  const [files, setFiles] = createSignal<{ id: string; name: string }[]>([...(props.initial ?? [])]);
  const [error, setError] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const keep = (next: { id: string; name: string }[]) => {
    setFiles(next);
    props.onChange(
      next.map((file) => file.id),
      next,
    );
  };
  const take = async (chosen: readonly File[]) => {
    setError(undefined);
    setBusy(true);
    props.onBusy(true);
    for (const file of chosen.slice(0, props.most - files().length)) {
      try {
        const sent = await uploadFile(file, () => {}, new AbortController().signal, {
          name: file.name,
          firm: props.firm,
        });
        keep([...files(), { id: sent, name: file.name }]);
      } catch (reason) {
        setError(`${file.name}: ${sayRefusal(refusalIn(reason))}`);
      }
    }
    setBusy(false);
    props.onBusy(false);
  };
  return (
    <div class="flex flex-col gap-1.5">
      <label for={id} class={`font-semibold ${density === 'phone' ? 'text-lg' : 'text-base'}`}>
        {props.label}
        <Show when={!props.needed}>
          {' '}
          <span class="font-normal text-muted">({m.ui_optional()})</span>
        </Show>
      </label>
      <Show when={props.hint}>
        <p class="text-sm text-muted">{props.hint}</p>
      </Show>
      <ul class="flex flex-col gap-1.5 empty:hidden">
        <For each={files()}>
          {(file) => (
            <li class="flex items-center gap-2 rounded-lg border border-line bg-surface pl-3">
              <Icon name="document" size={16} class="text-muted" />
              <span class="min-w-0 flex-1 truncate">{file.name}</span>
              <IconButton
                icon="close"
                label={m.ui_file_remove({ name: file.name })}
                onClick={() => keep(files().filter((each) => each.id !== file.id))}
              />
            </li>
          )}
        </For>
      </ul>
      <Show when={files().length < props.most}>
        <input
          id={id}
          type="file"
          accept="application/pdf,image/jpeg,image/png,image/webp"
          multiple={props.most > 1}
          disabled={busy()}
          aria-describedby={error() ? `${id}-error` : undefined}
          class="w-full rounded-lg border border-line-strong bg-surface px-3 py-1.5 text-base file:mr-3 file:rounded-md file:border-0 file:bg-sunken file:px-3 file:py-1 file:font-semibold file:text-ink"
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            void take(chosen);
          }}
        />
      </Show>
      <Show when={error()}>
        {(text) => (
          <p id={`${id}-error`} role="alert" class="flex items-start gap-1.5 text-base text-late">
            <Icon name="alert" size={16} class="mt-0.5" />
            <span>{text()}</span>
          </p>
        )}
      </Show>
    </div>
  );
}
