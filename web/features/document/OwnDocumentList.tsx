import { A } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Icon } from '../../ui/Icon.tsx';
import { When } from '../../ui/When.tsx';
import type { OwnDocument } from './queries.ts';
import { sayKind } from './words.ts';

/** Documents as their reader has them: what is new is marked, by a word and a colour. */
export function OwnDocumentList(props: { rows: readonly OwnDocument[] }): JSX.Element {
  return (
    <ul class="flex flex-col gap-2.5">
      <For each={props.rows}>
        {(row) => (
          <li>
            <A
              href={`/dokument/${row.id}`}
              class={`flex items-center gap-3 rounded-xl border border-l-4 border-line bg-surface py-3.5 pr-3 pl-4 transition-colors hover:bg-sunken ${row.opened ? '' : 'border-l-us'}`}
            >
              <span class="min-w-0 flex-1">
                <span class="block leading-snug font-semibold text-pretty">{row.title}</span>
                <span class="mt-0.5 block text-base text-muted">
                  <Show when={!row.opened}>
                    <span class="font-medium text-us">{m.document_own_new()} · </span>
                  </Show>
                  {sayKind(row.kind)} · <When iso={row.publishedAt} as="day" />
                  <Show when={row.files > 0}>
                    {' '}
                    · <span class="whitespace-nowrap">{m.document_files_count({ count: row.files })}</span>
                  </Show>
                </span>
              </span>
              <Icon name="chevronRight" class="text-muted" />
            </A>
          </li>
        )}
      </For>
    </ul>
  );
}
