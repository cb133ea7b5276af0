import { createSignal, type JSX, Show, splitProps } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { useDensity } from './density.ts';
import { controlClass, Field, type FieldProps } from './Field.tsx';

const fieldKeys = ['label', 'hint', 'error', 'optional', 'hideLabel'] as const;

/** Several lines of text; grows with them, and counts what is left of `maxLength` near its end. */
export function TextArea(props: FieldProps & JSX.TextareaHTMLAttributes<HTMLTextAreaElement>): JSX.Element {
  const [field, own, rest] = splitProps(props, fieldKeys, ['class', 'onInput', 'maxLength', 'value']);
  const density = useDensity();
  const [typed, setTyped] = createSignal<number>();
  // What somebody else put into it counts too.
  const length = () => (own.value === undefined ? (typed() ?? 0) : String(own.value).length);
  const left = () => Number(own.maxLength) - length();
  const input: JSX.InputEventHandler<HTMLTextAreaElement, InputEvent> = (event) => {
    setTyped(event.currentTarget.value.length);
    if (typeof own.onInput === 'function') own.onInput(event);
  };
  return (
    <Field {...field}>
      {(control) => (
        <>
          <textarea
            rows={4}
            {...rest}
            {...control}
            value={own.value ?? ''}
            maxLength={own.maxLength}
            onInput={input}
            class={`field-sizing-content max-h-80 min-h-24 resize-y ${controlClass(density)} ${own.class ?? ''}`}
          />
          <Show when={own.maxLength && left() <= Number(own.maxLength) * 0.1}>
            <p class="text-right text-sm text-muted" role="status">
              {m.ui_characters_left({ count: Math.max(0, left()) })}
            </p>
          </Show>
        </>
      )}
    </Field>
  );
}
