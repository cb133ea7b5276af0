import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { structured } from '../../../domain/document/text.ts';
import { controlClass, Field } from '../../ui/Field.tsx';
import { RichText } from './RichText.tsx';

/** What a button puts around (or before) the chosen words. */
const marks = [
  { label: () => m.document_format_bold(), sign: 'B', wrap: ['**', '**'] },
  { label: () => m.document_format_italic(), sign: 'I', wrap: ['*', '*'] },
  { label: () => m.document_format_heading(), sign: 'H', line: '## ' },
  { label: () => m.document_format_list(), sign: '•', line: '- ' },
  { label: () => m.document_format_numbers(), sign: '1.', line: '1. ' },
  { label: () => m.document_format_link(), sign: '↗', wrap: ['[', '](https://)'] },
] as const satisfies readonly { label: () => string; sign: string; wrap?: readonly [string, string]; line?: string }[];

/** A text with a little formatting: typed with a few signs or by buttons, and shown beside it as it will be read. */
export function TextEditor(props: {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}): JSX.Element {
  const [shown, setShown] = createSignal(false);
  let area: HTMLTextAreaElement | undefined;
  const put = (mark: (typeof marks)[number]) => {
    if (!area) return;
    const { selectionStart: from, selectionEnd: to, value } = area;
    const chosen = value.slice(from, to);
    let next: string;
    let caret: [number, number];
    if ('wrap' in mark) {
      const [before, after] = mark.wrap;
      next = value.slice(0, from) + before + chosen + after + value.slice(to);
      caret = [from + before.length, to + before.length];
    } else {
      const begin = value.lastIndexOf('\n', from - 1) + 1;
      const lines = value.slice(begin, to).split('\n');
      const marked = lines.map((line) => mark.line + line).join('\n');
      next = value.slice(0, begin) + marked + value.slice(to);
      caret = [begin + marked.length, begin + marked.length];
    }
    props.onChange(next);
    queueMicrotask(() => {
      area?.focus();
      area?.setSelectionRange(...caret);
    });
  };
  return (
    <div class="flex flex-col gap-2">
      <Field label={m.document_text()} hint={m.document_text_hint()} error={props.error} optional>
        {(control) => (
          <>
            <div role="toolbar" aria-label={m.document_format()} class="flex flex-wrap gap-1">
              <For each={marks}>
                {(mark) => (
                  <button
                    type="button"
                    title={mark.label()}
                    aria-label={mark.label()}
                    onClick={() => put(mark)}
                    class="grid size-8 place-items-center rounded-lg border border-line bg-surface text-md font-semibold text-muted transition-colors hover:bg-sunken hover:text-ink"
                  >
                    {mark.sign}
                  </button>
                )}
              </For>
              <button
                type="button"
                aria-pressed={shown()}
                onClick={() => setShown(!shown())}
                class="ml-auto rounded-lg px-2.5 text-md font-semibold text-accent hover:bg-sunken"
              >
                {shown() ? m.document_preview_hide() : m.document_preview_show()}
              </button>
            </div>
            <textarea
              ref={area}
              {...control}
              rows={10}
              maxLength={40_000}
              value={props.value}
              onInput={(event) => props.onChange(event.currentTarget.value)}
              class={`field-sizing-content max-h-120 min-h-48 resize-y ${controlClass('desk')}`}
            />
          </>
        )}
      </Field>
      <Show when={shown()}>
        <section
          aria-label={m.document_preview()}
          class="rounded-xl border border-dashed border-line-strong px-4 py-3.5"
        >
          <Show when={props.value.trim() !== ''} fallback={<p class="text-muted">{m.document_preview_empty()}</p>}>
            <RichText body={structured(props.value)} />
          </Show>
        </section>
      </Show>
    </div>
  );
}
