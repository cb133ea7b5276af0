import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Answers } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';

/** Why what a firm said last was not taken after all; nothing where it was. */
export function Unsent(props: { code: Answers['orders']['get']['unsent']; class?: string }): JSX.Element {
  return (
    <Show when={props.code}>
      {(code) => (
        <ErrorNote class={props.class} title={m.held_unsent()} text={sayRefusal({ code: code(), details: {} })} />
      )}
    </Show>
  );
}
