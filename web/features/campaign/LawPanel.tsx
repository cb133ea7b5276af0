import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Pill } from '../../ui/Pill.tsx';
import type { Campaign } from './queries.ts';
import { sayConsequence, sayLaw, sayLawState, toneOfLaw } from './words.ts';

/** The rules of a vote: each with its paragraph, where it stands, and what follows where it is not kept. */
export function LawPanel(props: { laws: Campaign['laws']; class?: string }): JSX.Element {
  return (
    <Show when={props.laws.length > 0}>
      <section class={props.class}>
        <h2 class="mb-2 text-xs font-semibold text-muted">{m.campaign_rules()}</h2>
        <ul class="overflow-hidden rounded-xl border border-line bg-surface">
          <For each={props.laws}>
            {(law) => (
              <li class="border-line px-4 py-2.5 not-last:border-b">
                <div class="flex items-start justify-between gap-3">
                  <p class="min-w-0 text-base text-pretty">{sayLaw(law.id)}</p>
                  <Pill tone={toneOfLaw(law.state)} class="shrink-0">
                    {sayLawState(law.state)}
                    <Show when={law.number && ['broken', 'disputed'].includes(law.state)}> · {law.number}</Show>
                  </Pill>
                </div>
                <p class="mt-0.5 text-sm text-muted">
                  {[law.paragraph, sayConsequence(law.consequence)].filter(Boolean).join(' · ')}
                </p>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
