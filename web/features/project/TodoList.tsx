import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { IconButton } from '../../ui/Button.tsx';
import { Pill, ToneDot } from '../../ui/Pill.tsx';
import { type Asked, markDone, type ProjectActs } from './acts.ts';
import type { Project, Todo } from './queries.ts';
import { TodoMenu } from './TodoMenu.tsx';
import { isOverdue, sayDay, sayPhase, sayResponsible, toneOf } from './words.ts';

/** The to-dos in groups: what can be done now, what waits, what is done. */
export function TodoList(props: {
  project: Project;
  acts: ProjectActs;
  onAsk: (asked: Asked) => void;
  onOpen: (todo: Todo) => void;
}): JSX.Element {
  const byDate = (todos: Todo[]) => todos.toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.n - b.n));
  const groups = () => {
    const { todos } = props.project;
    return [
      {
        title: m.project_group_now(),
        rows: byDate(todos.filter(({ phase }) => phase === 'open' || phase === 'begun')),
      },
      { title: m.project_group_waiting(), rows: byDate(todos.filter(({ phase }) => phase === 'waiting')) },
      { title: m.project_group_done(), rows: todos.filter(({ phase }) => phase === 'done' || phase === 'dropped') },
    ].filter(({ rows }) => rows.length > 0);
  };
  return (
    <div class="flex flex-col gap-5">
      <For each={groups()}>
        {(group) => (
          <section>
            <h3 class="mb-2 text-md font-semibold">
              {group.title} <span class="font-normal text-muted">{group.rows.length}</span>
            </h3>
            <ul class="overflow-hidden rounded-xl border border-line bg-surface">
              <For each={group.rows}>{(todo) => <Row {...props} todo={todo} />}</For>
            </ul>
          </section>
        )}
      </For>
    </div>
  );
}

function Row(props: {
  project: Project;
  todo: Todo;
  acts: ProjectActs;
  onAsk: (asked: Asked) => void;
  onOpen: (todo: Todo) => void;
}): JSX.Element {
  const ended = () => props.todo.phase === 'done' || props.todo.phase === 'dropped';
  const mayDo = () =>
    props.project.phase !== 'closed' &&
    (props.project.plans || props.todo.mine) &&
    !ended() &&
    props.todo.phase !== 'waiting';
  const items = () => props.todo.items.length;
  return (
    <li class="flex items-center gap-2 border-line pr-2 not-last:border-b">
      <button
        type="button"
        class="grid min-h-14 min-w-0 flex-1 items-center gap-x-4 gap-y-1 py-2 pl-4 text-left -outline-offset-2 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_10rem_8.5rem] xl:grid-cols-[minmax(0,1fr)_14rem_8.5rem]"
        onClick={() => props.onOpen(props.todo)}
      >
        <span class="flex min-w-0 items-start gap-3">
          <ToneDot tone={toneOf(props.todo, 'office')} class="mt-1.5" />
          <span class="min-w-0">
            <span class={`block font-medium ${props.todo.phase === 'dropped' ? 'text-muted line-through' : ''}`}>
              {props.todo.title}
            </span>
            <Show
              when={items() > 0 || props.todo.back || props.todo.phase === 'begun' || props.todo.phase === 'dropped'}
            >
              <span class="mt-0.5 flex flex-wrap items-center gap-1.5 text-sm text-muted">
                <Show when={props.todo.back}>
                  <Pill tone="late">{props.todo.back === 'left' ? m.project_back_left() : m.project_back_late()}</Pill>
                </Show>
                <Show when={props.todo.phase === 'begun' || props.todo.phase === 'dropped'}>
                  <Pill tone="neutral">{sayPhase(props.todo.phase)}</Pill>
                </Show>
                <Show when={items() > 0}>
                  <span>
                    {m.project_points({ done: props.todo.items.filter(({ ticked }) => ticked).length, total: items() })}
                  </span>
                </Show>
              </span>
            </Show>
          </span>
        </span>
        <span class="min-w-0 truncate text-sm text-muted max-sm:pl-5">{sayResponsible(props.todo, 'office')}</span>
        <span class={`text-sm max-sm:pl-5 ${isOverdue(props.todo) ? 'font-semibold text-late' : 'text-muted'}`}>
          <Show when={ended()} fallback={m.project_by({ date: sayDay(props.todo.due) })}>
            <time datetime={props.todo.endedAt ?? props.todo.due}>{sayDay(props.todo.endedAt ?? props.todo.due)}</time>
          </Show>
        </span>
      </button>
      <span data-no-print class="flex w-18 shrink-0 justify-end">
        <Show when={mayDo()}>
          <IconButton
            icon="check"
            label={m.project_done_it({ title: props.todo.title })}
            onClick={() => void markDone(props.acts, props.todo)}
          />
        </Show>
        <TodoMenu project={props.project} todo={props.todo} acts={props.acts} onAsk={props.onAsk} />
      </span>
    </li>
  );
}
