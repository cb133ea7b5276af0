import { createUniqueId, For, type JSX, Show } from 'solid-js';
import { useDensity } from './density.ts';
import { Icon } from './Icon.tsx';

export type RadioCard<V extends string = string> = {
  value: V;
  title: JSX.Element;
  /** A second line, for instance the hours of a slot. */
  detail?: JSX.Element;
  disabled?: boolean;
};

/** One of a few, each a card that is pressed as a whole; arrow keys move as in any radio group. */
export function RadioCards<V extends string>(props: {
  /** The question that the cards answer. */
  label: string;
  hideLabel?: boolean;
  cards: ReadonlyArray<RadioCard<V>>;
  value: V | undefined;
  onChange: (value: V) => void;
  error?: string | undefined;
  /** Beside each other where there is room. */
  columns?: 1 | 2 | 3;
}): JSX.Element {
  const id = createUniqueId();
  const density = useDensity();
  const columns = () => ({ 1: 'grid-cols-1', 2: 'grid-cols-2', 3: 'grid-cols-2 sm:grid-cols-3' })[props.columns ?? 1];
  return (
    <fieldset aria-describedby={props.error ? `${id}-error` : undefined} class="min-w-0">
      <legend
        class={props.hideLabel ? 'sr-only' : `mb-2 font-semibold ${density === 'phone' ? 'text-lg' : 'text-base'}`}
      >
        {props.label}
      </legend>
      <div class={`grid ${density === 'phone' ? 'gap-3.5' : 'gap-2'} ${columns()}`}>
        <For each={props.cards}>
          {(card) => (
            <label
              class={`flex items-center rounded-xl border-2 border-line bg-surface transition-colors has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
                density === 'phone' ? 'min-h-14 gap-3 px-3.5 py-3.5 text-lg' : 'min-h-11 gap-2.5 px-3 py-2 text-base'
              }`}
            >
              <input
                type="radio"
                name={id}
                value={card.value}
                checked={card.value === props.value}
                disabled={card.disabled}
                onChange={() => props.onChange(card.value)}
                class="size-5 shrink-0 appearance-none rounded-full border-2 border-line-strong bg-surface transition-[border-width] checked:border-6 checked:border-accent focus-visible:outline-none"
              />
              <span class="min-w-0 hyphens-auto wrap-break-word">
                <span class="block leading-snug font-semibold">{card.title}</span>
                <Show when={card.detail}>
                  <span class={`block text-muted ${density === 'phone' ? 'text-md' : 'text-sm'}`}>{card.detail}</span>
                </Show>
              </span>
            </label>
          )}
        </For>
      </div>
      <Show when={props.error}>
        <p id={`${id}-error`} role="alert" class="mt-2 flex items-start gap-1.5 text-base text-late">
          <Icon name="alert" size={16} class="mt-0.5" />
          <span>{props.error}</span>
        </p>
      </Show>
    </fieldset>
  );
}
