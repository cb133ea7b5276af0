import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { Icon } from './Icon.tsx';

export type ToastOptions = {
  /** What was done: "Meldung abgelehnt". */
  text: string;
  tone?: 'done' | 'late';
  /** Takes it back; shows "Rückgängig". */
  undo?: () => void;
  /** How long it stays; 6 s, with undo 10 s. It waits while the pointer or the focus is on it. */
  milliseconds?: number;
};

type Shown = ToastOptions & { id: number };

const [toasts, setToasts] = createSignal<readonly Shown[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let last = 0;
/** The line of the act that was done last; none where that says of itself elsewhere. What failed was no act. */
let lastDone: number | undefined;

function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  setToasts((all) => all.filter((each) => each.id !== id));
}

function start(each: Shown): void {
  clearTimeout(timers.get(each.id));
  timers.set(
    each.id,
    setTimeout(() => dismiss(each.id), each.milliseconds ?? (each.undo ? 10_000 : 6000)),
  );
}

/** Says in one line what was done, with a way back where there is one. Returns what takes the line away. */
export function toast(options: ToastOptions): () => void {
  last += 1;
  const shown = { ...options, id: last };
  if (shown.tone !== 'late') lastDone = shown.id;
  setToasts((all) => [...all.slice(-2), shown]);
  start(shown);
  return () => dismiss(shown.id);
}

/** Something was done that says of itself elsewhere: what a line here tells of is not the last act any more. */
export function overtakeToasts(): void {
  lastDone = undefined;
}

/**
 * Takes back what was done last, as its line's button does. False when that has no way back or its line is gone: who sees an
 * older line does not mean what that tells of.
 */
export function undoLast(): boolean {
  const newest = toasts().find(({ id }) => id === lastDone);
  if (!newest?.undo) return false;
  dismiss(newest.id);
  newest.undo();
  return true;
}

/** Where the lines appear; the app has one. */
export function Toasts(): JSX.Element {
  return (
    <div
      role="status"
      data-no-print
      class="pointer-events-none fixed inset-x-0 bottom-0 z-60 flex flex-col items-center gap-2 p-4 pb-[max(1rem,env(safe-area-inset-bottom))]"
    >
      <For each={toasts()}>
        {(each) => (
          <div
            class="pointer-events-auto flex min-h-11 max-w-full animate-rise-in items-center gap-3 rounded-xl bg-ink py-1.5 pr-1.5 pl-4 text-base text-surface shadow-lift"
            onPointerEnter={() => clearTimeout(timers.get(each.id))}
            onPointerLeave={() => start(each)}
            onFocusIn={() => clearTimeout(timers.get(each.id))}
            onFocusOut={() => start(each)}
          >
            <Icon name={each.tone === 'late' ? 'alert' : 'check'} size={16} />
            <span class="min-w-0 py-1.5">{each.text}</span>
            <Show when={each.undo}>
              {(undo) => (
                <button
                  type="button"
                  class="min-h-8 rounded-lg px-2.5 font-semibold underline underline-offset-3 -outline-offset-2 outline-surface! hover:no-underline"
                  onClick={() => {
                    dismiss(each.id);
                    undo()();
                  }}
                >
                  {m.ui_undo()}
                </button>
              )}
            </Show>
            <button
              type="button"
              aria-label={m.ui_close()}
              class="grid size-8 shrink-0 place-items-center rounded-lg opacity-80 -outline-offset-2 outline-surface! hover:opacity-100"
              onClick={() => dismiss(each.id)}
            >
              <Icon name="close" size={16} />
            </button>
          </div>
        )}
      </For>
    </div>
  );
}
