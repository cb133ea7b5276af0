import { A } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ToneDot } from '../../ui/Pill.tsx';
import { isOverdue, sayDay, sayPhase } from './words.ts';

/** The open to-dos of whoever is signed in, over their reports or orders; nothing where there are none. */
export function OwnTodos(props: { path: (projectId: string) => string }): JSX.Element {
  const todos = useQuery(() => ({
    queryKey: ['portal', 'todos'],
    queryFn: () => api.projects.mine.query(),
    throwOnError: false,
  }));
  const view = ({ phase, dueAt }: NonNullable<typeof todos.data>[number]) => ({ phase, due: dueAt ?? '9999-01-01' });
  return (
    <Show when={(todos.data ?? []).length > 0}>
      <section class="mb-7">
        <h2 class="mb-2.5 font-semibold">
          {m.project_your_todos()} <span class="font-normal text-muted">{todos.data?.length}</span>
        </h2>
        <ul class="flex flex-col gap-2.5">
          <For each={todos.data}>
            {(todo) => (
              <li>
                <A
                  href={props.path(todo.projectId)}
                  class={`flex items-center gap-3 rounded-xl border border-l-4 border-line bg-surface py-3.5 pr-3 pl-4 transition-colors hover:bg-sunken ${isOverdue(view(todo)) ? 'border-l-late' : todo.phase === 'waiting' ? '' : 'border-l-us'}`}
                >
                  <span class="min-w-0 flex-1">
                    <span class="block leading-snug font-semibold text-pretty">{todo.title}</span>
                    <span class="mt-0.5 block truncate text-base text-muted">
                      {todo.project} · {todo.place}
                    </span>
                    <span class="mt-1.5 flex items-center gap-2 text-base font-medium text-muted">
                      <ToneDot tone={isOverdue(view(todo)) ? 'late' : todo.phase === 'waiting' ? 'neutral' : 'us'} />
                      {sayPhase(todo.phase)}
                      <Show when={todo.dueAt}>{(due) => <>, {m.project_by({ date: sayDay(due()) })}</>}</Show>
                    </span>
                  </span>
                  <Icon name="chevronRight" class="text-muted" />
                </A>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
