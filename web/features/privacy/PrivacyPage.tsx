import { A } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Card, listClass, Nothing } from '../people/Card.tsx';
import { berlinToday } from '../people/words.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { EnterDialog } from './EnterDialog.tsx';
import { type Hold, type PrivacyRequest, usePrivacy } from './queries.ts';
import { kindWords, sayOn, stateWords } from './words.ts';

/** What people ask about their own data, with the month in which they have to be answered, and what keeps data. */
export default function PrivacyPage(): JSX.Element {
  const found = usePrivacy();
  const [entering, setEntering] = createSignal(false);
  return (
    <div class="mx-auto flex max-w-220 flex-col gap-7 px-5 py-6 max-lg:px-4">
      <header class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 class="text-xl font-bold tracking-[-0.012em]">{m.privacy_title()}</h1>
          <p class="mt-1 max-w-160 text-pretty text-muted">{m.privacy_lead()}</p>
        </div>
        <Button look="filled" icon="plus" onClick={() => setEntering(true)}>
          {m.privacy_enter()}
        </Button>
      </header>
      <Loaded query={found} count={4} class="">
        {(data) => (
          <>
            <Requests requests={data().requests} />
            <Holds holds={data().holds} />
          </>
        )}
      </Loaded>
      <Show when={entering()}>
        <EnterDialog onClose={() => setEntering(false)} />
      </Show>
    </div>
  );
}

function Requests(props: { requests: readonly PrivacyRequest[] }): JSX.Element {
  return (
    <Card title={m.privacy_requests()}>
      <Show
        when={props.requests.length > 0}
        fallback={<EmptyState icon="lock" title={m.privacy_none()} text={m.privacy_none_text()} />}
      >
        <ul class={listClass}>
          <For each={props.requests}>{(request) => <Row request={request} />}</For>
        </ul>
      </Show>
    </Card>
  );
}

function Row(props: { request: PrivacyRequest }): JSX.Element {
  const late = () => props.request.state === 'open' && props.request.dueOn < berlinToday(now());
  const detail = () => {
    const { state, dueOn, availableUntil, nextOn, receivedOn } = props.request;
    if (state === 'open') return late() ? m.privacy_late({ day: sayOn(dueOn) }) : m.privacy_due({ day: sayOn(dueOn) });
    if (state === 'released' && availableUntil)
      return m.privacy_ready_until({ day: sayOn(availableUntil.slice(0, 10)) });
    if (state === 'erasing' && nextOn) return m.privacy_goes_on({ day: sayOn(nextOn) });
    return m.privacy_received({ day: sayOn(receivedOn) });
  };
  return (
    <li class="border-b border-line last:border-b-0">
      <A
        href={`/datenschutz/${props.request.personId}`}
        class="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5 -outline-offset-2 transition-colors hover:bg-sunken"
      >
        <span class="min-w-0">
          <span class="block truncate font-semibold">{props.request.person}</span>
          <span class={`text-sm ${late() ? 'font-semibold text-late' : 'text-muted'}`}>
            {kindWords[props.request.kind]()} · {detail()}
          </span>
        </span>
        <Pill tone={late() ? 'late' : stateWords[props.request.state].tone}>
          {stateWords[props.request.state].say()}
        </Pill>
      </A>
    </li>
  );
}

function Holds(props: { holds: readonly Hold[] }): JSX.Element {
  return (
    <Card title={m.privacy_holds()}>
      <Show when={props.holds.length > 0} fallback={<Nothing>{m.privacy_holds_none()}</Nothing>}>
        <ul class={listClass}>
          <For each={props.holds}>
            {(hold) => (
              <li class="border-b border-line last:border-b-0">
                <A
                  href={`/datenschutz/${hold.personId}`}
                  class="block px-4 py-2.5 -outline-offset-2 transition-colors hover:bg-sunken"
                >
                  <span class="block font-semibold">{hold.person}</span>
                  <span class="block text-sm text-pretty text-muted">
                    {hold.reason} ·{' '}
                    {hold.until ? m.privacy_hold_until({ day: sayOn(hold.until) }) : m.privacy_hold_open()}
                  </span>
                </A>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}
