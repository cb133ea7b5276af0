import { A } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { isDomainErrorCode } from '../../../domain/errors.ts';
import { sayRefusal } from '../../refusals.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { type Batch, currentBatch, dismissBatch, useBatch } from './batch.ts';

const undoing = (state: Batch['state']) => state === 'undoing' || state === 'undone';

/** How far an act on many tickets is, what came of it, and the way back. It stays until it is taken away. */
export function BatchProgress(): JSX.Element {
  const { batch, undo } = useBatch();
  const [details, setDetails] = createSignal(false);
  // Read only when it is there: nothing else on the page waits for it.
  const shown = () => (currentBatch() === undefined || batch.isPending ? undefined : batch.data);
  return (
    <Show when={shown()}>
      {(found) => {
        const back = () => undoing(found().state);
        const ended = () => found().state === 'done' || found().state === 'undone';
        const items = () =>
          back() ? found().items.filter(({ state, undo: u }) => state === 'done' || u) : found().items;
        const done = () => items().filter((item) => (back() ? item.undo : item.state) === 'done').length;
        const refused = () => items().filter((item) => (back() ? item.undo : item.state) === 'refused');
        const numbers = () => ({ done: String(done()), count: String(items().length) });
        const words = () => {
          if (ended()) return back() ? m.desk_batch_undone(numbers()) : m.desk_batch_done(numbers());
          return back() ? m.desk_batch_undoing(numbers()) : m.desk_batch_running(numbers());
        };
        const share = () => (items().length === 0 ? 1 : (done() + refused().length) / items().length);
        return (
          <section
            aria-label={m.desk_batch_progress()}
            data-no-print
            class="fixed inset-x-0 bottom-0 z-30 mx-auto mb-4 flex w-fit max-w-[calc(100vw-1rem)] animate-rise-in flex-wrap items-center gap-x-3 gap-y-1 rounded-xl border border-line bg-surface py-2 pr-2 pl-4 shadow-lift max-lg:mb-18"
          >
            <progress
              value={share()}
              max={1}
              aria-label={m.desk_batch_progress()}
              class="h-1.5 w-28 accent-(--accent)"
            />
            <p role="status" class="tabular-nums">
              {words()}
              <Show
                when={refused().length > 0}
              >{`, ${m.desk_batch_refused({ count: String(refused().length) })}`}</Show>
            </p>
            <span class="ml-auto flex items-center">
              <Show when={refused().length > 0}>
                <button
                  type="button"
                  class="min-h-8 rounded-lg px-2.5 font-semibold text-accent hover:underline"
                  onClick={() => setDetails(true)}
                >
                  {m.desk_batch_show()}
                </button>
              </Show>
              <Show when={!back() && done() > 0}>
                <button
                  type="button"
                  class="min-h-8 rounded-lg px-2.5 font-semibold text-accent hover:underline"
                  onClick={() => void undo()}
                >
                  {m.ui_undo()}
                </button>
              </Show>
              <IconButton icon="close" label={m.ui_close()} onClick={dismissBatch} />
            </span>
            <Dialog open={details()} onOpenChange={setDetails} title={m.desk_batch_details()}>
              <ul class="flex flex-col divide-y divide-line">
                <For each={refused()}>
                  {(item) => (
                    <li class="py-2">
                      <A
                        href={`/vorgaenge/${item.ticketId}`}
                        class="font-semibold text-accent hover:underline"
                        onClick={() => setDetails(false)}
                      >
                        {item.number} · {item.title}
                      </A>
                      <p class="text-muted">{sayWhy(item, back())}</p>
                    </li>
                  )}
                </For>
              </ul>
            </Dialog>
          </section>
        );
      }}
    </Show>
  );
}

function sayWhy(item: Batch['items'][number], back: boolean): string {
  if (back && item.undoRefusal === 'conflictingChange') return m.desk_batch_not_undone();
  const code = back ? item.undoRefusal : item.refusal;
  if (code === 'takenBack') return m.desk_batch_taken_back();
  return sayRefusal({ code: isDomainErrorCode(code) ? code : 'unexpected', details: {} });
}
