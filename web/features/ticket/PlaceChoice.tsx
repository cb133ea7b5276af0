import { keepPreviousData } from '@tanstack/solid-query';
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { sayPlace } from './place.ts';

type Place = Answers['directory']['places'][number];

const words = (place: Place) =>
  sayPlace(place.street, place.unit ? { number: place.unit, floor: place.floor, position: place.position } : null);

/** Finds a unit by a part of its address; the one that was chosen stands there with a way back. */
export function PlaceChoice(props: {
  place: Place | undefined;
  onChange: (place: Place | undefined) => void;
  error?: string | undefined;
  /** What is looked for before anything is typed: the street of the house it is about. */
  start?: string;
}): JSX.Element {
  const [text, setText] = createSignal(props.start ?? '');
  const [asked, setAsked] = createSignal(props.start ?? '');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const places = useQuery(() => ({
    queryKey: ['directory', 'places', asked()],
    queryFn: () => api.directory.places.query({ text: asked() }),
    enabled: !props.place,
    placeholderData: keepPreviousData,
    refetchInterval: false as const,
  }));
  return (
    <Show
      when={props.place}
      fallback={
        <div>
          <TextField
            type="search"
            label={m.ticket_new_place()}
            hint={m.ticket_new_place_hint()}
            maxLength={100}
            autocomplete="off"
            value={text()}
            error={props.error}
            onInput={(event) => {
              const typed = event.currentTarget.value;
              setText(typed);
              clearTimeout(timer);
              timer = setTimeout(() => setAsked(typed.trim()), 200);
            }}
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
          <ul class="mt-2 max-h-72 overflow-y-auto rounded-xl border border-line bg-surface">
            <For
              each={places.data ?? []}
              fallback={
                <li class="px-3.5 py-3 text-muted">{places.isPending ? m.ui_loading() : m.ticket_new_place_none()}</li>
              }
            >
              {(place) => (
                <li class="border-b border-line last:border-b-0">
                  <button
                    type="button"
                    class="flex min-h-11 w-full items-center gap-3 px-3.5 py-1.5 text-left -outline-offset-2 transition-colors hover:bg-sunken max-sm:flex-col max-sm:items-start max-sm:justify-center max-sm:gap-0"
                    onClick={() => props.onChange(place)}
                  >
                    <span class="min-w-0 flex-1 truncate font-semibold max-sm:w-full max-sm:flex-none">
                      {words(place)}
                    </span>
                    <span class="max-w-40 truncate text-sm text-muted max-sm:max-w-full">{place.property}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </div>
      }
    >
      {(place) => (
        <div class="flex flex-wrap items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3">
          <div class="min-w-0 flex-1">
            <p class="text-sm text-muted">{m.ticket_new_place()}</p>
            <p class="font-semibold">{words(place())}</p>
            <p class="text-muted">
              {place().property}, {place().city}
            </p>
          </div>
          <Button onClick={() => props.onChange(undefined)}>{m.ticket_new_place_change()}</Button>
        </div>
      )}
    </Show>
  );
}
