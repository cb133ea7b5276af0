import { type JSX, Show } from 'solid-js';
import { Icon } from './Icon.tsx';

/** What happened (`title`) and what to do (`text`, `action`); said aloud when it appears. */
export function ErrorNote(props: {
  title: string;
  text?: JSX.Element;
  action?: JSX.Element;
  class?: string;
  /** The page is nothing but this: what happened is its heading. */
  page?: boolean;
}): JSX.Element {
  return (
    <div role="alert" class={`flex gap-3 rounded-xl bg-late-soft px-4 py-3.5 ${props.class ?? ''}`}>
      <Icon name="alert" class="mt-px text-late" />
      <div class="min-w-0 flex-1">
        <Show when={props.page} fallback={<p class="font-semibold text-late">{props.title}</p>}>
          <h1 class="font-semibold text-late">{props.title}</h1>
        </Show>
        <Show when={props.text}>
          <p class="mt-0.5 text-ink">{props.text}</p>
        </Show>
        <Show when={props.action}>
          <div class="mt-3 flex flex-wrap gap-2">{props.action}</div>
        </Show>
      </div>
    </div>
  );
}
