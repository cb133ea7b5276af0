import { type Accessor, createSignal } from 'solid-js';
import { type Answers, isUnanswered, refusalIn } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { toast } from '../../ui/Toast.tsx';

/** An act that somebody said and took back. */
export type Said = Answers['orders']['takeBack']['said'][number];

/** How often it is asked where no answer comes, and after which time again. */
const TRIES = 5;
const AGAIN_MS = 2_000;

/**
 * Takes back what is held. It belongs to the page and not to the note, which goes when the matter is read anew: without an
 * answer it is asked again, and why it failed is said in a line.
 */
export function createTakeBack(does: {
  ask: (commandId: string) => Promise<{ said: readonly Said[] }>;
  onTakenBack: (said: readonly Said[]) => void;
  /** Reads the matter anew. */
  onDone: () => Promise<unknown>;
}): { run: (commandId: string) => Promise<void>; busy: Accessor<boolean> } {
  const [busy, setBusy] = createSignal(false);
  const ask = async (commandId: string, tries: number): Promise<readonly Said[]> => {
    try {
      return (await does.ask(commandId)).said;
    } catch (error) {
      if (tries <= 1 || !isUnanswered(refusalIn(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      return ask(commandId, tries - 1);
    }
  };
  const run = async (commandId: string) => {
    if (busy()) return;
    setBusy(true);
    try {
      does.onTakenBack(await ask(commandId, TRIES));
    } catch (error) {
      const refusal = refusalIn(error);
      // The note may be gone by now.
      const again = isUnanswered(refusal) && { undo: () => void run(commandId), milliseconds: 60_000 };
      toast({ text: sayRefusal(refusal), tone: 'late', ...again });
    } finally {
      await does.onDone();
      setBusy(false);
    }
  };
  return { run, busy };
}
