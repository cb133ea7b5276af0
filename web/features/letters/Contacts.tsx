import { keepPreviousData } from '@tanstack/solid-query';
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { TextField } from '../../ui/TextField.tsx';
import { officeKey } from '../desk/queries.ts';
import { ContactDialog } from './ContactDialog.tsx';

/** Who is reached on paper where: found by name, changed in a dialog. */
export function Contacts(): JSX.Element {
  const [text, setText] = createSignal('');
  const [asked, setAsked] = createSignal('');
  const [chosen, setChosen] = createSignal<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const people = useQuery(() => ({
    queryKey: [...officeKey, 'contacts', asked()],
    queryFn: async () => {
      const { people: all } = await api.desk.search.query({ text: asked(), limit: 8 });
      return all.filter(({ role }) => role !== 'employee');
    },
    enabled: asked().length > 1,
    placeholderData: keepPreviousData,
    refetchInterval: false as const,
  }));
  return (
    <section class="mt-9">
      <h2 class="text-md font-semibold">{m.letters_contacts()}</h2>
      <p class="mt-1 mb-3 text-pretty text-muted">{m.letters_contacts_lead()}</p>
      <div class="max-w-120">
        <TextField
          type="search"
          label={m.letters_contacts_search()}
          maxLength={100}
          autocomplete="off"
          value={text()}
          onInput={(event) => {
            const typed = event.currentTarget.value;
            setText(typed);
            clearTimeout(timer);
            timer = setTimeout(() => setAsked(typed.trim()), 200);
          }}
        />
      </div>
      <Show when={asked().length > 1 && people.data}>
        {(found) => (
          <ul class="mt-2 max-w-120 overflow-hidden rounded-xl border border-line bg-surface">
            <For each={found()} fallback={<li class="px-4 py-3 text-muted">{m.letters_contacts_none()}</li>}>
              {(person) => (
                <li class="border-line not-last:border-b">
                  <button
                    type="button"
                    class="flex min-h-11 w-full flex-wrap items-baseline gap-x-3 px-4 py-2 text-left -outline-offset-2 transition-colors hover:bg-sunken"
                    onClick={() => setChosen(person.id)}
                  >
                    <span class="font-semibold">{person.name}</span>
                    <span class="text-sm text-muted">{person.place}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={chosen()} keyed>
        {(personId) => <ContactDialog personId={personId} onClose={() => setChosen(undefined)} />}
      </Show>
    </section>
  );
}
