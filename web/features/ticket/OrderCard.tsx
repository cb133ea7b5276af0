import { Key } from '@solid-primitives/keyed';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { OrderPhase } from '../../../domain/workOrder/state.ts';
import { sayMoney } from '../../ui/amounts.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { Menu } from '../../ui/Menu.tsx';
import { Pill } from '../../ui/Pill.tsx';
import type { Tone } from '../../ui/tones.ts';
import { sayWhom } from '../lifecycle/names.ts';
import { sayTurn } from '../lifecycle/stages.ts';
import { sayWord } from '../lifecycle/words.ts';
import { type OpenOrderDialog, OrderDialogs } from './OrderDialogs.tsx';
import { type OrderView, type TicketView, useOrder } from './queries.ts';
import { Visits } from './Visits.tsx';

type OrderOfTicket = TicketView['orders'][number];
type Offered = { label: string; opens: OpenOrderDialog; main?: boolean; rare?: boolean };

const tones: Record<OrderPhase, Tone> = {
  joining: 'others',
  offered: 'others',
  unplaced: 'us',
  running: 'others',
  returned: 'us',
  done: 'done',
  closed: 'neutral',
};

/** An order of a ticket: who works on it, where it stands, its visits, and what the office can do about it. */
export function OrderCard(props: { order: OrderOfTicket; ticket: TicketView }): JSX.Element {
  return (
    <div class="rounded-xl border border-line bg-surface px-4 py-3.5">
      <div class="flex items-start gap-3">
        <div class="min-w-0 flex-1">
          <p class="text-sm text-muted">
            {props.order.number}
            <Show when={props.order.limitCents}>
              {(cents) => <> · {m.ticket_card_limit({ amount: sayMoney(cents(), locale()) })}</>}
            </Show>
          </p>
          <p class="font-semibold">{props.order.contractor ?? m.ticket_card_nobody()}</p>
          <Show when={props.order.title !== props.ticket.title}>
            <p class="text-muted">{props.order.title}</p>
          </Show>
          <Show when={props.order.contractorPhone}>
            {(phone) => (
              <a
                href={`tel:${phone().replace(/\s/g, '')}`}
                class="inline-flex min-h-7 items-center gap-1.5 font-semibold text-accent underline-offset-3 hover:underline"
              >
                <Icon name="phone" size={16} />
                {phone()}
              </a>
            )}
          </Show>
        </div>
        <Pill tone={tones[props.order.phase as OrderPhase] ?? 'neutral'}>
          {sayWord('orderPhase', props.order.phase)}
        </Pill>
      </div>
      <Show
        when={props.order.phase !== 'closed'}
        fallback={<Visits appointments={props.order.appointments} order={undefined} />}
      >
        <OpenOrder id={props.order.id} ticket={props.ticket} />
      </Show>
    </div>
  );
}

function OpenOrder(props: { id: string; ticket: TicketView }): JSX.Element {
  const order = useOrder(() => props.id);
  return <Show when={order.data}>{(found) => <OpenOrderBody order={found()} ticket={props.ticket} />}</Show>;
}

function OpenOrderBody(props: { order: OrderView; ticket: TicketView }): JSX.Element {
  const [open, setOpen] = createSignal<OpenOrderDialog>();
  const offered = (): Offered[] => {
    const { order } = props;
    const may = (type: OrderView['acts'][number]) => order.acts.includes(type);
    const stages = order.waiting.filter(({ on }) => on.us).map(({ stage }) => stage);
    const question = order.questions.find(({ fromUs }) => !fromUs);
    const found: Offered[] = [];
    if (question && order.acts.length > 0)
      found.push({ label: m.ticket_card_answer(), opens: { kind: 'answer', question: question.id }, main: true });
    if (may('acceptWork') && order.phase === 'done')
      found.push({ label: m.ticket_card_accept_work(), opens: { kind: 'acceptWork' }, rare: true });
    if (may('acceptWork') && order.phase === 'returned')
      found.push({ label: m.ticket_card_accept_work(), opens: { kind: 'acceptWork' } });
    if (may('continue'))
      found.push({ label: m.ticket_card_continue(), opens: { kind: 'continue' }, main: order.phase === 'returned' });
    if (may('offer'))
      found.push({
        label: order.phase === 'unplaced' ? m.ticket_card_offer_more() : m.ticket_card_offer(),
        opens: { kind: 'offer' },
        main: order.phase === 'unplaced',
        rare: order.phase === 'offered',
      });
    if (may('ask'))
      found.push({ label: m.ticket_card_ask(), opens: { kind: 'ask' }, main: stages.includes('reportMissing') });
    if (may('accept')) found.push({ label: m.ticket_card_accept(), opens: { kind: 'accept' }, rare: true });
    if (may('complete')) found.push({ label: m.ticket_card_complete(), opens: { kind: 'complete' }, rare: true });
    if (may('decline')) found.push({ label: m.ticket_card_decline(), opens: { kind: 'decline' }, rare: true });
    if (may('cancel')) found.push({ label: m.ticket_card_cancel(), opens: { kind: 'cancel' }, rare: true });
    return found;
  };
  // The ticket's own act is filled where it is ours to do; an order's only where nothing else is asked for.
  const oneFilled = () => offered().find(({ main }) => main);
  const here = () => props.order.tickets.find(({ id }) => id === props.ticket.id)?.appointments ?? [];
  const ball = () => props.order.waiting[0];
  // With one open order the panel above says it already.
  const saysMore = () => props.ticket.orders.filter(({ phase }) => phase !== 'closed').length > 1;
  return (
    <>
      <Show when={saysMore() && ball()}>
        {(first) => (
          <p class="mt-1.5 text-muted">
            {first().on.us ? m.lifecycle_waiting_us() : m.lifecycle_waiting_on({ name: sayWhom(first().on, 'office') })}
            : {sayTurn(first(), 'office')}
          </p>
        )}
      </Show>
      <Visits appointments={here()} order={props.order} />
      <Show when={offered().length > 0}>
        <div class="mt-3 flex flex-wrap items-center gap-2" data-no-print>
          <Key each={offered().filter(({ rare }) => !rare)} by={({ opens }) => opens.kind}>
            {(each) => (
              <Button
                look={each().opens.kind === oneFilled()?.opens.kind ? 'filled' : 'outline'}
                onClick={() => setOpen(each().opens)}
              >
                {each().label}
              </Button>
            )}
          </Key>
          <Show when={offered().some(({ rare }) => rare)}>
            <Menu
              placement="bottom-start"
              items={offered()
                .filter(({ rare }) => rare)
                .map((each) => ({
                  label: each.label,
                  danger: each.opens.kind === 'cancel',
                  onSelect: () => setOpen(each.opens),
                }))}
            />
          </Show>
        </div>
      </Show>
      <OrderDialogs order={props.order} ticket={props.ticket} open={open()} onClose={() => setOpen(undefined)} />
    </>
  );
}
