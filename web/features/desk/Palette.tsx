import { Dialog as Base } from '@kobalte/core/dialog';
import { useNavigate } from '@solidjs/router';
import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  type JSX,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Answers } from '../../api.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { addressOf } from './address.ts';
import { createChoice } from './choice.ts';
import { useFound, useViews } from './queries.ts';

/** Something that can be gone to or done. */
export type Command = { label: string; icon: IconName; key?: string; run: () => void };

type Item = {
  id: string;
  icon: IconName;
  title: string;
  detail?: string | null;
  key?: string | undefined;
  run: () => void;
};
type FoundMatter = Answers['desk']['search']['projects'][number];
type Group = { title: string; items: Item[] };

/** How long typing has to pause before the server is asked. */
const PAUSE_MS = 40;

const folded = (text: string) =>
  text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss');

const roles = {
  contractor: () => m.desk_find_role_contractor(),
  employee: () => m.desk_find_role_employee(),
  resident: () => m.desk_find_role_resident(),
  owner: () => m.desk_find_role_owner(),
  none: () => m.desk_find_role_none(),
};

/** Ctrl+K: everything by a few letters, and every command; the arrows choose, Enter goes. */
export default function Palette(props: {
  commands: readonly Command[];
  keepsPeople: boolean;
  onClose: () => void;
}): JSX.Element {
  const navigate = useNavigate();
  const id = createUniqueId();
  const [typed, setTyped] = createSignal('');
  const [asked, setAsked] = createSignal('');
  const views = useViews();
  const found = useFound(asked);
  // Data that is asked for while it is read would take the box away under the typing hand.
  const hits = () => (found.isPending ? undefined : found.data);
  let box: HTMLInputElement | undefined;
  // At once, not when the dialog has come to rest: whoever presses Ctrl+K types on.
  onMount(() => queueMicrotask(() => box?.focus()));
  let pause: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(pause));
  const type = (event: Event, text: string) => {
    setTyped(text);
    choice.choose(event);
    clearTimeout(pause);
    pause = setTimeout(() => setAsked(text.trim()), PAUSE_MS);
  };
  const go = (address: string) => () => {
    props.onClose();
    navigate(address);
  };
  const matter = (found: FoundMatter, icon: IconName, address: string): Item => ({
    id: found.id,
    icon,
    title: found.title,
    detail: [found.number, found.place, found.closed ? m.desk_find_closed() : null].filter(Boolean).join(' · '),
    run: go(address),
  });
  const matches = (label: string) => folded(label).includes(folded(typed().trim()));
  const groups = createMemo((): Group[] => {
    const results = typed().trim() === '' ? undefined : hits();
    const all: Group[] = [
      {
        title: m.desk_find_tickets(),
        items: (results?.tickets ?? []).map((ticket) => ({
          id: ticket.id,
          icon: 'inbox',
          title: ticket.title,
          detail: [ticket.number, ticket.place, ticket.reporter, ticket.closed ? m.desk_find_closed() : null]
            .filter(Boolean)
            .join(' · '),
          run: go(`/vorgaenge/${ticket.id}`),
        })),
      },
      {
        title: m.desk_find_people(),
        items: (results?.people ?? []).map((person) => ({
          id: person.id,
          icon: person.role === 'contractor' ? 'wrench' : 'person',
          title: person.name,
          detail: [roles[person.role](), person.place].filter(Boolean).join(' · '),
          // Who does not keep people finds their tickets.
          run: go(props.keepsPeople ? `/personen/${person.id}` : addressOf({ tab: 'open', person: person.id })),
        })),
      },
      {
        title: m.desk_find_properties(),
        items: (results?.properties ?? []).map((property) => ({
          id: property.id,
          icon: 'building',
          title: property.name,
          detail: property.place,
          run: go(`/objekte/${property.id}`),
        })),
      },
      {
        title: m.desk_find_projects(),
        items: (results?.projects ?? []).map((found) => matter(found, 'board', `/projekte/${found.id}`)),
      },
      {
        title: m.desk_find_campaigns(),
        items: (results?.campaigns ?? []).map((found) => matter(found, 'check', `/abstimmungen/${found.id}`)),
      },
      {
        title: m.desk_find_views(),
        items: (views.isPending ? [] : (views.data ?? []))
          .filter(({ name }) => matches(name))
          .map((saved) => ({
            id: saved.id,
            icon: 'list',
            title: saved.name,
            run: go(addressOf(saved.view, saved.id)),
          })),
      },
      {
        title: m.desk_find_commands(),
        items: [
          ...props.commands
            .filter(({ label }) => matches(label))
            .map((command) => ({
              id: command.label,
              icon: command.icon,
              title: command.label,
              key: command.key,
              run: () => {
                props.onClose();
                command.run();
              },
            })),
          ...(typed().trim() === ''
            ? []
            : [
                {
                  id: 'list',
                  icon: 'search' as const,
                  title: m.desk_find_in_list({ text: typed().trim() }),
                  run: go(addressOf({ tab: 'open', text: typed().trim() })),
                },
              ]),
        ],
      },
    ];
    return all.filter(({ items }) => items.length > 0);
  });
  const items = createMemo(() => groups().flatMap((group) => group.items));
  const choice = createChoice(items);
  const at = () => items().findIndex((item) => item.id === choice.chosen()?.id);
  const scroll = () => document.getElementById(`${id}-${at()}`)?.scrollIntoView({ block: 'nearest' });
  // What arrives above the choice must not push it out of sight.
  createEffect(on(items, scroll, { defer: true }));
  const move = (event: Event, step: number) => {
    const count = items().length;
    if (count === 0) return;
    choice.choose(event, items()[(at() + step + count) % count]?.id);
    scroll();
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(event, step);
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      choice.chosenAt(event)?.run();
    }
  };
  const nothing = () =>
    typed().trim() !== '' &&
    asked() === typed().trim() &&
    hits() !== undefined &&
    !found.isFetching &&
    groups().every(({ title }) => title === m.desk_find_commands());
  let nth = -1;
  const numbered = createMemo(() => {
    nth = -1;
    return groups().map((group) => ({
      ...group,
      items: group.items.map((item) => {
        nth += 1;
        return { ...item, nth };
      }),
    }));
  });
  return (
    <Base open onOpenChange={(open) => !open && props.onClose()}>
      <Base.Portal>
        <Base.Overlay class="fixed inset-0 z-40 animate-fade-in bg-shade" />
        <div class="fixed inset-0 z-50 flex items-start justify-center sm:p-6 sm:pt-[12dvh]">
          <Base.Content class="flex max-h-dvh w-full animate-pop-in flex-col bg-surface text-ink shadow-lift outline-none max-sm:h-dvh sm:max-h-[70dvh] sm:max-w-150 sm:rounded-2xl">
            <Base.Title class="sr-only">{m.desk_find_title()}</Base.Title>
            <div class="flex items-center gap-2 border-b border-line pr-2 pl-4">
              <Icon name="search" size={20} class="text-faint" />
              <input
                ref={box}
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls={`${id}-list`}
                aria-activedescendant={items().length > 0 ? `${id}-${at()}` : undefined}
                aria-label={m.desk_find_label()}
                placeholder={m.desk_find_label()}
                maxLength={100}
                autocomplete="off"
                spellcheck={false}
                onInput={(event) => type(event, event.currentTarget.value)}
                onKeyDown={press}
                class="h-13 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-faint"
              />
              <Base.CloseButton
                aria-label={m.ui_close()}
                class="grid size-9 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
              >
                <Icon name="close" />
              </Base.CloseButton>
            </div>
            <div id={`${id}-list`} role="listbox" aria-label={m.desk_find_title()} class="min-h-0 overflow-y-auto p-2">
              <For each={numbered()}>
                {(group) => (
                  <fieldset aria-label={group.title} class="min-w-0">
                    <p aria-hidden="true" class="px-2.5 pt-2 pb-1 text-xs font-semibold text-muted">
                      {group.title}
                    </p>
                    <For each={group.items}>
                      {(item) => (
                        <button
                          type="button"
                          id={`${id}-${item.nth}`}
                          role="option"
                          tabIndex={-1}
                          aria-selected={item.id === choice.chosen()?.id}
                          onPointerMove={(event) => choice.choose(event, item.id)}
                          onClick={() => item.run()}
                          class={`flex min-h-11 w-full items-center gap-3 rounded-lg px-2.5 py-1.5 text-left ${item.id === choice.chosen()?.id ? 'bg-accent-soft' : ''}`}
                        >
                          <Icon name={item.icon} size={16} class="text-muted" />
                          <span class="min-w-0 flex-1">
                            <span class="block truncate font-medium">{item.title}</span>
                            <Show when={item.detail}>
                              <span class="block truncate text-sm text-muted">{item.detail}</span>
                            </Show>
                          </span>
                          <Show when={item.key}>
                            <Kbd>{item.key}</Kbd>
                          </Show>
                        </button>
                      )}
                    </For>
                  </fieldset>
                )}
              </For>
            </div>
            <p role="status" class="px-4.5 pb-3 text-muted empty:hidden">
              {found.isError && asked() !== '' ? m.desk_find_failed() : nothing() ? m.desk_find_nothing() : ''}
            </p>
          </Base.Content>
        </div>
      </Base.Portal>
    </Base>
  );
}
