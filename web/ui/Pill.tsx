import { type JSX, Show } from 'solid-js';
import type { Tone } from './tones.ts';

const tones: Record<Tone, string> = {
  us: 'bg-us-soft text-us',
  others: 'bg-others-soft text-others',
  late: 'bg-late-soft text-late',
  done: 'bg-done-soft text-done',
  neutral: 'bg-sunken text-muted',
};

/** A state in one or two words. */
export function Pill(props: { tone: Tone; dot?: boolean; children: JSX.Element; class?: string }): JSX.Element {
  return (
    <span
      class={`inline-flex max-w-full items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs leading-4.5 font-semibold ${tones[props.tone]} ${props.class ?? ''}`}
    >
      <Show when={props.dot}>
        <span class="size-2 shrink-0 rounded-full bg-current" />
      </Show>
      <span class="truncate">{props.children}</span>
    </span>
  );
}

const dots: Record<Tone, string> = {
  us: 'bg-us',
  others: 'bg-others',
  late: 'bg-late',
  done: 'bg-done',
  neutral: 'bg-line-strong',
};

/** The dot before a row; the pill or words beside it say the same. */
export function ToneDot(props: { tone: Tone; class?: string }): JSX.Element {
  return <span aria-hidden="true" class={`size-2 shrink-0 rounded-full ${dots[props.tone]} ${props.class ?? ''}`} />;
}
