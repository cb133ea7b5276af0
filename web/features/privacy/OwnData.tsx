import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { RequestKind } from '../../../domain/privacy/request.ts';
import type { Entrance } from '../../../domain/rights.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { type OwnRequest, useAgain, useOwnRequests } from './queries.ts';
import { kindWords, sayOn, stateWords } from './words.ts';

/** What somebody may ask about their own data, what they have asked, and the copy while it lies ready. */
export function OwnData(props: { door: Entrance }): JSX.Element {
  const requests = useOwnRequests();
  const running = (kind: RequestKind) =>
    (requests.data ?? []).some((each) => each.kind === kind && ['open', 'released', 'erasing'].includes(each.state));
  return (
    <div class="flex flex-col gap-6">
      <p class="text-pretty text-muted">{m.privacy_own_lead()}</p>
      <Ask kind="access" text={m.privacy_own_access_text()} disabled={running('access')} />
      <Ask kind="erasure" text={m.privacy_own_erasure_text()} disabled={running('erasure')} />
      <section aria-labelledby="own-requests">
        <h2 id="own-requests" class="mb-2.5 font-semibold">
          {m.privacy_own_requests()}
        </h2>
        <Loaded query={requests} count={2} class="">
          {(list) => (
            <Show
              when={list().length > 0}
              fallback={
                <p class="rounded-xl border border-dashed border-line px-4 py-3.5 text-pretty text-muted">
                  {m.privacy_own_none()}
                </p>
              }
            >
              <ul class="flex flex-col gap-2.5">
                <For each={list()}>{(request) => <Own request={request} door={props.door} />}</For>
              </ul>
            </Show>
          )}
        </Loaded>
      </section>
    </div>
  );
}

function Ask(props: { kind: RequestKind; text: string; disabled: boolean }): JSX.Element {
  const again = useAgain();
  let id = crypto.randomUUID();
  const act = createAct(async ({ kind }: { kind: RequestKind }) => {
    await api.privacy.ask.mutate({ id, kind });
    return true;
  });
  const ask = async () => {
    if (!(await act.run({ kind: props.kind }))) return;
    id = crypto.randomUUID();
    toast({ text: m.privacy_own_asked() });
    await again();
  };
  const title = () => (props.kind === 'access' ? m.privacy_own_access() : m.privacy_own_erasure());
  return (
    <section class="rounded-xl border border-line bg-surface px-4 py-4">
      <h2 class="font-semibold">{kindWords[props.kind]()}</h2>
      <p class="mt-1 mb-3 text-pretty text-muted">{props.text}</p>
      <Button
        look={props.kind === 'access' ? 'filled' : 'outline'}
        disabled={props.disabled}
        busy={act.busy()}
        onClick={() => void ask()}
      >
        {title()}
      </Button>
      <Show when={props.disabled}>
        <p class="mt-2 text-sm text-muted">{m.privacy_own_running()}</p>
      </Show>
      <Show when={act.error()}>{(text) => <ErrorNote class="mt-3" title={text()} />}</Show>
    </section>
  );
}

function Own(props: { request: OwnRequest; door: Entrance }): JSX.Element {
  const again = useAgain();
  const act = createAct(async ({ id }: { id: string }) => {
    await api.privacy.withdraw.mutate({ id });
    return true;
  });
  const withdraw = async () => {
    if (!(await act.run({ id: props.request.id }))) return;
    toast({ text: m.privacy_own_withdrawn() });
    await again();
  };
  const lies = () => {
    const { state, availableUntil } = props.request;
    return (
      (state === 'released' || state === 'handedOver') &&
      availableUntil !== null &&
      Date.now() < Date.parse(availableUntil)
    );
  };
  const detail = () => {
    const { state, receivedOn, dueOn } = props.request;
    return state === 'open'
      ? m.privacy_own_answer_by({ day: sayOn(dueOn) })
      : m.privacy_received({ day: sayOn(receivedOn) });
  };
  const copy = (ending: 'pdf' | 'json') => `/api/privacy/${props.request.id}/copy.${ending}?entrance=${props.door}`;
  return (
    <li class="rounded-xl border border-line bg-surface px-4 py-3.5">
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span class="font-semibold">{kindWords[props.request.kind]()}</span>
        <Pill tone={props.request.state === 'open' ? 'others' : stateWords[props.request.state].tone}>
          {props.request.state === 'open' ? m.privacy_own_state_open() : stateWords[props.request.state].say()}
        </Pill>
      </div>
      <p class="mt-1 text-base text-muted">{detail()}</p>
      <Show when={props.request.reason}>
        <p class="mt-2 whitespace-pre-line">{props.request.reason}</p>
      </Show>
      <Show when={lies()}>
        <p class="mt-2 text-base">
          {m.privacy_ready_until({ day: sayOn(props.request.availableUntil?.slice(0, 10) ?? '') })}
        </p>
        <p class="mt-2 flex flex-wrap gap-x-5 gap-y-2">
          <a href={copy('pdf')} download="" class="py-1 text-accent underline underline-offset-3">
            {m.privacy_copy_pdf()}
          </a>
          <a href={copy('json')} download="" class="py-1 text-accent underline underline-offset-3">
            {m.privacy_copy_json()}
          </a>
        </p>
      </Show>
      <Show when={props.request.state === 'open'}>
        <Button class="mt-3" busy={act.busy()} onClick={() => void withdraw()}>
          {m.privacy_own_withdraw()}
        </Button>
      </Show>
      <Show when={act.error()}>{(text) => <ErrorNote class="mt-3" title={text()} />}</Show>
    </li>
  );
}
