import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { now } from '../../ui/now.ts';
import { toast } from '../../ui/Toast.tsx';
import { AccessOffers } from './AccessOffers.tsx';
import { ArrangeVisitDialog } from './ArrangeVisitDialog.tsx';
import { noteReaders } from './note-readers.ts';
import { PickSlotDialog } from './PickSlotDialog.tsx';
import { type TicketCommand, type TicketView, useTicketAct } from './queries.ts';
import { VisitWords } from './Visits.tsx';
import { WordsDialog } from './WordsDialog.tsx';

type Visit = TicketView['visits'][number];
type Open = 'pick' | 'again' | 'miss' | 'hold' | 'cancel';

/** The visits of our own to a ticket, with what can be done about each. */
export function OwnVisits(props: { ticket: TicketView }): JSX.Element {
  return (
    <Show when={props.ticket.visits.length > 0}>
      <section class="mt-5" aria-label={m.visit_visits()}>
        <h2 class="mb-2 text-xs font-semibold text-muted">{m.visit_visits()}</h2>
        <ul class="flex flex-col gap-3">
          <For each={props.ticket.visits.map(({ id }) => id)}>
            {(id) => (
              <Show when={props.ticket.visits.find((each) => each.id === id)}>
                {(visit) => (
                  <li class="flex gap-2.5 rounded-xl border border-line bg-surface px-4 py-3.5">
                    <Icon name="calendar" size={16} class="mt-0.5 text-muted" />
                    <div class="min-w-0 flex-1">
                      <VisitWords appointment={visit()} />
                      <p class="text-muted">{m.visit_by({ name: visit().visitor ?? m.visit_by_us() })}</p>
                      <VisitActs visit={visit()} ticket={props.ticket} />
                      <AccessOffers of={{ noun: 'ticket', id: props.ticket.id }} appointment={visit().id} />
                    </div>
                  </li>
                )}
              </Show>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

function VisitActs(props: { visit: Visit; ticket: TicketView }): JSX.Element {
  const act = useTicketAct(() => props.ticket.id);
  const [open, setOpen] = createSignal<Open>();
  const may = () => props.ticket.phase !== 'closed' && props.ticket.acts.includes('forward');
  const status = () => props.visit.status;
  const looking = () => ['open', 'proposed', 'countered'].includes(status());
  const upcoming = () => props.visit.slots.filter(({ starts }) => Date.parse(starts) > now());
  const begun = () => status() === 'agreed' && Date.parse(props.visit.picked?.starts ?? '') <= now();
  const send = async (command: TicketCommand, text = '', files: string[] = []) => {
    const answer = await act.run({ command, ...(text && { text }), ...(files.length > 0 && { files }) });
    if (!answer) return;
    setOpen(undefined);
    if (answer.state === 'applied') toast({ text: m.ticket_done_saved() });
  };
  const close = () => {
    act.clear();
    setOpen(undefined);
  };
  const appointment = () => props.visit.id;
  return (
    <Show when={may() && (looking() || status() === 'agreed')}>
      <div class="mt-2 flex flex-wrap gap-2" data-no-print>
        <Show when={begun()}>
          <Button look="filled" onClick={() => setOpen('hold')}>
            {m.visit_hold()}
          </Button>
          <Button onClick={() => setOpen('miss')}>{m.ticket_visit_miss()}</Button>
        </Show>
        <Show when={looking() && upcoming().length > 0}>
          <Button look={status() === 'countered' ? 'filled' : 'outline'} onClick={() => setOpen('pick')}>
            {m.ticket_visit_pick()}
          </Button>
        </Show>
        <Button look={status() === 'open' ? 'filled' : 'outline'} onClick={() => setOpen('again')}>
          {status() === 'agreed' ? m.ticket_visit_move() : m.visit_again()}
        </Button>
        <Button look="quiet" onClick={() => setOpen('cancel')}>
          {m.visit_cancel()}
        </Button>
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
        <Match when={open() === 'again'}>
          <ArrangeVisitDialog ticket={props.ticket} visit={props.visit} onClose={close} />
        </Match>
        <Match when={open() === 'miss'}>
          <WordsDialog<'management' | 'dwelling'>
            title={m.ticket_visit_miss_title()}
            submit={m.ticket_visit_miss_submit()}
            choices={{
              label: m.ticket_visit_miss_who(),
              cards: [
                { value: 'dwelling', title: m.ticket_visit_miss_dwelling() },
                { value: 'management', title: m.visit_miss_us() },
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
        <Match when={open() === 'hold'}>
          <WordsDialog<'internal' | 'visible'>
            title={m.visit_hold_title()}
            description={m.visit_hold_hint()}
            submit={m.visit_hold()}
            choices={noteReaders()}
            words={m.visit_hold_words()}
            wordsNeeded={() => true}
            photos
            busy={act.busy()}
            error={act.error()}
            onSubmit={({ text, choice, files }) =>
              void send(
                { type: 'holdVisit', appointment: appointment(), visibility: choice ?? 'internal' },
                text,
                files,
              )
            }
            onClose={close}
          />
        </Match>
        <Match when={open() === 'cancel'}>
          <WordsDialog
            title={m.visit_cancel_title()}
            description={m.visit_cancel_hint()}
            submit={m.visit_cancel()}
            danger
            words={m.ticket_card_message()}
            busy={act.busy()}
            error={act.error()}
            onSubmit={({ text }) => void send({ type: 'cancelVisit', appointment: appointment() }, text)}
            onClose={close}
          />
        </Match>
      </Switch>
    </Show>
  );
}
