import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { AppointmentStatus } from '../../../domain/appointments/rules.ts';
import { Button } from '../../ui/Button.tsx';
import { sayRange } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { toast } from '../../ui/Toast.tsx';
import { sayWord } from '../lifecycle/words.ts';
import { AccessOffers } from './AccessOffers.tsx';
import { PickSlotDialog } from './PickSlotDialog.tsx';
import { type OrderCommand, type OrderView, useOrderAct } from './queries.ts';
import { WordsDialog } from './WordsDialog.tsx';

type Appointment = Pick<
  OrderView['tickets'][number]['appointments'][number],
  'id' | 'status' | 'slots' | 'picked' | 'round'
>;

const range = (slot: { starts: string; ends: string }) =>
  sayRange(slot.starts, slot.ends, { locale: locale(), now: now() });

/** The visits of an order to one dwelling; with the order, what the office can do about each date. */
export function Visits(props: { appointments: readonly Appointment[]; order: OrderView | undefined }): JSX.Element {
  return (
    <Show when={props.appointments.length > 0}>
      <ul class="mt-3 flex flex-col gap-3 border-t border-line pt-3">
        <For each={props.appointments.map(({ id }) => id)}>
          {(id) => (
            <Show when={props.appointments.find((each) => each.id === id)}>
              {(appointment) => (
                <li class="flex gap-2.5">
                  <Icon name="calendar" size={16} class="mt-0.5 text-muted" />
                  <div class="min-w-0 flex-1">
                    <VisitWords appointment={appointment()} />
                    <Show when={props.order}>
                      {(order) => (
                        <>
                          <VisitActs appointment={appointment()} order={order()} />
                          <AccessOffers of={{ noun: 'workOrder', id: order().id }} appointment={appointment().id} />
                        </>
                      )}
                    </Show>
                  </div>
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
    </Show>
  );
}

/** Its date, or the dates that were offered. */
export function VisitWords(props: { appointment: Appointment }): JSX.Element {
  const status = () => sayWord('appointment', props.appointment.status);
  return (
    <>
      <p>
        <Show when={props.appointment.picked} fallback={<span class="font-semibold">{status()}</span>}>
          {(picked) => (
            <>
              <span class="font-semibold">{range(picked())}</span>
              <span class="text-muted"> · {status()}</span>
            </>
          )}
        </Show>
        <Show when={props.appointment.round > 1}>
          <span class="text-muted"> · {m.ticket_visit_round({ round: props.appointment.round })}</span>
        </Show>
      </p>
      <Show when={!props.appointment.picked}>
        <ul class="text-muted">
          <For each={props.appointment.slots}>{(slot) => <li>{range(slot)}</li>}</For>
        </ul>
      </Show>
    </>
  );
}

const offersPick: ReadonlySet<AppointmentStatus> = new Set(['proposed', 'countered']);

function VisitActs(props: { appointment: Appointment; order: OrderView }): JSX.Element {
  const act = useOrderAct(() => props.order.id);
  const [open, setOpen] = createSignal<'pick' | 'move' | 'miss'>();
  const runs = () => props.order.phase === 'running' && props.order.acts.length > 0;
  const status = () => props.appointment.status;
  const upcoming = () => props.appointment.slots.filter(({ starts }) => Date.parse(starts) > now());
  const begun = () => {
    const { picked } = props.appointment;
    return picked !== null && Date.parse(picked.starts) <= now();
  };
  const send = async (command: OrderCommand, text = '') => {
    const answer = await act.run({ command, ...(text && { text }) });
    if (!answer) return;
    setOpen(undefined);
    if (answer.state === 'applied') toast({ text: m.ticket_done_saved() });
  };
  const appointment = () => props.appointment.id;
  /** What is ours to do about this visit: then its act is the filled one. */
  const ours = () => props.order.waiting.find(({ key, on }) => on.us && key === props.appointment.id)?.stage;
  const close = () => {
    act.clear();
    setOpen(undefined);
  };
  return (
    <Show when={runs()}>
      <div class="mt-2 flex flex-wrap gap-2" data-no-print>
        <Show when={offersPick.has(status()) && upcoming().length > 0}>
          <Button look={ours() === 'pick' ? 'filled' : 'outline'} onClick={() => setOpen('pick')}>
            {m.ticket_visit_pick()}
          </Button>
        </Show>
        <Show when={['open', 'proposed', 'countered'].includes(status())}>
          <Button
            look={ours() === 'silent' ? 'filled' : status() === 'open' ? 'outline' : 'quiet'}
            busy={act.busy() && !open()}
            onClick={() => void send({ type: 'newRound', appointment: appointment() })}
          >
            {m.ticket_visit_new_round()}
          </Button>
        </Show>
        <Show when={status() === 'agreed'}>
          <Button onClick={() => setOpen('move')}>{m.ticket_visit_move()}</Button>
          <Show when={begun()}>
            <Button onClick={() => setOpen('miss')}>{m.ticket_visit_miss()}</Button>
          </Show>
        </Show>
      </div>
      <Show when={act.error() && !open()}>
        <ErrorNote class="mt-2" title={act.error() ?? ''} />
      </Show>
      <Switch>
        <Match when={open() === 'pick'}>
          <PickSlotDialog
            slots={upcoming()}
            busy={act.busy()}
            error={act.error()}
            onPick={(slot) => void send({ type: 'pickSlot', appointment: appointment(), slot })}
            onClose={close}
          />
        </Match>
        <Match when={open() === 'move'}>
          <WordsDialog
            title={m.ticket_visit_move_title()}
            description={m.ticket_visit_move_hint()}
            submit={m.ticket_visit_move_title()}
            words={m.ticket_card_message()}
            busy={act.busy()}
            error={act.error()}
            onSubmit={({ text }) => void send({ type: 'moveAppointment', appointment: appointment() }, text)}
            onClose={close}
          />
        </Match>
        <Match when={open() === 'miss'}>
          <WordsDialog<'contractor' | 'dwelling'>
            title={m.ticket_visit_miss_title()}
            submit={m.ticket_visit_miss_submit()}
            choices={{
              label: m.ticket_visit_miss_who(),
              cards: [
                { value: 'contractor', title: m.ticket_visit_miss_contractor() },
                { value: 'dwelling', title: m.ticket_visit_miss_dwelling() },
              ],
            }}
            words={m.ticket_card_message()}
            busy={act.busy()}
            error={act.error()}
            onSubmit={({ choice, text }) =>
              choice && void send({ type: 'missAppointment', appointment: appointment(), absent: choice }, text)
            }
            onClose={close}
          />
        </Match>
      </Switch>
    </Show>
  );
}
