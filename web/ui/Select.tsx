import { For, type JSX, Show, splitProps } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { useDensity } from './density.ts';
import { controlClass, Field, type FieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';

export type SelectOption<V extends string = string> = { value: V; label: string; disabled?: boolean };

const fieldKeys = ['label', 'hint', 'error', 'optional', 'hideLabel'] as const;

/** One of several, by the device's own list. With no `value` it asks to choose. */
export function Select<V extends string>(
  props: FieldProps & {
    options: ReadonlyArray<SelectOption<V>>;
    value: V | undefined;
    onChange: (value: V) => void;
    disabled?: boolean;
    name?: string;
    class?: string;
  },
): JSX.Element {
  const [field, own] = splitProps(props, fieldKeys);
  const density = useDensity();
  return (
    <Field {...field}>
      {(control) => (
        <div class={`relative ${own.class ?? ''}`}>
          <select
            {...control}
            name={own.name}
            disabled={own.disabled}
            value={own.value ?? ''}
            onChange={(event) => own.onChange(event.currentTarget.value as V)}
            class={`appearance-none pr-10 ${controlClass(density)}`}
          >
            <Show when={own.value === undefined}>
              <option value="" disabled selected>
                {m.ui_choose()}
              </option>
            </Show>
            <For each={own.options}>
              {(option) => (
                <option value={option.value} disabled={option.disabled} selected={option.value === own.value}>
                  {option.label}
                </option>
              )}
            </For>
          </select>
          <Icon
            name="chevronDown"
            size={16}
            class="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-muted"
          />
        </div>
      )}
    </Field>
  );
}
