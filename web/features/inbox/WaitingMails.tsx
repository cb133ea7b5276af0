import { A } from '@solidjs/router';
import { For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { TicketView } from '../ticket/queries.ts';
import { sayReason } from './words.ts';

/** Mails about a ticket that nobody has taken as anybody's word yet. */
export function WaitingMails(props: { mails: TicketView['mails'] }): JSX.Element {
  return (
    <For each={props.mails}>
      {(mail) => (
        <p class="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl bg-us-soft px-3.5 py-2.5 text-base text-us">
          <span class="min-w-0">{m.inbox_notice({ from: mail.from, reason: sayReason(mail.reason) })}</span>
          <A href={`/posteingang/${mail.id}`} class="font-semibold underline underline-offset-3 hover:no-underline">
            {m.inbox_notice_open()}
          </A>
        </p>
      )}
    </For>
  );
}
