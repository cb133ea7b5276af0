import { createMemo, createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ResidentFrame } from '../portal/ResidentFrame.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { OwnDocumentList } from './OwnDocumentList.tsx';
import { type OwnDocument, useOwnDocuments } from './queries.ts';

/** "Meine Dokumente": what hangs on the boards of one's houses, and one's own papers; found by any word in them. */
export default function OwnDocumentsPage(): JSX.Element {
  return (
    <ResidentFrame>
      <Page />
    </ResidentFrame>
  );
}

function Page(): JSX.Element {
  const [text, setText] = createSignal('');
  const documents = useOwnDocuments(text);
  const rows = () => documents.data ?? [];
  // Boards on which the same hangs are one: who owns in three houses reads a notice once.
  const boards = createMemo(() => {
    const houses = [...new Set(rows().flatMap((row) => row.boards))].sort();
    const same = new Map<string, { houses: string[]; rows: OwnDocument[] }>();
    for (const house of houses) {
      const hangs = rows().filter((row) => row.boards.includes(house));
      const key = hangs.map(({ id }) => id).join();
      same.set(key, { houses: [...(same.get(key)?.houses ?? []), house], rows: hangs });
    }
    return [...same.values()];
  });
  const own = () => rows().filter((row) => row.boards.length === 0);
  let typing: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(typing));
  return (
    <>
      <h1 class="mb-4 text-2xl font-bold tracking-[-0.012em]">{m.document_own_title()}</h1>
      <TextField
        type="search"
        label={m.document_own_search()}
        hint={m.document_own_search_hint()}
        onInput={(event) => {
          const typed = event.currentTarget.value.trim();
          clearTimeout(typing);
          typing = setTimeout(() => setText(typed), 250);
        }}
      />
      <div class="mt-6 flex flex-col gap-7">
        <Loaded query={documents} count={4} class="">
          {(rows) => (
            <Show
              when={rows().length > 0}
              fallback={
                <EmptyState
                  icon="document"
                  title={text() ? m.document_none_found() : m.document_own_none_title()}
                  text={text() ? m.document_own_none_found_text() : m.document_own_none_text()}
                />
              }
            >
              <For each={boards()}>
                {(board) => (
                  <section>
                    <h2 class="mb-2.5 font-semibold">{m.document_board({ house: board.houses.join(', ') })}</h2>
                    <OwnDocumentList rows={board.rows} />
                  </section>
                )}
              </For>
              <Show when={own().length > 0}>
                <section>
                  <h2 class="mb-2.5 font-semibold">{m.document_own_papers()}</h2>
                  <OwnDocumentList rows={own()} />
                </section>
              </Show>
            </Show>
          )}
        </Loaded>
      </div>
    </>
  );
}
