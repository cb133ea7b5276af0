import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { OwnDocumentList } from './OwnDocumentList.tsx';
import { useOwnDocuments } from './queries.ts';

/** How many stand on the page that one comes home to. */
const SHOWN = 3;

/** What one has not opened yet, or else the newest, on the page that one comes home to; nothing where there is none. */
export function NewDocuments(): JSX.Element {
  const documents = useOwnDocuments(() => '');
  const rows = () => {
    const all = documents.data ?? [];
    const fresh = all.filter(({ opened }) => !opened);
    return (fresh.length > 0 ? fresh : all).slice(0, SHOWN);
  };
  return (
    <Show when={rows().length > 0}>
      <section>
        <div class="mb-2.5 flex items-baseline justify-between gap-3">
          <h2 class="font-semibold">{m.document_own_title()}</h2>
          <A href="/meine/dokumente" class="text-base font-medium text-accent underline-offset-3 hover:underline">
            {m.document_own_all()}
          </A>
        </div>
        <OwnDocumentList rows={rows()} />
      </section>
    </Show>
  );
}
