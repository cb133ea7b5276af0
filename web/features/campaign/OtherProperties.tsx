import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Checkbox } from '../../ui/Checkbox.tsx';

/** Further properties that are asked the same at one press. Each gets a vote of its own: every community decides for itself. */
export function OtherProperties(props: {
  properties: readonly { id: string; name: string }[];
  chosen: readonly string[];
  vote: boolean;
  onChange: (chosen: string[]) => void;
}): JSX.Element {
  const toggle = (id: string, on: boolean) =>
    props.onChange(on ? [...props.chosen, id] : props.chosen.filter((each) => each !== id));
  return (
    <Show when={props.properties.length > 0}>
      <details open={props.chosen.length > 0}>
        <summary class="cursor-pointer font-semibold text-accent">{m.campaign_more_properties()}</summary>
        <div class="mt-2 rounded-xl border border-line bg-surface px-4 py-3">
          <p class="mb-2 text-muted">{props.vote ? m.campaign_more_text_vote() : m.campaign_more_text_receipt()}</p>
          <div class="flex max-h-60 flex-col overflow-y-auto">
            <For each={props.properties}>
              {({ id, name }) => (
                <Checkbox label={name} checked={props.chosen.includes(id)} onChange={(on) => toggle(id, on)} />
              )}
            </For>
          </div>
        </div>
      </details>
    </Show>
  );
}
