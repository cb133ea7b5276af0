import { A, useNavigate, useParams } from '@solidjs/router';
import { type JSX, onCleanup, onMount, Show } from 'solid-js';
import { tinykeys } from 'tinykeys';
import { m } from '../../../.build/i18n/messages.js';
import { Icon } from '../../ui/Icon.tsx';
import { leadsAway } from '../shell/NotRead.tsx';
import { useTicket } from './queries.ts';
import { TicketPanel } from './TicketPanel.tsx';

/** One ticket in full. */
export default function TicketPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const navigate = useNavigate();
  const ticket = useTicket(() => params.id);
  onMount(() => {
    onCleanup(
      tinykeys(window, {
        Escape: (event) => {
          if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"], dialog[open]')) return;
          navigate('/schreibtisch');
        },
      }),
    );
  });
  return (
    <div class="mx-auto max-w-290 px-5 pt-3 pb-10 max-sm:px-4">
      <Show when={!leadsAway(ticket)}>
        <A
          href="/schreibtisch"
          class="-ml-1.5 mb-2 inline-flex min-h-9 items-center gap-1 rounded-lg pr-2 text-base font-medium text-muted hover:text-ink"
        >
          <Icon name="chevronLeft" size={16} />
          {m.ticket_back()}
        </A>
      </Show>
      <Show when={params.id} keyed>
        {(id) => <TicketPanel id={id} />}
      </Show>
    </div>
  );
}
