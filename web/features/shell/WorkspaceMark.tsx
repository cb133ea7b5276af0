import { type JSX, Show } from 'solid-js';

export type WorkspaceBrand = {
  name: string;
  /** Address of its logo; its first letter else. */
  logo?: string | undefined;
};

// "Hausverwaltung Musterstadt" is known by its second word: nearly all of them begin with the first.
const letter = (name: string) =>
  (
    name.replace(/^(Hausverwaltung|Immobilienverwaltung|Verwaltung|Immobilien)\s+/i, '').match(/\p{L}/u)?.[0] ?? ''
  ).toLocaleUpperCase('de');

const names = { wrap: 'text-balance', cut: 'truncate', bare: 'truncate max-sm:sr-only' };

/** Logo or letter of the management company, with its name. */
export function WorkspaceMark(props: {
  brand: WorkspaceBrand;
  /** One line that is cut; `bare` leaves only the sign on a narrow screen. */
  name?: 'wrap' | 'cut' | 'bare';
  class?: string;
}): JSX.Element {
  return (
    <span class={`flex min-w-0 items-center gap-2.5 ${props.class ?? ''}`}>
      <Show
        when={props.brand.logo}
        fallback={
          <span
            aria-hidden="true"
            class="grid size-7 shrink-0 place-items-center rounded-lg bg-accent text-base font-bold text-on-accent"
          >
            {letter(props.brand.name)}
          </span>
        }
      >
        {(logo) => <img src={logo()} alt="" class="size-7 shrink-0 rounded-lg object-contain" />}
      </Show>
      <span class={`min-w-0 leading-tight font-semibold ${names[props.name ?? 'wrap']}`}>{props.brand.name}</span>
    </span>
  );
}
