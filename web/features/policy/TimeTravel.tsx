import { A } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { PolicyDocument } from '../../../domain/policy/policy.ts';
import { addDays, berlinClock, toInstant } from '../../../domain/time/berlin.ts';
import { type Answers, api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { TextField } from '../../ui/TextField.tsx';

type Travel = Answers['policies']['travel'];
type Tally = Travel['really'];

const number = (value: number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 }).format(value);
const change = (value: number) =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(value);

const lines: { key: keyof Tally; label: () => string }[] = [
  { key: 'reminded', label: () => m.policy_travel_reminded() },
  { key: 'escalated', label: () => m.policy_travel_escalated() },
  { key: 'lapsed', label: () => m.policy_travel_lapsed() },
  { key: 'lateHours', label: () => m.policy_travel_late() },
];

/** What the draft would have done to the tickets closed in a period, beside what really happened. */
export function TimeTravel(props: { document: PolicyDocument; possible: boolean }): JSX.Element {
  const today = berlinClock(toInstant(now())).day;
  const [from, setFrom] = createSignal<string>(addDays(today, -365));
  const [to, setTo] = createSignal<string>(today);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>();
  const [found, setFound] = createSignal<Travel>();
  const run = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      setFound(await api.policies.travel.mutate({ from: from(), to: to(), document: props.document }));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const wrongPeriod = () => (from() && to() && from() <= to() ? undefined : m.policy_travel_period_wrong());
  return (
    <section aria-labelledby="policy-travel" class="rounded-xl border border-line bg-surface p-4">
      <h2 id="policy-travel" class="font-semibold">
        {m.policy_travel()}
      </h2>
      <p class="mt-1 text-muted">{m.policy_travel_lead()}</p>
      <div class="mt-3 flex flex-wrap items-end gap-3">
        <div class="w-44 max-w-full">
          <TextField
            label={m.policy_travel_from()}
            type="date"
            value={from()}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </div>
        <div class="w-44 max-w-full">
          <TextField
            label={m.policy_travel_to()}
            type="date"
            value={to()}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </div>
        <Button
          density="desk"
          busy={busy()}
          disabled={!props.possible || wrongPeriod() !== undefined}
          onClick={() => void run()}
        >
          {m.policy_travel_run()}
        </Button>
      </div>
      <Show when={wrongPeriod()}>
        <p role="alert" class="mt-2 text-late">
          {wrongPeriod()}
        </p>
      </Show>
      <Show when={failure()}>
        <ErrorNote class="mt-3" title={m.policy_travel_failed()} text={sayFailure(failure())} />
      </Show>
      <div aria-live="polite">
        <Show when={found()}>{(travel) => <Result travel={travel()} />}</Show>
      </div>
    </section>
  );
}

function Result(props: { travel: Travel }): JSX.Element {
  return (
    <Show when={props.travel.tickets > 0} fallback={<p class="mt-4">{m.policy_travel_none()}</p>}>
      <p class="mt-4">{m.policy_travel_count({ count: number(props.travel.tickets) })}</p>
      <div class="mt-2 overflow-x-auto rounded-lg border border-line">
        <table class="w-full text-left">
          <caption class="sr-only">{m.policy_travel()}</caption>
          <thead class="bg-sunken text-sm text-muted">
            <tr>
              <th scope="col" class="px-3 py-2 font-medium">
                <span class="sr-only">{m.policy_travel_what()}</span>
              </th>
              <th scope="col" class="px-3 py-2 text-right font-medium">
                {m.policy_travel_really()}
              </th>
              <th scope="col" class="px-3 py-2 text-right font-medium">
                {m.policy_travel_would_be()}
              </th>
              <th scope="col" class="px-3 py-2 text-right font-medium">
                {m.policy_travel_change()}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={lines}>
              {({ key, label }) => (
                <tr class="border-t border-line">
                  <th scope="row" class="px-3 py-2 font-normal">
                    {label()}
                  </th>
                  <td class="px-3 py-2 text-right tabular-nums">{number(props.travel.really[key])}</td>
                  <td class="px-3 py-2 text-right tabular-nums">{number(props.travel.wouldBe[key])}</td>
                  <td class="px-3 py-2 text-right tabular-nums">
                    {change(props.travel.wouldBe[key] - props.travel.really[key])}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <Show when={props.travel.shortened}>
        <p class="mt-2 text-muted">{m.policy_travel_shortened()}</p>
      </Show>
      <Show when={props.travel.diverged > 0}>
        <p class="mt-2 text-muted">{m.policy_travel_diverged({ count: props.travel.diverged })}</p>
      </Show>
      <Show when={props.travel.inexact > 0}>
        <p class="mt-2 text-late">{m.policy_travel_inexact({ count: props.travel.inexact })}</p>
      </Show>
      <h3 class="mt-4 font-semibold">{m.policy_travel_different()}</h3>
      <ul class="mt-1 grid">
        <For each={props.travel.different} fallback={<li class="text-muted">{m.policy_travel_same()}</li>}>
          {(ticket) => (
            <li class="flex flex-wrap items-baseline gap-x-3 border-t border-line py-2 first:border-t-0">
              <A href={`/vorgaenge/${ticket.id}`} class="font-semibold text-accent">
                {ticket.number}
              </A>
              <span class="min-w-0">{ticket.title}</span>
              <Show when={ticket.diverged}>
                <Pill tone="us">{m.policy_travel_otherwise()}</Pill>
              </Show>
              <span class="basis-full text-muted">
                {lines
                  .filter(({ key }) => number(ticket.really[key]) !== number(ticket.wouldBe[key]))
                  .map(({ key, label }) => `${label()}: ${number(ticket.really[key])} → ${number(ticket.wouldBe[key])}`)
                  .join(' · ')}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
