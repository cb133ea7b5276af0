import { createEffect, createMemo, createSignal, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import type { Order } from './queries.ts';

type Held = NonNullable<Order['held']>;

/** How often the page looks whether what is on its way has arrived. */
const LOOK_EVERY_MS = 2_000;

/** What was said last and waits, for how long, and the way back. Also after a reload, and in another browser. */
export function HeldNote(props: {
  order: Order;
  held: Held;
  takingBack: boolean;
  onTakeBack: () => void;
  /** Reads the order anew. */
  onDone: () => Promise<unknown>;
}): JSX.Element {
  // By this device's clock, whatever it shows: the server says how long, not until when.
  const ends = createMemo(() => Date.now() + props.held.milliseconds);
  const [now, setNow] = createSignal(Date.now());
  const left = () => Math.max(0, Math.ceil((ends() - now()) / 1000));
  const ticking = setInterval(() => setNow(Date.now()), 250);
  onCleanup(() => clearInterval(ticking));
  createEffect(() => {
    if (left() > 0) return;
    const looking = setInterval(() => void props.onDone(), LOOK_EVERY_MS);
    onCleanup(() => clearInterval(looking));
  });
  const sendNow = createAct(async () => {
    try {
      return await api.orders.sendNow.mutate({ orderId: props.order.id });
    } finally {
      await props.onDone();
    }
  });
  return (
    <section class="mt-3.5 flex flex-col gap-3 rounded-xl bg-done-soft px-4 py-3.5" aria-label={m.order_held_area()}>
      <p role="status" class="font-semibold">
        {sayHeld(props.held.types)}
      </p>
      <Show when={left() > 0} fallback={<p>{m.order_held_sending()}</p>}>
        <p>{m.order_held({ seconds: left() })}</p>
        {/* Whoever presses the first button unasked (a scanner) does what would be done anyway. */}
        <div class="flex flex-wrap gap-3">
          <Button class="flex-1" busy={sendNow.busy()} onClick={() => void sendNow.run({})}>
            {m.order_send_now()}
          </Button>
          <Button class="flex-1" busy={props.takingBack} onClick={() => props.onTakeBack()}>
            {m.order_take_back()}
          </Button>
        </div>
      </Show>
      <Show when={sendNow.error()}>{(why) => <ErrorNote title={why()} />}</Show>
    </section>
  );
}

function sayHeld(types: readonly string[]): string {
  switch (types[0]) {
    case 'accept':
      return types.length > 1 ? m.order_held_accept_with_slots() : m.order_held_accept();
    case 'decline':
      return m.order_held_decline();
    case 'complete':
      return m.order_held_complete();
    case 'ask':
      return m.order_held_ask();
    case 'answer':
      return m.order_held_answer();
    case 'pickSlot':
      return m.order_held_pick();
    case 'missAppointment':
      return m.order_held_missed();
    default:
      return m.order_held_slots();
  }
}
