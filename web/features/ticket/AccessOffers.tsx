import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayMoment, sayRange } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { officeKey } from '../desk/queries.ts';

type Offer = Answers['orders']['offers'][number];

const say = () => ({ locale: locale(), now: now() });

/** How many dates make an offer that can't be called none, and the notice in days that is usual inside a flat. */
const DATES = 3;
const NOTICE_MS = 14 * 86_400_000;

const channels: Record<string, () => string> = {
  mail: () => m.ticket_offer_by_mail(),
  sms: () => m.ticket_offer_by_sms(),
  fax: () => m.ticket_offer_by_fax(),
  letter: () => m.ticket_offer_by_letter(),
};

/** "Per Mail zugestellt am …": what proves that the offer was sent. */
function sayProof({ state, channel, sentAt, outcome }: Offer): string {
  const by = channels[channel ?? '']?.() ?? '';
  if (state === 'sent' && sentAt) {
    const when = sayMoment(sentAt, say());
    return outcome === 'delivered' ? m.ticket_offer_delivered({ by, when }) : m.ticket_offer_sent({ by, when });
  }
  if (state === 'failed') return m.ticket_offer_failed();
  if (state === 'unclear') return m.ticket_offer_unclear();
  return state === 'withdrawn' ? m.ticket_offer_withdrawn() : m.ticket_offer_pending();
}

function sayAnswer({ answer, answeredAt }: Offer): string {
  if (answer === null || answeredAt === null) return m.ticket_offer_waiting();
  const when = sayMoment(answeredAt, say());
  switch (answer) {
    case 'appointmentAgreed':
      return m.ticket_offer_agreed({ when });
    case 'slotsCountered':
      return m.ticket_offer_countered({ when });
    case 'slotsDeclined':
      return m.visit_offer_declined({ when });
    case 'lapsed':
      return m.ticket_offer_silent({ when });
    case 'newRound':
      return m.ticket_offer_new_round({ when });
  }
}

/** What was offered to a dwelling, how it is proven, and what came of it: silence never permits entry, but is on record. */
export function AccessOffers(props: {
  of: { noun: 'ticket' | 'workOrder'; id: string };
  appointment: string;
}): JSX.Element {
  const offers = useQuery(() => ({
    queryKey: [...officeKey, 'offers', props.of.id],
    queryFn: () =>
      props.of.noun === 'ticket'
        ? api.tickets.offers.query({ ticketId: props.of.id })
        : api.orders.offers.query({ orderId: props.of.id }),
  }));
  const mine = () => (offers.data ?? []).filter(({ appointment }) => appointment === props.appointment);
  const short = (offer: Offer) =>
    offer.slots.length > 0 &&
    offer.slots.every(({ starts }) => Date.parse(starts) - Date.parse(offer.offeredAt) < NOTICE_MS);
  return (
    <Show when={mine().length > 0}>
      <details class="mt-2 text-sm">
        <summary class="cursor-pointer py-1 font-semibold text-muted">
          {m.ticket_offers({ count: mine().length })}
        </summary>
        <ol class="mt-1 flex flex-col gap-2.5">
          <For each={mine()}>
            {(offer, index) => (
              <li class="border-l-2 border-line pl-3">
                <b class="font-semibold">{m.ticket_offer_round({ round: index() + 1 })}</b>
                <ul class="text-muted">
                  <For each={offer.slots}>{(slot) => <li>{sayRange(slot.starts, slot.ends, say())}</li>}</For>
                </ul>
                <p>{sayProof(offer)}</p>
                <p>{sayAnswer(offer)}</p>
                <Show when={offer.slots.length < DATES || short(offer)}>
                  <p class="text-us">
                    {[
                      offer.slots.length < DATES ? m.ticket_offer_few() : '',
                      short(offer) ? m.ticket_offer_short() : '',
                    ]
                      .filter(Boolean)
                      .join(' ')}
                  </p>
                </Show>
              </li>
            )}
          </For>
        </ol>
      </details>
    </Show>
  );
}
