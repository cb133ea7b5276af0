import { createEffect, createSignal, type JSX, on, onCleanup, Show } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { Icon } from './Icon.tsx';

const [online, setOnline] = createSignal(navigator.onLine);
addEventListener('online', () => setOnline(true));
addEventListener('offline', () => setOnline(false));

/** One quiet line while the connection is lost, and for three seconds after it came back. `lost` adds what the app knows. */
export function QuietBar(props: { lost?: boolean }): JSX.Element {
  const lost = () => !online() || props.lost === true;
  const [back, setBack] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  createEffect(
    on(lost, (isLost, wasLost) => {
      clearTimeout(timer);
      setBack(!isLost && wasLost === true);
      if (!isLost) timer = setTimeout(() => setBack(false), 3000);
    }),
  );
  const state = () => (lost() ? 'lost' : back() ? 'back' : undefined);
  return (
    <div role="status" data-no-print>
      <Show when={state()}>
        {(now) => (
          <p
            class={`flex animate-fade-in items-center justify-center gap-2 px-4 py-1.5 text-center text-sm font-medium ${
              now() === 'lost' ? 'bg-us-soft text-us' : 'bg-done-soft text-done'
            }`}
          >
            <Icon name={now() === 'lost' ? 'offline' : 'check'} size={16} />
            {now() === 'lost' ? m.ui_connection_lost() : m.ui_connection_back()}
          </p>
        )}
      </Show>
    </div>
  );
}
