import { Key } from '@solid-primitives/keyed';
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { FederalState } from '../../../domain/time/workingTime.ts';
import { declineReasons, type OrderCommand } from '../../../domain/workOrder/commands.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { sayDate, sayHours } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { SlotEditor } from '../appointments/SlotEditor.tsx';
import { type SlotDraft, slotsOf, suggestSlots } from '../appointments/slots.ts';
import { sayWord } from '../lifecycle/words.ts';
import { CompleteForm } from './CompleteForm.tsx';
import type { Said } from './HeldNote.tsx';
import type { Order } from './queries.ts';

type Appointment = Order['tickets'][number]['appointments'][number];
type Sent = Omit<Questions['orders']['act'], 'commandId' | 'orderId'>;
/** What the contractor is about to do; `visit` is which dwelling's date it is about. */
type Mode =
  | { kind: 'choose' }
  | { kind: 'accept' }
  | { kind: 'slots'; accept: boolean; visit?: Appointment; move?: boolean }
  | { kind: 'ask' }
  | { kind: 'answer'; question: string }
  | { kind: 'decline' }
  | { kind: 'complete' };

const visitsOf = (order: Order) => order.tickets.flatMap(({ appointments }) => appointments);

/** Where somebody goes on who has taken something back. */
function modeOf(before: Said | undefined): Mode {
  if (before?.type === 'complete' || before?.type === 'decline' || before?.type === 'ask') return { kind: before.type };
  const { question } = before?.facts ?? {};
  return before?.type === 'answer' && typeof question === 'string' ? { kind: 'answer', question } : { kind: 'choose' };
}

/** Everything that the contractor can do now: one filled act, the others below it, each with its form in place. */
export function OrderActs(props: {
  order: Order;
  /** What was said and taken back: it need not be typed again. */
  before: Said | undefined;
  /** Reads the order anew. */
  onDone: () => Promise<unknown>;
}): JSX.Element {
  const [mode, setMode] = createSignal<Mode>(modeOf(props.before));
  const [text, setText] = createSignal(props.before?.text ?? '');
  const [empty, setEmpty] = createSignal(false);
  const act = createAct(async (input: Sent & { commandId: string }) => {
    const answer = await api.orders.act.mutate({ ...input, orderId: props.order.id });
    await props.onDone();
    return answer;
  });
  const may = (type: OrderCommand['type']) => props.order.acts.includes(type);
  const go = (next: Mode) => {
    act.clear();
    setEmpty(false);
    setMode(next);
  };
  const back = () => go({ kind: 'choose' });
  const run = async (sent: Sent) => {
    const answer = await act.run(sent);
    if (!answer) return false;
    setText('');
    back();
    return true;
  };
  let prepared: { words: string; sent: Sent } | undefined;
  /** Acceptance and dates, or the dates of all dwellings, are one act. It stays the same one until something is changed. */
  const sendSlots = ({ accept, visit, move }: Extract<Mode, { kind: 'slots' }>, drafts: readonly SlotDraft[]) => {
    const words = JSON.stringify([accept, visit?.id, move, drafts]);
    if (prepared?.words !== words) {
      const slots = slotsOf(drafts);
      const wanted = visit ? [visit] : open().length > 0 ? open().map((each) => each.visit) : visitsOf(props.order);
      const commands: OrderCommand[] = accept ? [{ type: 'accept' }] : [];
      for (const appointment of new Set(wanted.map(({ id }) => id)))
        commands.push({
          type: move ? 'moveAppointment' : 'proposeSlots',
          appointment,
          slots: slots.map((slot) => ({ ...slot, id: crypto.randomUUID() })),
        });
      const [command, ...others] = commands;
      if (!command) return Promise.resolve(false);
      const also = others.map((other) => ({ commandId: crypto.randomUUID(), command: other }));
      prepared = { words, sent: { command, ...(also.length > 0 && { also }) } };
    }
    return run(prepared.sent);
  };
  const visits = () => props.order.tickets.flatMap((ticket) => ticket.appointments.map((visit) => ({ ticket, visit })));
  const open = () => visits().filter(({ visit }) => visit.status === 'open');
  const visitsBeing = (status: Appointment['status']) =>
    visits()
      .map(({ visit }) => visit)
      .filter((visit) => visit.status === status);
  const question = () => props.order.questions.find(({ fromUs }) => fromUs);
  const failure = () => <Show when={act.error()}>{(sentence) => <ErrorNote title={sentence()} class="mb-1" />}</Show>;

  return (
    <section class="mt-4.5 flex flex-col gap-3" aria-label={m.order_acts()}>
      <Switch>
        <Match when={mode().kind === 'choose'}>
          {failure()}
          <Show when={may('accept')}>
            <Show
              when={props.order.needsAppointment}
              fallback={
                <Button look="filled" onClick={() => go({ kind: 'accept' })}>
                  {m.order_accept()}
                </Button>
              }
            >
              <Button look="filled" onClick={() => go({ kind: 'slots', accept: true })}>
                {m.order_accept_with_slots()}
              </Button>
            </Show>
          </Show>
          <Show when={question()}>
            {(asked) => (
              <Button look="filled" onClick={() => go({ kind: 'answer', question: asked().id })}>
                {m.order_answer()}
              </Button>
            )}
          </Show>
          <Show when={props.order.phase === 'running' && open()[0]}>
            {(first) => (
              <Button look="filled" onClick={() => go({ kind: 'slots', accept: false, visit: first().visit })}>
                {m.order_propose()}
              </Button>
            )}
          </Show>
          <Key each={visitsBeing('countered')} by="id">
            {(visit) => (
              <Counter
                visit={visit()}
                busy={act.busy()}
                onPick={(slot) => run({ command: { type: 'pickSlot', appointment: visit().id, slot } })}
                onOther={() => go({ kind: 'slots', accept: false, visit: visit() })}
              />
            )}
          </Key>
          <Show when={may('complete') && open().length === 0}>
            <Button
              look={props.order.waiting.some(({ on, stage }) => on.you && stage === 'perform') ? 'filled' : 'outline'}
              onClick={() => go({ kind: 'complete' })}
            >
              {m.order_complete()}
            </Button>
          </Show>
          <Key each={visitsBeing('agreed')} by="id">
            {(visit) => (
              <>
                <Button onClick={() => go({ kind: 'slots', accept: false, visit: visit(), move: true })}>
                  {m.order_move()}
                </Button>
                <Show when={Date.parse(visit().picked?.starts ?? '') < now()}>
                  <Button
                    busy={act.busy()}
                    onClick={() =>
                      run({ command: { type: 'missAppointment', appointment: visit().id, absent: 'dwelling' } })
                    }
                  >
                    {m.order_nobody_there()}
                  </Button>
                </Show>
              </>
            )}
          </Key>
          <Show when={may('complete') && open().length > 0}>
            <Button onClick={() => go({ kind: 'complete' })}>{m.order_complete()}</Button>
          </Show>
          <Show when={may('ask')}>
            <Button onClick={() => go({ kind: 'ask' })}>{m.order_ask()}</Button>
          </Show>
          <Show when={may('decline')}>
            <Button look="quiet" onClick={() => go({ kind: 'decline' })}>
              {props.order.accepted ? m.order_step_back() : m.order_decline()}
            </Button>
          </Show>
        </Match>
        <Match when={mode().kind === 'accept'}>
          {/* Mail scanners press the first button they find: accepting takes a second, deliberate one. */}
          <h2 class="font-semibold">{m.order_accept_title()}</h2>
          <p class="-mt-2 text-md text-muted">{m.order_accept_hint()}</p>
          {failure()}
          <Button look="filled" busy={act.busy()} onClick={() => void run({ command: { type: 'accept' } })}>
            {m.order_accept_bindingly()}
          </Button>
          <Back onBack={back} />
        </Match>
        <Match when={mode().kind === 'slots' && (mode() as Extract<Mode, { kind: 'slots' }>)}>
          {(slots) => (
            <SlotForm
              title={slots().move ? m.order_move_title() : m.order_slots_title()}
              federalState={props.order.federalState}
              button={slots().accept ? m.order_accept_and_send() : m.order_send_slots()}
              busy={act.busy()}
              error={act.error()}
              onBack={back}
              onSend={(drafts) => void sendSlots(slots(), drafts)}
            />
          )}
        </Match>
        <Match when={mode().kind === 'ask' || mode().kind === 'answer'}>
          <TextArea
            label={mode().kind === 'ask' ? m.order_ask_label() : m.order_answer_label()}
            value={text()}
            maxLength={5000}
            error={empty() && !text().trim() ? m.portal_text_missing() : act.error()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <Button
            look="filled"
            busy={act.busy()}
            onClick={() => {
              const current = mode();
              setEmpty(!text().trim());
              if (empty()) return;
              void run({
                command: current.kind === 'answer' ? { type: 'answer', question: current.question } : { type: 'ask' },
                text: text(),
              });
            }}
          >
            {mode().kind === 'ask' ? m.order_ask_send() : m.order_answer_send()}
          </Button>
          <Back onBack={back} />
        </Match>
        <Match when={mode().kind === 'decline'}>
          <Decline
            before={props.before}
            busy={act.busy()}
            error={act.error()}
            onBack={back}
            onSend={(reason, words) => void run({ command: { type: 'decline', reason }, text: words || undefined })}
          />
        </Match>
        <Match when={mode().kind === 'complete'}>
          <CompleteForm
            tickets={props.order.tickets}
            before={props.before}
            busy={act.busy()}
            onSend={(command, words, files) => void run({ command, text: words || undefined, files })}
          >
            {failure()}
            <Back onBack={back} />
          </CompleteForm>
        </Match>
      </Switch>
    </section>
  );
}

function Back(props: { onBack: () => void }): JSX.Element {
  return (
    <Button look="quiet" type="button" onClick={() => props.onBack()}>
      {m.order_back()}
    </Button>
  );
}

/** The dwelling's own dates: one is taken, or others are offered. */
function Counter(props: {
  visit: Appointment;
  busy: boolean;
  onPick: (slot: string) => void;
  onOther: () => void;
}): JSX.Element {
  const [picked, setPicked] = createSignal<string>();
  const [asked, setAsked] = createSignal(false);
  const say = () => ({ locale: locale(), now: now() });
  return (
    <>
      <RadioCards
        label={m.order_counter_title()}
        cards={props.visit.slots.map((slot) => ({
          value: slot.id,
          title: sayDate(slot.starts, say()),
          detail: sayHours(slot.starts, slot.ends, say()),
        }))}
        value={picked()}
        onChange={setPicked}
        error={asked() && !picked() ? m.order_counter_missing() : undefined}
      />
      <Button
        look="filled"
        busy={props.busy}
        onClick={() => {
          const slot = picked();
          setAsked(true);
          if (slot) props.onPick(slot);
        }}
      >
        {m.order_counter_pick()}
      </Button>
      <Button onClick={() => props.onOther()}>{m.order_counter_other()}</Button>
    </>
  );
}

function SlotForm(props: {
  title: string;
  federalState: FederalState | null;
  button: string;
  busy: boolean;
  error: string | undefined;
  onBack: () => void;
  onSend: (slots: readonly SlotDraft[]) => void;
}): JSX.Element {
  const [slots, setSlots] = createSignal<readonly SlotDraft[]>(suggestSlots(props.federalState, Date.now()));
  return (
    <>
      <h2 class="font-semibold">{props.title}</h2>
      <p class="-mt-2 text-md text-muted">{m.order_slots_hint()}</p>
      <SlotEditor slots={slots()} onChange={setSlots} federalState={props.federalState} error={props.error} />
      <Button look="filled" busy={props.busy} onClick={() => props.onSend(slots())}>
        {props.button}
      </Button>
      <Back onBack={props.onBack} />
    </>
  );
}

type DeclineReason = (typeof declineReasons)[number];

function Decline(props: {
  before: Said | undefined;
  busy: boolean;
  error: string | undefined;
  onBack: () => void;
  onSend: (reason: DeclineReason, text: string) => void;
}): JSX.Element {
  const before = props.before?.type === 'decline' ? props.before : undefined;
  const [reason, setReason] = createSignal<DeclineReason>(
    declineReasons.find((each) => each === before?.facts.reason) ?? declineReasons[0],
  );
  const [text, setText] = createSignal(before?.text ?? '');
  return (
    <>
      <RadioCards
        label={m.order_decline_title()}
        cards={declineReasons.map((value) => ({ value, title: sayWord('decline', value) }))}
        value={reason()}
        onChange={setReason}
      />
      <TextArea
        label={m.order_decline_text()}
        optional
        value={text()}
        maxLength={5000}
        error={props.error}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button look="filled" busy={props.busy} onClick={() => props.onSend(reason(), text().trim())}>
        {m.order_decline_send()}
      </Button>
      <Back onBack={props.onBack} />
    </>
  );
}
