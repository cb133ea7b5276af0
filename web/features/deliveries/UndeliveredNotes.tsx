import { A } from '@solidjs/router';
import { For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { useMe } from '../desk/queries.ts';
import { useDeliveries } from './queries.ts';

/** Messages about a ticket, campaign or project that reached nobody, or may not have: on its page, until somebody has dealt with them. */
export function UndeliveredNotes(props: { fileId: string }): JSX.Element {
  const me = useMe();
  const found = useDeliveries(
    () => props.fileId,
    () => me.data?.employee?.may.includes('triage') ?? false,
  );
  const stuck = () => (found.data ?? []).filter(({ trouble }) => trouble !== 'cameBack');
  return (
    <For each={stuck()}>
      {({ trouble, about, name }) => (
        <p
          class={`mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl px-3.5 py-2.5 text-base ${trouble === 'failed' ? 'bg-late-soft text-late' : 'bg-us-soft text-us'}`}
        >
          <span class="min-w-0">
            {trouble === 'failed' ? m.deliveries_notice({ about, name }) : m.deliveries_notice_unclear({ about, name })}
          </span>
          <A href="/zustellung" class="font-semibold underline underline-offset-3 hover:no-underline">
            {m.deliveries_notice_open()}
          </A>
        </p>
      )}
    </For>
  );
}
