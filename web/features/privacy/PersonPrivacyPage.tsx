import { A, useParams } from '@solidjs/router';
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { Card, lineClass, listClass, Nothing } from '../people/Card.tsx';
import { berlinToday } from '../people/words.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { EraseDialog, ExtendDialog, HandOverDialog, HoldDialog, RefuseDialog, ReleaseDialog } from './acts.tsx';
import { EnterDialog } from './EnterDialog.tsx';
import { type PersonPrivacy, type PrivacyRequest, useAgain, usePersonPrivacy } from './queries.ts';
import { handOverWords, identityWords, kindWords, sayData, sayFate, sayOn, stateWords, wayWords } from './words.ts';

/** One person and their data: what they asked, what is held, and what erasing would do today. */
export default function PersonPrivacyPage(): JSX.Element {
  const params = useParams();
  const found = usePersonPrivacy(() => params.id ?? '');
  return (
    <div class="mx-auto flex max-w-220 flex-col gap-7 px-5 py-6 max-lg:px-4">
      <Loaded query={found} elsewhere={{ href: '/datenschutz', label: m.privacy_title() }} shape="page" page>
        {(data) => <Page data={data()} />}
      </Loaded>
    </div>
  );
}

function Page(props: { data: PersonPrivacy }): JSX.Element {
  const [dialog, setDialog] = createSignal<'enter' | 'hold'>();
  const person = () => props.data.person;
  return (
    <>
      <header>
        <A href="/datenschutz" class="text-accent underline-offset-3 hover:underline">
          {m.privacy_title()}
        </A>
        <div class="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <h1 class="text-xl font-bold tracking-[-0.012em]">{person().name}</h1>
          <div class="flex flex-wrap gap-2">
            <Button onClick={() => setDialog('hold')}>{m.privacy_hold()}</Button>
            <Button onClick={() => setDialog('enter')}>{m.privacy_enter()}</Button>
          </div>
        </div>
        <A href={`/personen/${person().id}`} class="text-accent underline-offset-3 hover:underline">
          {m.privacy_to_person()}
        </A>
      </header>
      <Card title={m.privacy_requests()}>
        <Show when={props.data.requests.length > 0} fallback={<Nothing>{m.privacy_person_none()}</Nothing>}>
          <ul class="flex flex-col gap-3">
            <For each={props.data.requests}>{(request) => <RequestCard request={request} />}</For>
          </ul>
        </Show>
      </Card>
      <Card title={m.privacy_holds()}>
        <Show when={props.data.holds.length > 0} fallback={<Nothing>{m.privacy_holds_none()}</Nothing>}>
          <ul class={listClass}>
            <For each={props.data.holds}>{(hold) => <HoldRow hold={hold} />}</For>
          </ul>
        </Show>
      </Card>
      <Preview data={props.data} />
      <Show when={dialog() === 'enter'}>
        <EnterDialog person={{ personId: person().id, name: person().name }} onClose={() => setDialog(undefined)} />
      </Show>
      <Show when={dialog() === 'hold'}>
        <HoldDialog personId={person().id} onClose={() => setDialog(undefined)} />
      </Show>
    </>
  );
}

type Asked = 'release' | 'handOver' | 'refuse' | 'extend' | 'erase';

function RequestCard(props: { request: PrivacyRequest }): JSX.Element {
  const [asked, setAsked] = createSignal<Asked>();
  const close = () => setAsked(undefined);
  const { request } = props;
  const isOpen = () => props.request.state === 'open';
  const answers = () => isOpen() || props.request.state === 'expired';
  const late = () => isOpen() && props.request.dueOn < berlinToday(now());
  const facts = () => {
    const { receivedOn, way, identity, handedOverOn, handedOverBy, availableUntil, nextOn, state } = props.request;
    return [
      `${m.privacy_received({ day: sayOn(receivedOn) })} (${wayWords[way]()})`,
      identity ? `${m.privacy_identity()}: ${identityWords[identity]()}` : m.privacy_identity_open(),
      handedOverOn &&
        handedOverBy &&
        m.privacy_handed_over({ day: sayOn(handedOverOn), way: handOverWords[handedOverBy]() }),
      state === 'released' && availableUntil && m.privacy_ready_until({ day: sayOn(availableUntil.slice(0, 10)) }),
      state === 'erasing' && nextOn && m.privacy_goes_on({ day: sayOn(nextOn) }),
    ].filter(Boolean);
  };
  const copy = (ending: 'pdf' | 'json') => `/api/privacy/${request.id}/copy.${ending}?entrance=management`;
  return (
    <li class="rounded-xl border border-line bg-surface px-4 py-3.5">
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 class="font-semibold">{kindWords[request.kind]()}</h3>
        <Pill tone={late() ? 'late' : stateWords[props.request.state].tone}>
          {stateWords[props.request.state].say()}
        </Pill>
      </div>
      <Show when={isOpen()}>
        <p class={`mt-1 font-semibold ${late() ? 'text-late' : 'text-us'}`}>
          {late()
            ? m.privacy_late({ day: sayOn(props.request.dueOn) })
            : m.privacy_due({ day: sayOn(props.request.dueOn) })}
        </p>
      </Show>
      <ul class="mt-1 text-muted">
        <For each={facts()}>{(fact) => <li>{fact}</li>}</For>
      </ul>
      <Show when={props.request.reason}>
        <p class="mt-2 whitespace-pre-line">{props.request.reason}</p>
      </Show>
      <Show when={request.kind === 'access' && (answers() || props.request.state === 'released')}>
        <p class="mt-3 flex flex-wrap gap-x-4 gap-y-1">
          <a href={copy('pdf')} download="" class="text-accent underline underline-offset-3">
            {m.privacy_copy_pdf()}
          </a>
          <a href={copy('json')} download="" class="text-accent underline underline-offset-3">
            {m.privacy_copy_json()}
          </a>
        </p>
      </Show>
      <Show when={answers() || (request.kind === 'access' && props.request.state === 'released')}>
        <div class="mt-3 flex flex-wrap gap-2 max-sm:flex-col">
          <Show
            when={request.kind === 'access'}
            fallback={
              <Button look="filled" onClick={() => setAsked('erase')}>
                {m.privacy_erase()}
              </Button>
            }
          >
            <Show when={answers()}>
              <Button look="filled" onClick={() => setAsked('release')}>
                {m.privacy_release()}
              </Button>
            </Show>
            <Button onClick={() => setAsked('handOver')}>{m.privacy_hand_over()}</Button>
          </Show>
          <Show when={isOpen() && !late() && props.request.extendedBy < 2}>
            <Button onClick={() => setAsked('extend')}>{m.privacy_extend()}</Button>
          </Show>
          <Show when={answers()}>
            <Button onClick={() => setAsked('refuse')}>{m.privacy_refuse()}</Button>
          </Show>
        </div>
      </Show>
      <Switch>
        <Match when={asked() === 'release'}>
          <ReleaseDialog request={props.request} onClose={close} />
        </Match>
        <Match when={asked() === 'handOver'}>
          <HandOverDialog request={props.request} onClose={close} />
        </Match>
        <Match when={asked() === 'refuse'}>
          <RefuseDialog request={props.request} onClose={close} />
        </Match>
        <Match when={asked() === 'extend'}>
          <ExtendDialog request={props.request} onClose={close} />
        </Match>
        <Match when={asked() === 'erase'}>
          <EraseDialog request={props.request} onClose={close} />
        </Match>
      </Switch>
    </li>
  );
}

function HoldRow(props: { hold: PersonPrivacy['holds'][number] }): JSX.Element {
  const again = useAgain();
  const { hold } = props;
  const lift = async () => {
    try {
      await api.privacy.liftHold.mutate({ id: hold.id });
      toast({ text: m.privacy_hold_lifted() });
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    }
    await again();
  };
  return (
    <li class={`${lineClass} flex flex-wrap items-center justify-between gap-x-4 gap-y-2`}>
      <span class="min-w-0 flex-1">
        <span class="block text-pretty">{hold.reason}</span>
        <span class="text-sm text-muted">
          {hold.setBy} · {hold.until ? m.privacy_hold_until({ day: sayOn(hold.until) }) : m.privacy_hold_open()}
        </span>
      </span>
      <Button onClick={() => void lift()}>{m.privacy_hold_lift()}</Button>
    </li>
  );
}

const paths: Record<string, string> = { ticket: '/vorgaenge', project: '/projekte', campaign: '/abstimmungen' };

/** What goes if it is erased today, and what stays until when and why. */
function Preview(props: { data: PersonPrivacy }): JSX.Element {
  return (
    <Card title={m.privacy_preview()}>
      <p class="mb-2 max-w-160 text-pretty text-muted">{m.privacy_preview_lead()}</p>
      <Show when={props.data.lines.length > 0} fallback={<Nothing>{m.privacy_preview_none()}</Nothing>}>
        <section
          aria-label={`${m.privacy_column_data()}, ${m.privacy_column_fate()}`}
          // Focusable: a table that scrolls sideways is read with the arrow keys.
          tabindex="0"
          class="overflow-x-auto rounded-xl border border-line bg-surface"
        >
          <table class="w-full text-left">
            <thead>
              <tr class="border-b border-line text-sm text-muted">
                <th scope="col" class="px-4 py-2 font-medium">
                  {m.privacy_column_data()}
                </th>
                <th scope="col" class="px-4 py-2 text-right font-medium">
                  {m.privacy_column_count()}
                </th>
                <th scope="col" class="px-4 py-2 font-medium">
                  {m.privacy_column_fate()}
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={props.data.lines}>
                {(line) => (
                  <tr class="border-b border-line align-top last:border-b-0">
                    <th scope="row" class="px-4 py-2.5 font-semibold">
                      {sayData(line.kind)}
                    </th>
                    <td class="px-4 py-2.5 text-right tabular-nums">{line.count}</td>
                    <td class={`px-4 py-2.5 text-pretty ${line.does === 'keep' ? 'text-muted' : ''}`}>
                      {sayFate(line)}
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </Show>
      <Show when={props.data.mentions.length > 0}>
        <h3 class="mt-4 font-semibold">{m.privacy_mentions()}</h3>
        <p class="text-pretty text-muted">{m.privacy_mentions_lead()}</p>
        <ul class="mt-1 flex flex-wrap gap-x-4 gap-y-1">
          <For each={props.data.mentions}>
            {(place) => (
              <li>
                <A
                  href={`${paths[place.noun] ?? '/vorgaenge'}/${place.id}`}
                  class="text-accent underline underline-offset-3"
                >
                  {place.number}
                </A>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}
