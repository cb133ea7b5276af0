import { type Accessor, createSignal } from 'solid-js';
import { m } from '../.build/i18n/messages.js';
import { isUnanswered, type Refusal, refusalIn } from './api.ts';
import { sayRefusal } from './refusals.ts';
import { toast } from './ui/Toast.tsx';

export type Act<Input, Answer> = {
  /** Sends the act; undefined when it failed, with `error` saying why. Never rejects. */
  run: (input: Input) => Promise<Answer | undefined>;
  busy: Accessor<boolean>;
  /** Why the last attempt failed, as a sentence. */
  error: Accessor<string | undefined>;
  refusal: Accessor<Refusal | undefined>;
  /** Forgets the failure: something was changed. */
  clear: () => void;
  /** The last attempt is known to have arrived, without its answer: the same words are another act from now on. */
  settle: () => void;
};

/**
 * An act of a person, sent as a command. The same act keeps its id until it is answered, so that a second click or a
 * retry after a lost answer has one effect; after an answer or a change of words it is a new one. An act that was kept
 * because worker or engine are away is said calmly.
 */
export function createAct<Input extends object, Answer>(
  send: (input: Input & { commandId: string }) => Promise<Answer>,
): Act<Input, Answer> {
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Refusal>();
  let unanswered: { words: string; id: string } | undefined;
  const run = async (input: Input) => {
    if (busy()) return undefined;
    const words = JSON.stringify(input);
    if (unanswered?.words !== words) unanswered = { words, id: crypto.randomUUID() };
    setBusy(true);
    setRefusal(undefined);
    try {
      const answer = await send({ ...input, commandId: unanswered.id });
      unanswered = undefined;
      if (isKept(answer)) toast({ text: m.lifecycle_kept(), milliseconds: 12_000 });
      return answer;
    } catch (error) {
      const found = refusalIn(error);
      // Without a clear answer nobody knows whether it arrived: the next attempt is the same act.
      if (!isUnanswered(found)) unanswered = undefined;
      setRefusal(found);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  const error = () => {
    const found = refusal();
    return found && sayRefusal(found);
  };
  const settle = () => {
    unanswered = undefined;
  };
  return { run, busy, error, refusal, clear: () => setRefusal(undefined), settle };
}

function isKept(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'state' in answer && answer.state === 'kept';
}
