import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { toast } from '../../ui/Toast.tsx';
import { same } from './model.ts';

/** A published version of what a company writes for itself. */
export interface Version {
  version: number;
  publishedAt: string | null;
  publishedBy: string | null;
  note: string;
}

/** What is in force, and what is being written over it. */
interface Written<Document> {
  live: Version & { document: Document };
  draft: { revision: number; document: Document; changedBy: string; changedAt: string } | null;
}

/** How a draft is saved, thrown away and published. */
interface Acts<Document> {
  saveDraft: { mutate: (given: { revision: number; document: Document }) => Promise<{ revision: number }> };
  discardDraft: { mutate: (given: { revision: number }) => Promise<unknown> };
  publish: { mutate: (given: { revision: number; note: string }) => Promise<{ version: number }> };
}

/** A document in somebody's hands: what they have written so far, and the acts of the bar above it. */
export function createWriting<Document>(given: {
  written: Written<Document>;
  acts: Acts<Document>;
  /** What has to be asked for again after an act. */
  keys: readonly (readonly unknown[])[];
  /** Says that a version was published. */
  published: (said: { version: number }) => string;
}) {
  const client = useQueryClient();
  const { acts } = given;
  const { live, draft } = given.written;
  const before = draft?.document ?? live.document;
  const [document, setDocument] = createSignal(before);
  const [busy, setBusy] = createSignal(false);
  const change = (next: Document): void => {
    setDocument(() => next);
  };
  const unsaved = () => !same(document(), before);
  const revision = draft?.revision ?? 0;
  /** Does something, says what came of it, and has the page ask again. */
  const attempt = async (work: () => Promise<string>) => {
    setBusy(true);
    try {
      toast({ text: await work() });
      for (const queryKey of given.keys) await client.invalidateQueries({ queryKey });
    } catch (error) {
      toast({ text: sayFailure(error), tone: 'late' });
    } finally {
      setBusy(false);
    }
  };
  const save = () => acts.saveDraft.mutate({ revision, document: document() });
  return {
    live,
    draft,
    document,
    change,
    unsaved,
    /** Whether it says something else than what is in force. */
    differs: () => !same(document(), live.document),
    busy,
    attempt,
    undo: () => change(before),
    discard: () =>
      attempt(async () => {
        await acts.discardDraft.mutate({ revision });
        return m.policy_discarded();
      }),
    save: () =>
      attempt(async () => {
        await save();
        return m.policy_saved();
      }),
    /** Publishes what is written with a note; `close` shuts the window once that is done. */
    publish: (note: string, close: () => void) =>
      attempt(async () => {
        const saved = unsaved() || !draft ? await save() : draft;
        const { version } = await acts.publish.mutate({ revision: saved.revision, note });
        close();
        return given.published({ version });
      }),
  };
}

/** What is being written, whatever it is. */
export type Writing = Omit<ReturnType<typeof createWriting<unknown>>, 'change' | 'attempt'>;
