import { type JSX, Show } from 'solid-js';
import { Icon } from './Icon.tsx';

/** The first letters of the first and the last word: "Aylin Demir" → "AD", "Sanitär Huber GmbH" → "SH". */
export function initials(name: string): string {
  const parts = name
    .replace(/\b(GmbH|AG|KG|OHG|UG|GbR|mbH|e\.\s?K\.|Co\.?|&)(?=\s|$)/g, ' ')
    .split(/[\s-]+/)
    .filter((part) => /\p{L}/u.test(part));
  const first = parts[0]?.match(/\p{L}/u)?.[0] ?? '';
  const last = parts.length > 1 ? (parts.at(-1)?.match(/\p{L}/u)?.[0] ?? '') : '';
  return (first + last).toLocaleUpperCase('de');
}

/** Who did it, as initials; without a name, the gear of what happens by itself. The name stands beside it. */
export function Avatar(props: { name: string | undefined; class?: string }): JSX.Element {
  return (
    <span
      aria-hidden="true"
      class={`grid size-7 shrink-0 place-items-center rounded-full bg-sunken text-[0.6875rem] font-semibold text-muted ${props.class ?? ''}`}
    >
      <Show when={props.name} fallback={<Icon name="gear" size={16} />}>
        {(name) => initials(name())}
      </Show>
    </span>
  );
}
