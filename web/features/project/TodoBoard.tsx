import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ToneDot } from '../../ui/Pill.tsx';
import { type Asked, type Column, moveCard, type ProjectActs } from './acts.ts';
import type { Project, Todo } from './queries.ts';
import { TodoMenu } from './TodoMenu.tsx';
import { isOverdue, sayDay, sayPhase, sayResponsible, toneOf } from './words.ts';

const columns: readonly Column[] = ['waiting', 'open', 'begun', 'done'];

type BoardProps = {
  project: Project;
  acts: ProjectActs;
  onAsk: (asked: Asked) => void;
  onOpen: (todo: Todo) => void;
};

/** The to-dos as cards in columns; a card is dragged from one to the other, or moved by its menu. */
export function TodoBoard(props: BoardProps): JSX.Element {
  return (
    <div>
      <p data-no-print class="mb-2 text-sm text-muted">
        {m.project_board_hint()}
      </p>
      <div class="grid gap-3 md:grid-cols-4">
        <For each={columns}>{(column) => <ColumnOf {...props} column={column} />}</For>
      </div>
    </div>
  );
}

function ColumnOf(props: BoardProps & { column: Column }): JSX.Element {
  let place: HTMLElement | undefined;
  const [over, setOver] = createSignal(false);
  const cards = () =>
    props.project.todos
      .filter(({ phase }) => phase === props.column || (props.column === 'done' && phase === 'dropped'))
      .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.n - b.n));
  onMount(() => {
    if (!place) return;
    onCleanup(
      dropTargetForElements({
        element: place,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false);
          const todo = props.project.todos.find(({ n }) => n === source.data.todo);
          if (todo) void moveCard(props.acts, todo, props.column);
        },
      }),
    );
  });
  return (
    <section
      ref={place}
      aria-label={sayPhase(props.column)}
      class={`min-w-0 rounded-xl p-2 transition-colors ${over() ? 'bg-accent-soft' : 'bg-sunken'}`}
    >
      <h3 class="px-1.5 pt-1 pb-2 text-sm font-semibold text-muted">
        {sayPhase(props.column)} {cards().length}
      </h3>
      <Show
        when={cards().length > 0}
        fallback={<p class="px-1.5 pb-2 text-sm text-muted">{m.project_column_empty()}</p>}
      >
        <ul class="flex flex-col gap-2">
          <For each={cards()}>{(todo) => <Card {...props} todo={todo} />}</For>
        </ul>
      </Show>
    </section>
  );
}

function Card(props: BoardProps & { todo: Todo }): JSX.Element {
  let card: HTMLLIElement | undefined;
  const [dragged, setDragged] = createSignal(false);
  const mayMove = () => props.project.phase !== 'closed' && (props.project.plans || props.todo.mine);
  onMount(() => {
    if (!card) return;
    onCleanup(
      combine(
        draggable({
          element: card,
          canDrag: mayMove,
          getInitialData: () => ({ todo: props.todo.n }),
          onDragStart: () => setDragged(true),
          onDrop: () => setDragged(false),
        }),
      ),
    );
  });
  return (
    <li
      ref={card}
      class={`flex items-start gap-1 rounded-lg border border-line bg-surface py-2 pr-1 pl-3 shadow-low ${mayMove() ? 'cursor-grab' : ''} ${dragged() ? 'opacity-50' : ''}`}
    >
      <button type="button" class="min-w-0 flex-1 rounded text-left" onClick={() => props.onOpen(props.todo)}>
        <span class={`block font-medium ${props.todo.phase === 'dropped' ? 'text-muted line-through' : ''}`}>
          {props.todo.title}
        </span>
        <span class="mt-1 flex items-center gap-1.5 text-sm text-muted">
          <ToneDot tone={toneOf(props.todo, 'office')} />
          <span class="min-w-0 truncate">{sayResponsible(props.todo, 'office')}</span>
        </span>
        <span class={`mt-0.5 block text-sm ${isOverdue(props.todo) ? 'font-semibold text-late' : 'text-muted'}`}>
          {props.todo.endedAt ? sayDay(props.todo.endedAt) : m.project_by({ date: sayDay(props.todo.due) })}
        </span>
      </button>
      <TodoMenu project={props.project} todo={props.todo} acts={props.acts} onAsk={props.onAsk} />
    </li>
  );
}
