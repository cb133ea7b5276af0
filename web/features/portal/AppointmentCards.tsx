import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { federalState } from '../../../domain/time/workingTime.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { sayDate, sayHours } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { keepSteps } from '../../ui/steps.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import { SlotEditor } from '../appointments/SlotEditor.tsx';
import { type SlotDraft, slotsOf, suggestSlots } from '../appointments/slots.ts';
import { saveToCalendar } from './calendar.ts';
import type { Ticket } from './queries.ts';

type Appointment = Omit<Ticket['visits'][number], 'with' | 'visitor'>;
type Command = Questions['orders']['act']['command'] | Questions['tickets']['act']['command'];
type Sent = { command: Command; text?: string };
type Mode = 'choose' | 'counter' | 'move' | 'missed';
/** A date to come: by whom, and where acts about it go; `order` is null where one of the management comes. */
type Coming = { appointment: Appointment; order: string | null; who: string | null };

/** The dates of a report: offered ones to choose from, the agreed one, and what can be done about each. */
export function AppointmentCards(props: { ticket: Ticket; onDone: () => Promise<void> }): JSX.Element {
  const ordered = (): Coming[] =>
    props.ticket.audience === 'reporter'
      ? props.ticket.orders
          .filter(({ phase }) => phase === 'running')
          .flatMap(({ id, contractor, appointments }) =>
            appointments.map((appointment) => ({ appointment, order: id, who: contractor })),
          )
      : [];
  // Only those are told of whose door it is.
  const own = (): Coming[] =>
    props.ticket.visits.map((visit) => ({ appointment: visit, order: null, who: visit.visitor }));
  const coming = () => [...own(), ...ordered()];
  return (
    <For each={coming().map(({ appointment }) => appointment.id)}>
      {(id) => (
        <Show when={coming().find(({ appointment }) => appointment.id === id)}>
          {(one) => (
            <Visit
              ticket={props.ticket}
              order={one().order}
              who={one().who}
              appointment={one().appointment}
              onDone={props.onDone}
            />
          )}
        </Show>
      )}
    </For>
  );
}

function Visit(props: Coming & { ticket: Ticket; onDone: () => Promise<void> }): JSX.Element {
  const [mode, setMode] = createSignal<Mode>('choose');
  const [picked, setPicked] = createSignal<string>();
  const [asked, setAsked] = createSignal(false);
  const [slots, setSlots] = createSignal<SlotDraft[]>([]);
  const [text, setText] = createSignal('');
  const act = createAct(async ({ command, ...said }: Sent & { commandId: string }) => {
    if (props.order === null)
      return api.tickets.act.mutate({
        ...said,
        command: command as Questions['tickets']['act']['command'],
        ticketId: props.ticket.id,
      });
    return api.orders.act.mutate({
      ...said,
      command: command as Questions['orders']['act']['command'],
      orderId: props.order,
    });
  });
  const state = () => federalState.safeParse(props.ticket.property.federalState).data ?? null;
  const say = () => ({ locale: locale(), now: now() });
  const status = () => props.appointment.status;
  // Another date stands there now: what was about the old one is over. What was typed stays.
  createEffect(
    on(
      status,
      () => {
        setMode('choose');
        setPicked(undefined);
        setAsked(false);
      },
      { defer: true },
    ),
  );
  const open = (next: Mode) => {
    act.clear();
    if (next === 'counter' || next === 'move') {
      if (slots().length === 0) setSlots(suggestSlots(state(), Date.now(), props.appointment.slots));
    }
    setMode(next);
  };
  keepSteps(
    `visit ${props.appointment.id}`,
    () => (mode() === 'choose' ? 0 : 1),
    (to) => to === 0 && open('choose'),
  );
  const run = async (sent: Sent) => {
    const answer = await act.run(sent);
    // Whether it worked or somebody was faster: show what holds now.
    await props.onDone();
    if (!answer) return;
    setText('');
    setMode('choose');
  };
  const appointment = () => props.appointment.id;
  const pick = () => {
    const slot = picked();
    setAsked(true);
    if (slot) void run({ command: { type: 'pickSlot', appointment: appointment(), slot } });
  };
  const sendSlots = () => {
    const type = mode() === 'move' ? 'moveAppointment' : 'counterSlots';
    void run({
      command: { type, appointment: appointment(), slots: slotsOf(slots()) },
      ...(text().trim() && { text: text().trim() }),
    });
  };
  const offered = () => props.appointment.slots;
  const chosen = () => props.appointment.picked;
  const begun = () => Date.parse(chosen()?.starts ?? '') < now();
  return (
    <Switch>
      <Match when={mode() === 'counter' || mode() === 'move'}>
        <section class="flex flex-col gap-3.5">
          <h2 class="text-xl font-semibold">{m.portal_slots_title()}</h2>
          <p class="-mt-2 text-muted">
            {mode() === 'move'
              ? m.portal_slots_move_hint()
              : props.order === null
                ? m.visit_slots_hint()
                : m.portal_slots_hint()}
          </p>
          <SlotEditor slots={slots()} onChange={setSlots} federalState={state()} />
          <TextArea
            label={m.portal_slots_note()}
            optional
            rows={2}
            maxLength={1000}
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <Failure text={act.error()} />
          <Button look="filled" busy={act.busy()} onClick={sendSlots}>
            {mode() === 'move' ? m.portal_move_send() : m.portal_slots_send()}
          </Button>
          <Show when={props.order === null && mode() === 'counter' && status() === 'proposed'}>
            <Button
              busy={act.busy()}
              onClick={() =>
                void run({
                  command: { type: 'declineSlots', appointment: appointment() },
                  ...(text().trim() && { text: text().trim() }),
                })
              }
            >
              {m.visit_decline()}
            </Button>
          </Show>
          <Button look="quiet" onClick={() => open('choose')}>
            {m.ui_cancel()}
          </Button>
        </section>
      </Match>
      <Match when={mode() === 'missed'}>
        <section class="flex flex-col gap-3.5">
          <h2 class="text-xl font-semibold">{m.portal_missed_title()}</h2>
          <p class="-mt-2 text-muted">{props.order === null ? m.visit_missed_hint() : m.portal_missed_hint()}</p>
          <Failure text={act.error()} />
          <Button
            look="filled"
            busy={act.busy()}
            onClick={() =>
              void run({
                command: {
                  type: 'missAppointment',
                  appointment: appointment(),
                  absent: props.order === null ? 'management' : 'contractor',
                },
              })
            }
          >
            {m.portal_missed_send()}
          </Button>
          <Button look="quiet" onClick={() => open('choose')}>
            {m.ui_cancel()}
          </Button>
        </section>
      </Match>
      <Match when={status() === 'proposed'}>
        <RadioCards
          label={m.lifecycle_stage_pick_you()}
          hideLabel
          cards={offered().map(({ id, starts, ends }) => ({
            value: id,
            title: sayDate(starts, say()),
            detail: sayHours(starts, ends, say()),
            disabled: Date.parse(starts) < now(),
          }))}
          value={picked()}
          onChange={(slot) => {
            act.clear();
            setPicked(slot);
          }}
          error={asked() && !picked() ? m.portal_pick_missing() : undefined}
        />
        <Failure text={act.error()} />
        <Button look="filled" busy={act.busy()} onClick={pick}>
          {m.portal_pick()}
        </Button>
        <Button onClick={() => open('counter')}>{m.portal_pick_none()}</Button>
      </Match>
      <Match when={status() === 'countered'}>
        <section class="rounded-xl border border-line bg-surface px-4.5 py-4">
          <p class="font-semibold">{m.portal_countered()}</p>
          <ul class="mt-1.5 flex flex-col gap-1 text-md text-muted">
            <For each={offered()}>
              {({ starts, ends }) => (
                <li>
                  {sayDate(starts, say())}, {sayHours(starts, ends, say())}
                </li>
              )}
            </For>
          </ul>
        </section>
        <Button onClick={() => open('counter')}>{m.portal_counter_again()}</Button>
      </Match>
      <Match when={status() === 'agreed' && chosen()}>
        {(date) => (
          <>
            <section class="flex items-start gap-3.5 rounded-xl border border-line bg-surface px-4.5 py-4">
              <span class="grid size-10 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent">
                <Icon name="calendar" />
              </span>
              <div class="min-w-0 flex-1">
                <p class="text-base text-muted">{m.portal_appointment()}</p>
                <p class="font-semibold">{sayDate(date().starts, say())}</p>
                <p class="text-md text-muted">
                  {sayHours(date().starts, date().ends, say())}
                  <Show when={props.who}>{(name) => <>, {name()}</>}</Show>
                </p>
              </div>
            </section>
            <Failure text={act.error()} />
            <Show
              when={begun()}
              fallback={
                <div class="flex flex-wrap gap-3.5 *:flex-1 *:basis-42">
                  <Button
                    icon="calendar"
                    onClick={() => saveToCalendar(props.ticket, props.who, date(), appointment())}
                  >
                    {m.portal_calendar()}
                  </Button>
                  <Button onClick={() => open('move')}>{m.portal_move()}</Button>
                </div>
              }
            >
              <Button onClick={() => open('missed')}>
                {props.order === null ? m.visit_missed() : m.portal_missed()}
              </Button>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  );
}

function Failure(props: { text: string | undefined }): JSX.Element {
  return <Show when={props.text}>{(text) => <ErrorNote title={text()} />}</Show>;
}
