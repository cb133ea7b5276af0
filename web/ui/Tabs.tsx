import { Tabs as Base } from '@kobalte/core/tabs';
import { For, type JSX, Show } from 'solid-js';
import { tabBarClass, tabClass } from './ViewTabs.tsx';

export type Tab = { value: string; label: string; count?: number; content: JSX.Element };

/** Several sheets of one page, one shown; arrow keys move between them. */
export function Tabs(props: {
  label: string;
  tabs: readonly Tab[];
  value?: string;
  onChange?: (value: string) => void;
}): JSX.Element {
  return (
    <Base value={props.value} onChange={props.onChange}>
      <Base.List aria-label={props.label} class={tabBarClass}>
        <For each={props.tabs}>
          {(each) => (
            <Base.Trigger
              value={each.value}
              class={`${tabClass} data-selected:text-ink data-selected:after:absolute data-selected:after:inset-x-0 data-selected:after:bottom-0 data-selected:after:h-0.5 data-selected:after:bg-accent`}
            >
              {each.label}
              <Show when={each.count !== undefined}>
                <span class="font-semibold">{each.count}</span>
              </Show>
            </Base.Trigger>
          )}
        </For>
      </Base.List>
      <For each={props.tabs}>{(each) => <Base.Content value={each.value}>{each.content}</Base.Content>}</For>
    </Base>
  );
}
