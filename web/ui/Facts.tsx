import { For, type JSX } from 'solid-js';
import { useDensity } from './density.ts';

export type Fact = { term: string; value: JSX.Element };

/** A card of facts, term beside value: where, what, how to get in. Links in it look like links. */
export function Facts(props: { facts: readonly Fact[]; class?: string }): JSX.Element {
  const density = useDensity();
  return (
    // With letters of twice the size two columns leave no room for an amount.
    <div class={`@container ${props.class ?? ''}`}>
      <dl
        class={`grid grid-cols-1 gap-x-4 gap-y-2 rounded-xl border border-line bg-surface px-4 py-3.5 @min-[15rem]:grid-cols-[minmax(min(4.5rem,30%),6rem)_minmax(0,1fr)] [&_a]:font-semibold [&_a]:text-accent [&_a]:underline-offset-3 [&_a:hover]:underline [&_b]:font-semibold ${density === 'phone' ? 'text-md' : 'text-base'}`}
      >
        <For each={props.facts}>
          {(fact) => (
            <>
              <dt class="min-w-0 break-words text-muted hyphens-auto">{fact.term}</dt>
              <dd class="min-w-0 wrap-anywhere whitespace-pre-line">{fact.value}</dd>
            </>
          )}
        </For>
      </dl>
    </div>
  );
}
