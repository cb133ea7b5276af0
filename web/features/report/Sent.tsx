import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ButtonLink } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { Taken } from './sending.ts';

/** The report is in: its number, what comes next, and the way to its page. */
export function Sent(props: { taken: Taken; another: string; mailed?: boolean }): JSX.Element {
  return (
    <section class="flex flex-col items-center pt-8 text-center">
      <span class="mb-4 grid size-14 place-items-center rounded-full bg-done-soft text-done">
        <Icon name="check" size={24} />
      </span>
      <h1 class="text-2xl font-bold tracking-[-0.012em] text-balance">{m.report_sent_title()}</h1>
      <p class="mt-2 text-muted">
        {m.report_sent_number()} <b class="font-semibold whitespace-nowrap text-ink">{props.taken.number}</b>
      </p>
      <p class="mt-4 max-w-96 text-pretty">
        {props.taken.kept ? m.report_sent_kept() : props.mailed ? m.report_sent_next_mail() : m.report_sent_next()}
      </p>
      <div class="mt-7 flex w-full flex-col gap-3.5">
        <ButtonLink href={props.taken.path} look="filled">
          {m.report_sent_open()}
        </ButtonLink>
        <Show when={props.another}>
          {/* A page of its own again, with an empty draft. */}
          <ButtonLink href={props.another} target="_self">
            {m.report_sent_another()}
          </ButtonLink>
        </Show>
      </div>
    </section>
  );
}
