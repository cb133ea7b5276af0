import { createUniqueId, type JSX, Show } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { type Density, useDensity } from './density.ts';
import { Icon } from './Icon.tsx';

export type FieldProps = {
  label: string;
  /** Under the label: what to write, in one sentence. */
  hint?: JSX.Element;
  /** What is wrong with it and what to do; shown beside the field, which keeps what was typed. */
  error?: string | undefined;
  /** Marks a field that may stay empty. */
  optional?: boolean;
  /** Shows the label only to those who listen (the place says what it is). */
  hideLabel?: boolean;
};

/** What a control inside a field needs, to be named and described by it. */
export type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
};

/** The look of every control that is typed into. */
export const controlClass = (density: Density): string =>
  `w-full min-w-0 border border-line-strong bg-surface text-ink transition-colors hover:border-muted aria-invalid:border-late disabled:opacity-60 focus:outline-2 focus:outline-offset-0 focus:outline-accent ${
    density === 'phone'
      ? 'min-h-12.5 rounded-xl px-3.5 py-3 text-lg'
      : 'min-h-9 rounded-lg px-3 py-1.5 text-base pointer-coarse:text-lg'
  }`;

/** Label, hint and error around one control. */
export function Field(props: FieldProps & { children: (control: FieldControl) => JSX.Element }): JSX.Element {
  const id = createUniqueId();
  const density = useDensity();
  const control: FieldControl = {
    id,
    get 'aria-describedby'() {
      const parts = [props.hint ? `${id}-hint` : '', props.error ? `${id}-error` : ''].filter(Boolean);
      return parts.length > 0 ? parts.join(' ') : undefined;
    },
    get 'aria-invalid'() {
      return props.error ? ('true' as const) : undefined;
    },
  };
  return (
    <div class="flex min-w-0 flex-col gap-1.5">
      <label
        for={id}
        class={props.hideLabel ? 'sr-only' : `font-semibold ${density === 'phone' ? 'text-lg' : 'text-base'}`}
      >
        {props.label}
        <Show when={props.optional}>
          <span class="font-normal text-muted"> ({m.ui_optional()})</span>
        </Show>
      </label>
      <Show when={props.hint}>
        <p id={`${id}-hint`} class={`text-muted ${density === 'phone' ? 'text-md' : 'text-sm'}`}>
          {props.hint}
        </p>
      </Show>
      {props.children(control)}
      <Show when={props.error}>
        <p
          id={`${id}-error`}
          role="alert"
          class={`flex items-start gap-1.5 text-late ${density === 'phone' ? 'text-md' : 'text-base'}`}
        >
          <Icon name="alert" size={16} class="mt-0.5" />
          <span>{props.error}</span>
        </p>
      </Show>
    </div>
  );
}
