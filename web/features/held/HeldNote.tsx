import { createEffect, createMemo, createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { createAct } from '../../act.ts';
import type { Answers } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';

/** What a firm said last and nobody has been told of yet. */
export type Held = NonNullable<Answers['orders']['get']['held']>;

/** How often the page looks whether what is on its way has arrived. */
const LOOK_EVERY_MS = 2_000;

/** What was said last and waits, for how long, and the way back. Also after a reload, and in another browser. */
export function HeldNote(props: {
  held: Held;
  /** What was said, in the words of who said it: "Ihre Zusage". */
  said: string;
  /** What it is about, where the page tells of several things. */
  about?: string;
  class?: string;
  takingBack: boolean;
  onTakeBack: () => void;
  onSendNow: () => Promise<object>;
  /** Reads the matter anew. */
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
      return await props.onSendNow();
    } finally {
      await props.onDone();
    }
  });
  let section: HTMLElement | undefined;
  // The form that said it is gone, and the focus with it.
  onMount(() =>
    queueMicrotask(() => document.activeElement === document.body && section?.focus({ preventScroll: true })),
  );
  return (
    <section
      ref={section}
      tabindex="-1"
      class={`flex flex-col gap-3 rounded-xl bg-done-soft px-4 py-3.5 outline-none ${props.class ?? ''}`}
      aria-label={props.about ? m.held_area_of({ title: props.about }) : m.held_area()}
    >
      <p role="status" class="font-semibold">
        {props.said}
      </p>
      <Show when={left() > 0} fallback={<p>{m.held_sending()}</p>}>
        <p>{m.held_left({ seconds: left() })}</p>
        {/* Whoever presses the first button unasked (a scanner) does what would be done anyway. */}
        <div class="flex flex-wrap gap-3">
          <Button class="flex-1" busy={sendNow.busy()} onClick={() => void sendNow.run({})}>
            {m.held_send_now()}
          </Button>
          <Button class="flex-1" busy={props.takingBack} onClick={() => props.onTakeBack()}>
            {m.held_take_back()}
          </Button>
        </div>
      </Show>
      <Show when={sendNow.error()}>{(why) => <ErrorNote title={why()} />}</Show>
    </section>
  );
}
