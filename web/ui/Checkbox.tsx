import { createUniqueId, type JSX, Show } from 'solid-js';
import { useDensity } from './density.ts';
import { Icon } from './Icon.tsx';

/** Yes or no, with its sentence beside it; the whole row is the target. */
export function Checkbox(props: {
  label: JSX.Element;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: JSX.Element;
  error?: string | undefined;
  disabled?: boolean;
  name?: string;
}): JSX.Element {
  const id = createUniqueId();
  const density = useDensity();
  return (
    <div class="flex min-w-0 flex-col gap-1">
      <label class={`flex items-start gap-3 ${density === 'phone' ? 'py-2 text-lg' : 'py-1 text-base'}`}>
        <span class={`relative grid shrink-0 place-items-center ${density === 'phone' ? 'size-6' : 'size-5'}`}>
          <input
            type="checkbox"
            class="peer absolute inset-0 size-full appearance-none rounded-md border-2 border-line-strong bg-surface transition-colors checked:border-accent checked:bg-accent disabled:opacity-60 aria-invalid:border-late"
            checked={props.checked}
            disabled={props.disabled}
            name={props.name}
            aria-invalid={props.error ? 'true' : undefined}
            aria-describedby={props.error ? id : undefined}
            onChange={(event) => props.onChange(event.currentTarget.checked)}
          />
          <Icon
            name="check"
            size={16}
            class="pointer-events-none relative text-on-accent opacity-0 peer-checked:opacity-100"
          />
        </span>
        <span class="min-w-0 break-words hyphens-auto">
          {props.label}
          <Show when={props.hint}>
            <span class="block text-sm text-muted">{props.hint}</span>
          </Show>
        </span>
      </label>
      <Show when={props.error}>
        <p id={id} role="alert" class="flex items-start gap-1.5 text-base text-late">
          <Icon name="alert" size={16} class="mt-0.5" />
          <span>{props.error}</span>
        </p>
      </Show>
    </div>
  );
}
