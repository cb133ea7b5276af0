import { Index, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { When } from '../../ui/When.tsx';

export type ForecastStep = { at: string; text: JSX.Element };

/** The dashed box: what follows, and when, if nobody acts. Empty, it is not there. */
export function Forecast(props: { steps: readonly ForecastStep[]; class?: string }): JSX.Element {
  return (
    <Show when={props.steps.length > 0}>
      <section class={props.class}>
        <h2 class="mb-2 text-xs font-semibold text-muted">{m.lifecycle_forecast()}</h2>
        <ol class="grid grid-cols-[fit-content(min(9.5rem,45%))_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-xl border border-dashed border-line-strong/60 px-3.5 py-3 text-sm text-muted">
          <Index each={props.steps}>
            {(step) => (
              <li class="col-span-2 grid grid-cols-subgrid">
                <When iso={step().at} />
                <span class="break-words">{step().text}</span>
              </li>
            )}
          </Index>
        </ol>
      </section>
    </Show>
  );
}
