import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { BlockPurpose } from '../../../domain/texts/blocks.ts';
import type { Filling } from '../../../domain/texts/placeholders.ts';
import { uploadPhotoFor } from '../../refusals.ts';
import { PhotoPicker } from '../../ui/PhotoPicker.tsx';
import { type RadioCard, RadioCards } from '../../ui/RadioCards.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from './ActDialog.tsx';

/** What was written and chosen in a `WordsDialog`. */
export type Words<Choice extends string> = { text: string; choice: Choice | undefined; files: string[] };

/** An act of a choice and some words, either of them left out where the act does not need it. */
export function WordsDialog<Choice extends string = never>(props: {
  title: string;
  description?: JSX.Element;
  submit: string | ((choice: Choice | undefined) => string);
  danger?: boolean;
  choices?: { label: string; cards: ReadonlyArray<RadioCard<Choice>>; first?: Choice | undefined };
  /** The label of the words; without it there are none to write. */
  words?: string;
  /** Whether the act says nothing without words, for this choice. */
  wordsNeeded?: (choice: Choice | undefined) => boolean;
  /** Which reusable texts fit the words (null: none, who writes is not of the office), and what fills their placeholders. */
  purpose?: BlockPurpose | null;
  filling?: Filling;
  /** What stands there already. */
  start?: string;
  /** Whether photos can be added, and how many at the most. */
  photos?: boolean | number;
  /** For which firm they are sent, where it is one's. */
  firm?: string | null;
  busy: boolean;
  error: string | undefined;
  onSubmit: (words: Words<Choice>) => void;
  onClose: () => void;
  /** What stands between the words and the photos. */
  children?: JSX.Element;
}): JSX.Element {
  const [text, setText] = createSignal(props.start ?? '');
  const [choice, setChoice] = createSignal<Choice | undefined>(props.choices?.first);
  const [files, setFiles] = createSignal<string[]>([]);
  const [uploading, setUploading] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const needed = () => props.wordsNeeded?.(choice()) ?? false;
  const noChoice = () => props.choices !== undefined && choice() === undefined;
  const noText = () => needed() && text().trim() === '';
  const problem = () => (tried() && noText() ? m.ticket_text_missing() : undefined);
  const submit = () => {
    setTried(true);
    if (noChoice() || noText() || uploading()) return;
    props.onSubmit({ text: text().trim(), choice: choice(), files: files() });
  };
  return (
    <ActDialog
      title={props.title}
      description={props.description}
      submit={typeof props.submit === 'string' ? props.submit : props.submit(choice())}
      danger={props.danger}
      busy={props.busy || uploading()}
      error={props.error}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <Show when={props.choices}>
        {(choices) => (
          <RadioCards
            label={choices().label}
            hideLabel={choices().label === props.title}
            cards={choices().cards}
            value={choice()}
            // The setter calls a function it is given; a choice is a word.
            onChange={(value) => setChoice(() => value)}
            error={tried() && noChoice() ? m.ticket_choice_missing() : undefined}
          />
        )}
      </Show>
      <Show when={props.words}>
        {(label) => (
          <Show
            when={props.purpose !== null}
            fallback={
              <TextArea
                label={label()}
                optional={!needed()}
                maxLength={5000}
                value={text()}
                onInput={(event) => setText(event.currentTarget.value)}
                error={problem()}
              />
            }
          >
            <WordsField
              label={label()}
              purpose={props.purpose ?? 'any'}
              filling={props.filling}
              optional={!needed()}
              value={text()}
              onChange={setText}
              error={problem()}
            />
          </Show>
        )}
      </Show>
      {props.children}
      <Show when={props.photos}>
        {(most) => (
          <PhotoPicker
            upload={uploadPhotoFor(props.firm ?? null)}
            onChange={setFiles}
            onBusy={setUploading}
            max={typeof most() === 'number' ? Number(most()) : 6}
          />
        )}
      </Show>
    </ActDialog>
  );
}
