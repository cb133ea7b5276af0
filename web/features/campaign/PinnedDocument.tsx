import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fileAddress } from '../../api.ts';
import { ButtonLink } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { RichText } from '../document/RichText.tsx';
import type { Ballot } from './queries.ts';

/**
 * The version of a document that a campaign is about: what it says, and its papers. One that was withdrawn says so, and
 * nothing else to those who are asked; the office keeps it as evidence, and reads what becomes of a vote that runs on it.
 */
export function PinnedDocument(props: {
  document: NonNullable<Ballot['document']>;
  /** For the office: a vote that still runs, or anything else. */
  office?: 'runningVote' | 'other';
  class?: string;
}): JSX.Element {
  const gone = (at: string) => {
    const said = { at: sayDate(at, { locale: locale(), now: now() }) };
    if (props.office === 'runningVote') return m.campaign_document_withdrawn_vote(said);
    return props.office ? m.campaign_document_withdrawn_office(said) : m.campaign_document_withdrawn(said);
  };
  return (
    <section class={`rounded-xl border border-line bg-surface px-4.5 py-4 ${props.class ?? ''}`}>
      <p class="text-md text-muted">
        {props.document.number} · {m.document_version_pinned({ n: props.document.version })}
      </p>
      <Show when={props.document.withdrawnAt}>
        {(at) => <p class="my-2 rounded-xl bg-sunken px-4 py-3">{gone(at())}</p>}
      </Show>
      <Show when={props.document.title}>{(title) => <h3 class="mb-2 font-semibold">{title()}</h3>}</Show>
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
