import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type BlockPurpose, blockPurposes } from '../../../domain/texts/blocks.ts';
import { type Placeholder, placeholders, unknownIn } from '../../../domain/texts/placeholders.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { blocksKey, type TextBlock, useBlocks } from './queries.ts';
import { Loaded } from '../shell/Loaded.tsx';

const purposeWords: Record<BlockPurpose, () => string> = {
  any: () => m.texts_purpose_any(),
  reject: () => m.texts_purpose_reject(),
  ask: () => m.texts_purpose_ask(),
  note: () => m.texts_purpose_note(),
  order: () => m.texts_purpose_order(),
};

/** The reusable texts: what there is, and the form of the one that is written. */
export function Blocks(): JSX.Element {
  const client = useQueryClient();
  const blocks = useBlocks();
  const [open, setOpen] = createSignal<TextBlock>();
  const fresh = (): TextBlock => ({ id: crypto.randomUUID(), name: '', purpose: 'any', text: '' });
  const again = () => client.invalidateQueries({ queryKey: blocksKey });
  const remove = async (block: TextBlock) => {
    try {
      await api.texts.removeBlock.mutate({ id: block.id });
      toast({
        text: m.texts_removed({ name: block.name }),
        undo: () => void api.texts.saveBlock.mutate(block).then(again),
      });
    } catch (error) {
      toast({ text: sayFailure(error), tone: 'late' });
    }
    await again();
  };
  return (
    <section class="mt-4">
      <div class="flex flex-wrap items-start gap-3">
        <p class="mr-auto max-w-160 text-muted">{m.texts_blocks_lead()}</p>
        <Button density="desk" look="filled" icon="plus" onClick={() => setOpen(fresh())}>
          {m.texts_add()}
        </Button>
      </div>
      <Loaded query={blocks} failed={m.texts_failed()} class="mt-4">
        {(all) => (
          <Show
            when={all().length > 0}
            fallback={<EmptyState icon="document" title={m.texts_none_title()} text={m.texts_none_text()} />}
          >
            <ul class="mt-4 divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
              <For each={all()}>
                {(block) => (
                  <li class="flex items-start gap-2 py-2 pr-2 pl-4">
                    <button
                      type="button"
                      onClick={() => setOpen(block)}
                      class="min-w-0 flex-1 py-1 text-left hover:text-accent"
                    >
                      <span class="flex flex-wrap items-center gap-2 font-semibold">
                        {block.name}
                        <Pill tone="neutral">{purposeWords[block.purpose]()}</Pill>
                      </span>
                      <span class="line-clamp-2 whitespace-pre-line text-muted">{block.text}</span>
                    </button>
                    <IconButton
                      icon="trash"
                      label={m.texts_remove({ name: block.name })}
                      onClick={() => void remove(block)}
                    />
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Loaded>
      <Show when={open()} keyed>
        {(block) => (
          <BlockDialog
            block={block}
            isNew={!blocks.data?.some(({ id }) => id === block.id)}
            onSaved={() => {
              setOpen(undefined);
              toast({ text: m.texts_saved() });
              void again();
            }}
            onClose={() => setOpen(undefined)}
          />
        )}
      </Show>
    </section>
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

function BlockDialog(props: {
  block: TextBlock;
  isNew: boolean;
  onSaved: () => void;
  onClose: () => void;
}): JSX.Element {
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
