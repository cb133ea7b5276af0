import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { timelineEntries } from '../lifecycle/sentences.tsx';
import { sayTurn } from '../lifecycle/stages.ts';
import { Timeline } from '../lifecycle/Timeline.tsx';
import { sayWord } from '../lifecycle/words.ts';
import type { Ticket } from './queries.ts';

/** How it goes on where a report was joined with another one about the same damage. */
export function Leading(props: { leading: NonNullable<Ticket['leading']> }): JSX.Element {
  return (
    <section class="rounded-xl border border-line bg-surface px-4 py-3.5">
      <h2 class="font-semibold">{m.portal_leading_title({ number: props.leading.number })}</h2>
      <p class="mt-1 text-muted">{m.portal_leading_hint()}</p>
      <p class="mt-3 font-medium">
        <Show
          when={props.leading.waiting}
          fallback={
            props.leading.closedAt ? sayWord('outcome', props.leading.outcome) : sayWord('phase', props.leading.phase)
          }
        >
          {(ball) => sayTurn(ball(), 'you')}
        </Show>
      </p>
      <Timeline class="mt-4" entries={timelineEntries(props.leading.timeline, 'you').reverse()} />
    </section>
  );
}
