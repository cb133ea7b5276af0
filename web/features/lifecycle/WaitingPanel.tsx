import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { useDensity } from '../../ui/density.ts';
import type { Tone } from '../../ui/tones.ts';

type PanelTone = Exclude<Tone, 'neutral'>;

const edges: Record<PanelTone, string> = {
  us: 'border-l-us',
  others: 'border-l-others',
  late: 'border-l-late',
  done: 'border-l-done',
};
const inks: Record<PanelTone, string> = {
  us: 'text-us',
  others: 'text-others',
  late: 'text-late',
  done: 'text-done',
};

/**
 * Who has the ball, until when, and what happens then: directly under the title of every page. `viewer` is who looks:
 * the office ("Wartet auf uns") or one whose turn it is ("Sie sind dran").
 */
export function WaitingPanel(props: {
  tone: PanelTone;
  viewer?: 'office' | 'you';
  /** On whom it waits, where it is neither the office nor the viewer: "Wartet auf Sanitär Huber". */
  name?: string;
  /** Replaces the label that follows from tone, viewer and name. */
  label?: string;
  /** What is asked, with its date: "Annehmen oder ablehnen bis heute, 16:00". */
  headline: JSX.Element;
  /** What happens otherwise: "Erinnerung um 15:30. Danach …". */
  then?: JSX.Element;
  /** Acts that belong inside the panel. */
  children?: JSX.Element;
  class?: string;
}): JSX.Element {
  const density = useDensity();
  const label = () => {
    if (props.label) return props.label;
    if (props.tone === 'done') return m.lifecycle_waiting_done();
    if (props.tone === 'late')
      return props.viewer === 'you' ? m.lifecycle_waiting_late_you() : m.lifecycle_waiting_late();
    if (props.tone === 'us') return props.viewer === 'you' ? m.lifecycle_waiting_you() : m.lifecycle_waiting_us();
    return props.name ? m.lifecycle_waiting_on({ name: props.name }) : m.lifecycle_waiting_others();
  };
  return (
    <section
      aria-label={label()}
      class={`rounded-xl border border-l-4 border-line bg-surface ${edges[props.tone]} ${density === 'phone' ? 'px-4.5 py-4' : 'px-4 py-3.5'} ${props.class ?? ''}`}
    >
      <p class={`font-semibold ${inks[props.tone]} ${density === 'phone' ? 'text-base' : 'text-xs'}`}>{label()}</p>
      <p class={`mt-1 font-semibold text-pretty ${density === 'phone' ? 'text-lg' : 'text-base'}`}>{props.headline}</p>
      <Show when={props.then}>
        <div class={`mt-0.5 text-pretty text-muted ${density === 'phone' ? 'text-md' : 'text-base'}`}>{props.then}</div>
      </Show>
      <div class="mt-3 flex flex-wrap gap-2 empty:hidden">{props.children}</div>
    </section>
  );
}
