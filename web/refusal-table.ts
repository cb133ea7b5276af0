import { createSignal } from 'solid-js';
import { m } from '../.build/i18n/messages.js';
import type { DomainErrorCode } from '../domain/errors.ts';
import type { Refusal } from './api.ts';

type Sentence = (details: Refusal['details']) => string;

const [table, setTable] = createSignal<Record<DomainErrorCode, Sentence>>();

let loading: Promise<void> | undefined;

/**
 * Fetches the sentences of all refusals, which a first visit does without; resolves also when they can't be fetched (the
 * next call tries again). `api` waits for it before it hands on a refusal, so that its sentence is there.
 */
export function sentencesLoaded(): Promise<void> {
  loading ??= import('./refusal-sentences.ts').then(
    ({ sentences }) => void setTable(() => sentences),
    () => {
      loading = undefined;
    },
  );
  return loading;
}

/** The sentence of a refusal's code; without the table (no connection) what can be said of any. */
export function sentenceOf(code: Refusal['code']): Sentence {
  // Beside every form, also where the table could not be fetched any more: the page has this one from the start.
  if (code === 'noConnection') return () => m.errors_no_connection();
  const sentences = table();
  if (sentences) return sentences[code];
  void sentencesLoaded();
  return code === 'unavailable' ? () => m.errors_unavailable() : () => m.errors_unexpected();
}
