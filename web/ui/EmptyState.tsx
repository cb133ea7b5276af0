import { type JSX, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { Icon, type IconName } from './Icon.tsx';

/** An empty list: what will appear here and how; at most one act that begins it. */
export function EmptyState(props: {
  icon?: IconName;
  title: string;
  text: JSX.Element;
  action?: JSX.Element;
  /** `h1` where it is all that the page says. */
  heading?: 'h1' | 'h2';
}): JSX.Element {
  return (
    <div class="mx-auto flex max-w-96 flex-col items-center px-5 py-14 text-center">
      <span class="mb-4 grid size-12 place-items-center rounded-full bg-sunken text-muted">
        <Icon name={props.icon ?? 'inbox'} />
      </span>
      <Dynamic component={props.heading ?? 'h2'} class="text-lg font-semibold">
        {props.title}
      </Dynamic>
      <p class="mt-1 text-pretty text-muted">{props.text}</p>
      <Show when={props.action}>
        <div class="mt-5">{props.action}</div>
      </Show>
    </div>
  );
}
