import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fileAddress } from '../../api.ts';
import { ButtonLink } from '../../ui/Button.tsx';
import { RichText } from '../document/RichText.tsx';
import type { Ballot } from './queries.ts';

/** The version of a document that a campaign is about: what it says, and its papers. */
export function PinnedDocument(props: { document: NonNullable<Ballot['document']>; class?: string }): JSX.Element {
  return (
    <section class={`rounded-xl border border-line bg-surface px-4.5 py-4 ${props.class ?? ''}`}>
      <p class="text-md text-muted">
        {props.document.number} · {m.document_version_pinned({ n: props.document.version })}
      </p>
      <h3 class="mb-2 font-semibold">{props.document.title}</h3>
      <RichText body={props.document.body} />
      <Show when={props.document.files.length > 0}>
        <ul class="mt-3 flex flex-col gap-2">
          <For each={props.document.files}>
            {(file) => (
              <li>
                <ButtonLink
                  href={fileAddress(file.id)}
                  target="_blank"
                  icon="document"
                  class="max-w-full text-left wrap-anywhere"
                >
                  {file.name}
                </ButtonLink>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
