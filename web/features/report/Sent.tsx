import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ButtonLink } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { Taken } from './sending.ts';
import { say } from './texts.ts';

/** The report is in: its number, what comes next, and the way to its page. */
export function Sent(props: { taken: Taken; another: string; mailed?: boolean }): JSX.Element {
  return (
    <section class="flex flex-col items-center pt-8 text-center">
      <span class="mb-4 grid size-14 place-items-center rounded-full bg-done-soft text-done">
        <Icon name="check" size={24} />
      </span>
      <h1 class="text-2xl font-bold tracking-[-0.012em] text-balance">
        {props.taken.joined ? m.report_joined_title() : m.report_sent_title()}
      </h1>
      <p class="mt-2 text-muted">
        {m.report_sent_number()} <b class="font-semibold whitespace-nowrap text-ink">{props.taken.number}</b>
      </p>
      <p class="mt-4 max-w-96 text-pretty">
        {props.taken.joined
          ? m.report_joined_next()
          : props.taken.kept
            ? m.report_sent_kept()
            : props.mailed
              ? m.report_sent_next_mail()
              : m.report_sent_next()}
      </p>
      <Show when={props.taken.advice}>
        {(advice) => (
          <div class="mt-6 w-full rounded-xl border-2 border-late bg-late-soft p-4 text-left">
            <h2 class="flex items-start gap-2 text-xl font-bold text-late">
              <Icon name="alert" size={24} class="mt-0.5" />
              {say(advice().title)}
            </h2>
            <p class="mt-2 font-medium">{m.report_danger_told()}</p>
            <ol class="mt-2 flex list-decimal flex-col gap-1.5 pl-5">
              <For each={advice().advice}>{(step) => <li>{say(step)}</li>}</For>
            </ol>
            <ButtonLink
              look="danger"
              icon="phone"
              href={`tel:${advice().phone.number}`}
              class="mt-4 bg-late! text-surface!"
            >
              {m.report_call({ number: advice().phone.number })}
            </ButtonLink>
          </div>
        )}
      </Show>
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
