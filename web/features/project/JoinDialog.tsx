import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { officeKey } from '../desk/queries.ts';
import type { DialogProps } from './dialog.ts';

/** Looks for matters of the property that the project's room could join. */
export function JoinDialog(props: DialogProps<'join'>): JSX.Element {
  const [text, setText] = createSignal('');
  const found = useQuery(() => ({
    queryKey: [...officeKey, 'projectJoinable', props.project.id, text()],
    queryFn: () => api.projects.joinable.query({ projectId: props.project.id, text: text() }),
  }));
  const nouns: Record<string, () => string> = {
    ticket: () => m.project_noun_ticket(),
    workOrder: () => m.project_noun_order(),
    campaign: () => m.project_noun_campaign(),
    document: () => m.project_noun_document(),
  };
  const join = async (noun: string, id: string) => {
    if (noun !== 'ticket' && noun !== 'workOrder' && noun !== 'campaign' && noun !== 'document') return;
    if (await props.acts.run({ command: { type: 'join', noun, id }, files: [] }, { text: m.project_joined() }))
      props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.project_join_title()}
      description={m.project_join_text()}
    >
      <TextField
        label={m.project_join_search()}
        type="search"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value.trim())}
      />
      <Show
        when={(found.data ?? []).length > 0}
        fallback={<p class="mt-4 text-muted">{found.isPending ? '' : m.project_join_none()}</p>}
      >
        <ul class="mt-4 flex flex-col">
          <For each={found.data}>
            {(row) => (
              <li class="flex items-center justify-between gap-3 border-line py-2 not-last:border-b">
                <span class="min-w-0">
                  <span class="block truncate font-medium">{row.title}</span>
                  <span class="block text-sm text-muted">
                    {nouns[row.noun]?.()} {row.number}
                  </span>
                </span>
                <Button
                  busy={props.acts.busy()}
                  onClick={() => void join(row.noun, row.id)}
                  aria-label={m.project_join_it({ number: row.number })}
                >
                  {m.project_join()}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Dialog>
  );
}
