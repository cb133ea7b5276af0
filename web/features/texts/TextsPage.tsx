import { useLocation } from '@solidjs/router';
import { type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ViewTabs } from '../../ui/ViewTabs.tsx';
import { Additions } from './Additions.tsx';
import { Blocks } from './Blocks.tsx';
import { TicketTemplates } from './TicketTemplates.tsx';

/** The office's own words: reusable texts, templates for tickets, and what is added to messages. */
export default function TextsPage(): JSX.Element {
  const location = useLocation();
  const at = () => location.pathname;
  return (
    <>
      <h1 class="sr-only">{m.texts_title()}</h1>
      <ViewTabs
        label={m.texts_title()}
        views={[
          { href: '/texte', label: m.texts_blocks(), current: at() === '/texte' },
          { href: '/texte/vorgaenge', label: m.texts_templates(), current: at() === '/texte/vorgaenge' },
          { href: '/texte/nachrichten', label: m.texts_additions(), current: at() === '/texte/nachrichten' },
        ]}
      />
      <div class="mx-auto max-w-300 px-5 pb-6 max-lg:px-4">
        <Switch fallback={<Blocks />}>
          <Match when={at() === '/texte/nachrichten'}>
            <Additions />
          </Match>
          <Match when={at() === '/texte/vorgaenge'}>
            <TicketTemplates />
          </Match>
        </Switch>
      </div>
    </>
  );
}
