import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { inPartsOf } from '../../../domain/vote/fraction.ts';
import { useDensity } from '../../ui/density.ts';
import type { Campaign } from './queries.ts';
import { sayCast, sayReason, sayWhoPays } from './words.ts';

type Cast = keyof NonNullable<Campaign['count']>['sums'];
const order: readonly Cast[] = ['yes', 'no', 'abstain', 'invalid', 'silent', 'excluded'];
const fills: Record<Cast, string> = {
  yes: 'bg-done',
  no: 'bg-late',
  abstain: 'bg-others',
  invalid: 'bg-us',
  silent: 'bg-line-strong',
  excluded: 'bg-line',
};

/** A weight as a number, as far as a bar needs it. */
function sizeOf(weight: string): number {
  const [numerator = 0, denominator = 1] = weight.split('/').map(Number);
  return numerator / denominator;
}

const voters = (count: number) => (count === 1 ? m.campaign_voters_one() : m.campaign_voters({ count }));

/** How the votes stand, or were counted: a bar per answer with its weight and its number, and what follows. */
export function CountPanel(props: {
  count: Campaign['count'];
  turnout: { asked: number; answered: number };
  /** Of how many parts the shares are by which votes are weighed. */
  whole: number | null;
  secret: boolean;
  running: boolean;
  /** Only who has confirmed is counted. */
  receipt?: boolean;
  class?: string;
}): JSX.Element {
  const density = useDensity();
  const size = (cast: Cast) => sizeOf(props.count?.sums[cast].weight ?? '0');
  const largest = () => Math.max(...order.map(size)) || 1;
  const shown = () => order.filter((cast) => ['yes', 'no'].includes(cast) || (props.count?.sums[cast].voters ?? 0) > 0);
  return (
    <section class={`rounded-xl border border-line bg-surface px-4 py-3.5 ${props.class ?? ''}`}>
      <div class="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 class="font-semibold">
          {props.receipt ? m.campaign_confirmations() : props.running ? m.campaign_count_live() : m.campaign_count()}
        </h2>
        <p class="text-muted tabular-nums" aria-live="polite">
          {m.campaign_answered_of({ answered: props.turnout.answered, asked: props.turnout.asked })}
        </p>
      </div>
      <div class="mt-2 h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          class="h-full rounded-full bg-accent transition-[width] motion-reduce:transition-none"
          style={{ width: `${(100 * props.turnout.answered) / Math.max(1, props.turnout.asked)}%` }}
        />
      </div>
      <Show when={props.secret && props.running}>
        <p class="mt-2.5 text-muted">{m.campaign_count_secret()}</p>
      </Show>
      <Show when={props.count}>
        {(count) => (
          <>
            <dl class="mt-3.5 grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-2">
              <For each={shown()}>
                {(cast) => (
                  <>
                    <dt class={density === 'phone' ? '' : 'text-base'}>{sayCast(cast)}</dt>
                    <dd class="h-2.5 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
                      <div
                        class={`h-full rounded-full transition-[width] motion-reduce:transition-none ${fills[cast]}`}
                        style={{ width: `${(100 * size(cast)) / largest()}%` }}
                      />
                    </dd>
                    <dd class="text-right tabular-nums">
                      <span class="font-semibold">{inPartsOf(count().sums[cast].weight, props.whole)}</span>
                      <Show when={count().sums[cast].weight !== String(count().sums[cast].voters)}>
                        <span class="ml-1.5 text-sm text-muted">{voters(count().sums[cast].voters)}</span>
                      </Show>
                    </dd>
                  </>
                )}
              </For>
            </dl>
            <Show when={!props.running}>
              <p class="mt-3 font-semibold">{sayReason(count().reason)}</p>
              <Show when={sayWhoPays(count().whoPays)}>{(text) => <p class="text-muted">{text()}</p>}</Show>
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}
