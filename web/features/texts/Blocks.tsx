import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type BlockPurpose, blockPurposes } from '../../../domain/texts/blocks.ts';
import { type Placeholder, placeholders, unknownIn } from '../../../domain/texts/placeholders.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type Editing, KeptList } from './KeptList.tsx';
import { blocksKey, type TextBlock, useBlocks } from './queries.ts';

const purposeWords: Record<BlockPurpose, () => string> = {
  any: () => m.texts_purpose_any(),
  reject: () => m.texts_purpose_reject(),
  ask: () => m.texts_purpose_ask(),
  note: () => m.texts_purpose_note(),
  order: () => m.texts_purpose_order(),
};

/** The reusable texts: what there is, and the form of the one that is written. */
export function Blocks(): JSX.Element {
  const blocks = useBlocks();
  return (
    <KeptList<TextBlock>
      query={blocks}
      queryKey={blocksKey}
      lead={m.texts_blocks_lead()}
      add={m.texts_add()}
      saved={m.texts_saved()}
      none={<EmptyState icon="document" title={m.texts_none_title()} text={m.texts_none_text()} />}
      fresh={() => ({ id: crypto.randomUUID(), name: '', purpose: 'any', text: '' })}
      save={(block) => api.texts.saveBlock.mutate(block)}
      remove={({ id }) => api.texts.removeBlock.mutate({ id })}
      mark={(block) => <Pill tone="neutral">{purposeWords[block.purpose]()}</Pill>}
      detail={(block) => block.text}
      form={({ text, ...editing }) => <BlockDialog block={text} {...editing} />}
    />
  );
}

/** Buttons that put a placeholder where the cursor is. */
export function Placeholders(props: {
  offered: readonly Placeholder[];
  onChoose: (placeholder: string) => void;
}): JSX.Element {
  return (
    <fieldset>
      <legend class="mb-1 text-sm text-muted">{m.texts_placeholders()}</legend>
      <div class="flex flex-wrap gap-1.5">
        <For each={props.offered}>
          {(id) => (
            <button
              type="button"
              onClick={() => props.onChoose(`{${placeholders[id][locale()]}}`)}
              class="min-h-7 rounded-full border border-line bg-surface px-2.5 text-sm hover:bg-sunken"
            >
              {placeholders[id][locale()]}
            </button>
          )}
        </For>
      </div>
    </fieldset>
  );
}

/** Puts words into a field where its cursor is, and leaves the cursor behind them. */
export function putIn(area: HTMLTextAreaElement | undefined, text: string, words: string): string {
  const [from, to] = [area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length];
  queueMicrotask(() => {
    area?.focus();
    area?.setSelectionRange(from + words.length, from + words.length);
  });
  return text.slice(0, from) + words + text.slice(to);
}

/** What is wrong with a text's placeholders, in a sentence; undefined when nothing is. */
export function placeholderProblem(text: string): string | undefined {
  const [unknown] = unknownIn(text);
  return unknown ? m.texts_placeholder_unknown({ placeholder: unknown }) : undefined;
}

function BlockDialog(props: { block: TextBlock } & Omit<Editing<TextBlock>, 'text'>): JSX.Element {
  const [name, setName] = createSignal(props.block.name);
  const [purpose, setPurpose] = createSignal<BlockPurpose>(props.block.purpose);
  const [text, setText] = createSignal(props.block.text);
  const [busy, setBusy] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  let area: HTMLTextAreaElement | undefined;
  const save = async () => {
    setTried(true);
    if (!name().trim() || !text().trim() || placeholderProblem(text())) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await api.texts.saveBlock.mutate({
        id: props.block.id,
        name: name().trim(),
        purpose: purpose(),
        text: text().trim(),
      });
      props.onSaved();
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && props.onClose()}
      title={props.isNew ? m.texts_add() : m.texts_edit()}
      footer={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            {m.ui_cancel()}
          </Button>
          <Button look="filled" busy={busy()} onClick={() => void save()}>
            {m.texts_save()}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        <TextField
          label={m.texts_name()}
          maxLength={80}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
          error={tried() && !name().trim() ? m.texts_name_missing() : undefined}
        />
        <Select
          label={m.texts_purpose()}
          value={purpose()}
          onChange={setPurpose}
          options={blockPurposes.map((value) => ({ value, label: purposeWords[value]() }))}
        />
        <TextArea
          ref={area}
          label={m.texts_text()}
          rows={6}
          maxLength={4000}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          error={placeholderProblem(text()) ?? (tried() && !text().trim() ? m.texts_text_missing() : undefined)}
        />
        <Placeholders
          offered={Object.keys(placeholders) as Placeholder[]}
          onChoose={(words) => setText(putIn(area, text(), words))}
        />
        <Show when={failure()}>{(why) => <ErrorNote title={why()} />}</Show>
      </div>
    </Dialog>
  );
}
