import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Icon } from '../../ui/Icon.tsx';

/** The way back, above a page's title. */
export function Back(props: { href: string; label: string }): JSX.Element {
  return (
    <A
      href={props.href}
      data-no-print
      class="-ml-1.5 mb-2 inline-flex min-h-9 items-center gap-1 rounded-lg pr-2 text-base font-medium text-muted hover:text-ink"
    >
      <Icon name="chevronLeft" size={16} />
      {props.label}
    </A>
  );
}
