import { For, type JSX } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { VisuallyHidden } from './VisuallyHidden.tsx';

/** Where on the way something is: bars for what is done, the present step in bold. `current` counts from 0. */
export function Stepper(props: { steps: readonly string[]; current: number; class?: string }): JSX.Element {
  const state = (index: number) =>
    index < props.current ? m.ui_step_done() : index === props.current ? m.ui_step_now() : m.ui_step_open();
  return (
    <ol aria-label={m.ui_progress()} class={`flex gap-1.5 ${props.class ?? ''}`}>
      <For each={props.steps}>
        {(step, index) => (
          <li
            aria-current={index() === props.current ? 'step' : undefined}
            class={`min-w-0 flex-1 text-sm ${index() === props.current ? 'font-semibold text-ink' : 'text-muted'}`}
          >
            <span class={`mb-1.5 block h-1.25 rounded-full ${index() <= props.current ? 'bg-accent' : 'bg-line'}`} />
            <span class="block truncate" title={step}>
              {step}
            </span>
            <VisuallyHidden>, {state(index())}</VisuallyHidden>
          </li>
        )}
      </For>
    </ol>
  );
}
