import { Key } from '@solid-primitives/keyed';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { officeKey } from '../desk/queries.ts';
import { sayPlace } from './place.ts';

/** How many tickets one order takes besides the one that it begins with. */
const MOST = 29;

/** Other open tickets of the property that the same order is to be for, those of the same trade first. */
export function TogetherChoice(props: {
  ticketId: string;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}): JSX.Element {
  const together = useQuery(() => ({
    queryKey: [...officeKey, 'together', props.ticketId],
    queryFn: () => api.orders.together.query({ ticketId: props.ticketId }),
    refetchInterval: false as const,
  }));
  return (
    <Show when={together.data?.length}>
      <details class="rounded-xl border border-line px-3.5 py-2" open={props.chosen.length > 0}>
        <summary class="cursor-pointer py-1 text-base font-semibold">
          {m.ticket_together_title()}
          <Show when={props.chosen.length > 0}>
            <span class="font-normal text-muted"> · {m.ticket_together_count({ count: props.chosen.length })}</span>
          </Show>
        </summary>
        <p class="mb-1 text-sm text-muted">{m.ticket_together_hint()}</p>
        <div class="max-h-60 overflow-y-auto">
          <Key each={together.data} by="id">
            {(each) => (
              <Checkbox
                label={`${each().number} · ${each().title}`}
                hint={`${sayPlace(each().street, each().unit ? { number: each().unit } : null, each().place === 'common')}${
                  each().sameTrade ? ` · ${m.ticket_together_trade()}` : ''
                }`}
                checked={props.chosen.includes(each().id)}
                disabled={!props.chosen.includes(each().id) && props.chosen.length >= MOST}
                onChange={(on) =>
                  props.onChange(on ? [...props.chosen, each().id] : props.chosen.filter((id) => id !== each().id))
                }
              />
            )}
          </Key>
        </div>
      </details>
    </Show>
  );
}
