import { Key } from '@solid-primitives/keyed';
import { createEffect, createSignal, type JSX, Match, on, Show, Switch, untrack } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { OrderCommand } from '../../../domain/workOrder/commands.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { now } from '../../ui/now.ts';
import { keepSteps, stepBefore } from '../../ui/steps.ts';
import { type SlotDraft, slotsOf } from '../appointments/slots.ts';
import type { Said } from '../held/take-back.ts';
import { CompleteForm } from './CompleteForm.tsx';
import type { DraftForm, OrderDrafts } from './drafts.ts';
import { InvoiceForm } from './InvoiceForm.tsx';
import {
  type Appointment,
  aboutOf,
  datesBegun,
  draftsAfter,
  formIn,
  type Mode,
  modeAfter,
  modeOfDraft,
} from './mode.ts';
import { Back, Counter, Decline, SlotForm, WordsForm } from './OrderForms.tsx';
import type { Order } from './queries.ts';

type Sent = Omit<Questions['orders']['act'], 'commandId' | 'orderId'>;
const visitsOf = (order: Order) => order.tickets.flatMap(({ appointments }) => appointments);

/** Everything that the contractor can do now: one filled act, the others below it, each with its form in place. */
export function OrderActs(props: {
  order: Order;
  /** What was said together and taken back: it need not be typed again. */
  before: readonly Said[] | undefined;
  /** What is half written about it on this device. */
  drafts: OrderDrafts;
  /** Something else was said from here since. */
  onSaid: () => void;
  /** Reads the order anew. */
  onDone: () => Promise<unknown>;
}): JSX.Element {
  const [mode, setMode] = createSignal<Mode>(
    // Where this tab stood at the choice it stays there: what is half written may be that of another.
    stepBefore('order') === 0 ? { kind: 'choose' } : modeOfDraft(props.drafts, props.order),
  );
  /** The act that was sent from here last, until it is known to have arrived. */
  let underWay: string | undefined;
  /** The form that it was written in. */
  let writtenIn: DraftForm | undefined;
  const act = createAct(async (input: Sent & { commandId: string }) => {
    underWay = input.commandId;
    writtenIn = formIn(mode());
    if (writtenIn) props.drafts.sent(writtenIn, input.commandId);
    const answer = await api.orders.act.mutate({ ...input, orderId: props.order.id });
    await props.onDone();
    return answer;
  });
  const may = (type: OrderCommand['type']) => props.order.acts.includes(type);
  const go = (next: Mode) => {
    act.clear();
    setMode(next);
  };
  const back = () => go({ kind: 'choose' });
  keepSteps(
    'order',
    () => (mode().kind === 'choose' ? 0 : 1),
    (to) => to === 0 && back(),
  );
  let prepared: { words: string; sent: Sent } | undefined;
  const arrived = () => {
    underWay = undefined;
    prepared = undefined;
    act.settle();
    props.onSaid();
    back();
    // When its form is gone: what stands there is no draft any more.
    if (writtenIn) props.drafts.forget(writtenIn);
  };
  const run = async (sent: Sent) => {
    if ((await act.run(sent)) && underWay) arrived();
  };
  // As soon as it is held, whether its answer came or not: it may be taken back before that.
  createEffect(() => {
    const held = props.order.held?.commandId;
    if (held && held === underWay) untrack(arrived);
  });
  createEffect(
    on(
      () => props.before,
      (said) => {
        const [first] = said ?? [];
        if (!said || !first) return;
        // What is half written here goes before what was taken back, also from here: that waits in its own form.
        if (mode().kind === 'choose') go(modeAfter(said, visitsOf(props.order)));
      },
    ),
  );
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
      if (!command) return;
      const also = others.map((other) => ({ commandId: crypto.randomUUID(), command: other }));
      prepared = { words, sent: { command, ...(also.length > 0 && { also }) } };
    }
    void run(prepared.sent);
  };
  const visits = () => props.order.tickets.flatMap((ticket) => ticket.appointments.map((visit) => ({ ticket, visit })));
  const open = () => visits().filter(({ visit }) => visit.status === 'open');
  const visitsBeing = (status: Appointment['status']) =>
    visits()
      .map(({ visit }) => visit)
      .filter((visit) => visit.status === status);
  const question = () => props.order.questions.find(({ fromUs }) => fromUs);
  const said = (type: Said['type']) => props.before?.find((one) => one.type === type);
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
                onPick={(slot) => void run({ command: { type: 'pickSlot', appointment: visit().id, slot } })}
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
                      void run({ command: { type: 'missAppointment', appointment: visit().id, absent: 'dwelling' } })
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
          <Show when={may('invoice')}>
            <Button onClick={() => go({ kind: 'invoice' })}>{m.order_invoice_send()}</Button>
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
              begun={datesBegun(props.drafts, slots())}
              before={draftsAfter(props.before, slots())}
              onWrite={(written) =>
                props.drafts.of('slots').keep({
                  ...aboutOf(slots()),
                  slots: written.map(({ day, begins, length }) => ({ day, begins, length })),
                })
              }
              onSend={(drafts) => sendSlots(slots(), drafts)}
            />
          )}
        </Match>
        <Match when={mode().kind === 'ask'}>
          <WordsForm
            label={m.order_ask_label()}
            button={m.order_ask_send()}
            begun={props.drafts.of('ask').read()?.text}
            before={said('ask')?.text}
            busy={act.busy()}
            error={act.error()}
            onWrite={(text) => props.drafts.of('ask').keep({ text })}
            onBack={back}
            onSend={(text) => void run({ command: { type: 'ask' }, text })}
          />
        </Match>
        <Match when={mode().kind === 'answer' && (mode() as Extract<Mode, { kind: 'answer' }>)}>
          {(answer) => {
            const { question } = answer();
            const draft = props.drafts.of('answer');
            const begun = draft.read();
            return (
              <WordsForm
                label={m.order_answer_label()}
                button={m.order_answer_send()}
                begun={begun?.question === question ? begun.text : undefined}
                before={said('answer')?.text}
                busy={act.busy()}
                error={act.error()}
                onWrite={(text) => draft.keep({ text, question })}
                onBack={back}
                onSend={(text) => void run({ command: { type: 'answer', question }, text })}
              />
            );
          }}
        </Match>
        <Match when={mode().kind === 'decline'}>
          <Decline
            before={props.before}
            draft={props.drafts.of('decline')}
            busy={act.busy()}
            error={act.error()}
            onBack={back}
            onSend={(reason, words) => void run({ command: { type: 'decline', reason }, text: words || undefined })}
          />
        </Match>
        <Match when={mode().kind === 'complete'}>
          <CompleteForm
            tickets={props.order.tickets}
            firm={props.order.contractorId}
            before={props.before}
            draft={props.drafts.of('complete')}
            shelf={props.drafts.shelf}
            busy={act.busy()}
            onSend={(command, words, files) => void run({ command, text: words || undefined, files })}
          >
            {failure()}
            <Back onBack={back} />
          </CompleteForm>
        </Match>
        <Match when={mode().kind === 'invoice'}>
          <InvoiceForm
            firm={props.order.contractorId}
            to={props.order.invoiceTo.name}
            before={props.before}
            draft={props.drafts.of('invoice')}
            busy={act.busy()}
            onSend={(words, files) => void run({ command: { type: 'invoice' }, text: words || undefined, files })}
          >
            {failure()}
            <Back onBack={back} />
          </InvoiceForm>
        </Match>
      </Switch>
    </section>
  );
}
