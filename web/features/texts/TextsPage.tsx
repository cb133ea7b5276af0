import { useLocation } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ViewTabs } from '../../ui/ViewTabs.tsx';
import { Additions } from './Additions.tsx';
import { Blocks } from './Blocks.tsx';

/** The office's own words: reusable texts, and what is added to messages. */
export default function TextsPage(): JSX.Element {
  const location = useLocation();
  const additions = () => location.pathname === '/texte/nachrichten';
  return (
    <>
      <h1 class="sr-only">{m.texts_title()}</h1>
      <ViewTabs
        label={m.texts_title()}
        views={[
          { href: '/texte', label: m.texts_blocks(), current: !additions() },
          { href: '/texte/nachrichten', label: m.texts_additions(), current: additions() },
        ]}
      />
      <div class="mx-auto max-w-300 px-5 pb-6 max-lg:px-4">
        <Show when={additions()} fallback={<Blocks />}>
          <Additions />
        </Show>
      </div>
    </>
  );
}
