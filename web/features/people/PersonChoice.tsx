import { createSignal, createUniqueId, For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { namelessPerson, type Person } from '../../../domain/person/person.ts';
import type { Checks } from '../../checks.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PersonFields } from './PersonFields.tsx';
import { usePeopleFound } from './queries.ts';
import { sayOwnRole } from './words.ts';

/** Somebody who was chosen, or is being written down. */
export type Chosen = { personId: string; name: string } | { person: Person };

/** What a search typed becomes when nobody was found: the last word is the family name. */
function personNamed(text: string): Person {
  const words = text.trim().split(/\s+/).filter(Boolean);
  return { ...namelessPerson, givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) ?? '' };
}

/** Finds a person by name, or writes down a new one; without `onNew` only those who are known can be chosen. */
export function PersonChoice(props: {
  label: string;
  value: Chosen | undefined;
  onChange: (value: Chosen | undefined) => void;
  /** Says what is wrong with a person who is being written down. */
  checks?: Checks;
  error?: string | undefined;
  allowNew?: boolean;
}): JSX.Element {
  const id = createUniqueId();
  const [text, setText] = createSignal('');
  const [asked, setAsked] = createSignal('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const found = usePeopleFound(asked);
  const written = () => {
    const { value } = props;
    return value && 'person' in value ? value.person : undefined;
  };
  const known = () => {
    const { value } = props;
    return value && 'personId' in value ? value : undefined;
  };
  return (
    <div class="min-w-0">
      <Show when={known()}>
        {(one) => (
          <div class="flex min-h-11 items-center gap-3 rounded-lg border border-line bg-surface px-3 py-1">
            <span class="min-w-0 flex-1 truncate font-semibold">{one().name}</span>
            <IconButton
              icon="close"
              label={m.people_choose_other({ name: one().name })}
              onClick={() => props.onChange(undefined)}
            />
          </div>
        )}
      </Show>
      <Show when={written()}>
        {(person) => (
          <fieldset class="grid min-w-0 gap-3 rounded-xl border border-line px-3.5 pt-2 pb-3.5">
            <legend class="px-1 font-semibold">{m.people_new()}</legend>
            <Show when={props.checks}>
              {(checks) => (
                <PersonFields
                  short
                  value={person()}
                  onChange={(next) => props.onChange({ person: next })}
                  checks={checks()}
                />
              )}
            </Show>
            <div>
              <Button look="quiet" onClick={() => props.onChange(undefined)}>
                {m.people_choose_known()}
              </Button>
            </div>
          </fieldset>
        )}
      </Show>
      <Show when={!props.value}>
        <TextField
          type="search"
          label={props.label}
          maxLength={100}
          autocomplete="off"
          placeholder={m.people_choose_placeholder()}
          value={text()}
          error={props.error}
          aria-controls={text().trim().length > 1 ? `${id}-found` : undefined}
          onInput={(event) => {
            const typed = event.currentTarget.value;
            setText(typed);
            clearTimeout(timer);
            timer = setTimeout(() => setAsked(typed.trim()), 200);
          }}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <Show when={text().trim().length > 1}>
          <ul id={`${id}-found`} class="mt-2 max-h-60 overflow-y-auto rounded-xl border border-line bg-surface">
            <For
              each={asked().length > 1 ? (found.data ?? []) : []}
              fallback={
                <li class="px-3.5 py-2.5 text-muted">
                  {found.isFetching || asked() !== text().trim() ? m.ui_loading() : m.people_choose_none()}
                </li>
              }
            >
              {(person) => (
                <li class="border-b border-line last:border-b-0">
                  <button
                    type="button"
                    class="flex min-h-11 w-full flex-wrap items-baseline gap-x-3 px-3.5 py-2 text-left -outline-offset-2 transition-colors hover:bg-sunken"
                    onClick={() => props.onChange({ personId: person.id, name: person.name })}
                  >
                    <span class="font-semibold">{person.name}</span>
                    <span class="text-sm text-muted">
                      {[...person.roles.map(sayOwnRole), person.place].filter(Boolean).join(' · ')}
                    </span>
                  </button>
                </li>
              )}
            </For>
            <Show when={props.allowNew}>
              <li>
                <button
                  type="button"
                  class="flex min-h-11 w-full items-center px-3.5 py-2 text-left font-semibold text-accent -outline-offset-2 transition-colors hover:bg-sunken"
                  onClick={() => props.onChange({ person: personNamed(text()) })}
                >
                  {m.people_choose_new({ name: text().trim() })}
                </button>
              </li>
            </Show>
          </ul>
        </Show>
      </Show>
    </div>
  );
}
