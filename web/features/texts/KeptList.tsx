import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { toast } from '../../ui/Toast.tsx';
import { Loaded } from '../shell/Loaded.tsx';

/** What the form of one of them is given. */
export interface Editing<Text> {
  text: Text;
  isNew: boolean;
  onSaved: () => void;
  onClose: () => void;
}

/** What the office writes once and uses again, by name: what there is, and the form of the one that is written. */
export function KeptList<Text extends { id: string; name: string }>(props: {
  query: { data: readonly Text[] | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  queryKey: readonly unknown[];
  lead: string;
  add: string;
  saved: string;
  /** What stands there before there is one. */
  none: JSX.Element;
  fresh: () => Text;
  save: (text: Text) => Promise<unknown>;
  remove: (text: Text) => Promise<unknown>;
  /** Beside its name. */
  mark: (text: Text) => JSX.Element;
  /** Under its name. */
  detail: (text: Text) => JSX.Element;
  form: (editing: Editing<Text>) => JSX.Element;
}): JSX.Element {
  const client = useQueryClient();
  const [open, setOpen] = createSignal<{ text: Text }>();
  const again = () => client.invalidateQueries({ queryKey: props.queryKey });
  const remove = async (text: Text) => {
    try {
      await props.remove(text);
      toast({
        text: m.texts_removed({ name: text.name }),
        undo: () => void props.save(text).then(again),
      });
    } catch (error) {
      toast({ text: sayFailure(error), tone: 'late' });
    }
    await again();
  };
  return (
    <section class="mt-4">
      <div class="flex flex-wrap items-start gap-3">
        <p class="mr-auto max-w-160 text-muted">{props.lead}</p>
        <Button density="desk" look="filled" icon="plus" onClick={() => setOpen({ text: props.fresh() })}>
          {props.add}
        </Button>
      </div>
      <Loaded query={props.query} failed={m.texts_failed()} class="mt-4">
        {(all) => (
          <Show when={all().length > 0} fallback={props.none}>
            <ul class="mt-4 divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
              <For each={all()}>
                {(text) => (
                  <li class="flex items-start gap-2 py-2 pr-2 pl-4">
                    <button
                      type="button"
                      onClick={() => setOpen({ text })}
                      class="min-w-0 flex-1 py-1 text-left hover:text-accent"
                    >
                      <span class="flex flex-wrap items-center gap-2 font-semibold">
                        {text.name}
                        {props.mark(text)}
                      </span>
                      <span class="line-clamp-2 whitespace-pre-line text-muted">{props.detail(text)}</span>
                    </button>
                    <IconButton
                      icon="trash"
                      label={m.texts_remove({ name: text.name })}
                      onClick={() => void remove(text)}
                    />
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Loaded>
      <Show when={open()} keyed>
        {({ text }) =>
          props.form({
            text,
            isNew: !props.query.data?.some(({ id }) => id === text.id),
            onSaved: () => {
              setOpen(undefined);
              toast({ text: props.saved });
              void again();
            },
            onClose: () => setOpen(undefined),
          })
        }
      </Show>
    </section>
  );
}
