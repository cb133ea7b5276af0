import type { JSX } from 'solid-js';

/** Words for those who listen instead of look. */
export function VisuallyHidden(props: { children: JSX.Element }): JSX.Element {
  return <span class="sr-only">{props.children}</span>;
}
