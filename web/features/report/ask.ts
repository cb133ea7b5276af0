import { type Accessor, createSignal } from 'solid-js';
import { isUnanswered, refusalIn } from '../../api.ts';

/** What was asked of the server, once: its answer, or why there is none, and the way to ask again. */
export type Asked<Answer> = { data: Accessor<Answer | undefined>; error: Accessor<unknown>; again: () => void };

/** Asks at once; where nobody answered, again by itself when the connection is back. */
export function createAsked<Answer>(ask: () => Promise<Answer>): Asked<Answer> {
  const [data, setData] = createSignal<Answer>();
  const [error, setError] = createSignal<unknown>();
  const again = () => {
    setError(undefined);
    ask().then(
      (answer) => setData(() => answer),
      (failure: unknown) => {
        setError(failure);
        if (isUnanswered(refusalIn(failure))) addEventListener('online', again, { once: true });
      },
    );
  };
  again();
  return { data, error, again };
}
