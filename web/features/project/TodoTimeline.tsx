import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { disableNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/disable-native-drag-preview';
import { createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { addDays, berlinClock, type Day, weekdayOf } from '../../../domain/time/berlin.ts';
import { useDensity } from '../../ui/density.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import type { Asked } from './acts.ts';
import type { Project, Todo } from './queries.ts';
import { sayDay, sayPhase, sayResponsible, toneOf } from './words.ts';

/** How wide a day is (`w-3.5`), and how high a row (`h-9`), in pixels: the classes below say the same. */
const DAY_PX = 14;
const ROW_PX = 36;

const dayOf = (iso: string): Day => berlinClock(iso).day;
const between = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

const fills = {
  us: 'bg-us-soft border-us text-us',
  others: 'bg-others-soft border-others text-others',
  late: 'bg-late-soft border-late text-late',
  done: 'bg-done-soft border-done text-done',
  neutral: 'bg-sunken border-line-strong text-muted',
};

/** A bar as it is drawn: the first and the last of its days, counted from the left edge. */
interface Bar {
  todo: Todo;
  row: number;
  from: number;
  to: number;
}

/**
 * The to-dos over time, with what waits for what. A bar is dragged to another day, or moved by the arrow keys and put
 * down with Enter; before it is done, the dates that follow are shown.
 */
export function TodoTimeline(props: {
  project: Project;
  onAsk: (asked: Asked) => void;
  onOpen: (todo: Todo) => void;
}): JSX.Element {
  let canvas: HTMLDivElement | undefined;
  const density = useDensity();
  /** The to-do that is being moved, and to which day. */
  const [draft, setDraft] = createSignal<{ n: number; day: Day } | undefined>();
  const todos = createMemo(() =>
    props.project.todos
      .filter(({ phase }) => phase !== 'dropped')
      .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.n - b.n)),
  );
  const first = createMemo<Day>(() => {
    const starts = todos().map((todo) => dayOf(todo.from ?? props.project.begunAt));
    const earliest = [dayOf(props.project.begunAt), ...starts].sort()[0] ?? dayOf(props.project.begunAt);
    return addDays(earliest, -3);
  });
  const last = createMemo<Day>(() => {
    const ends = todos().map(({ due, endedAt }) => dayOf(endedAt ?? due));
    return addDays([dayOf(new Date(now()).toISOString()), ...ends].sort().at(-1) ?? first(), 21);
  });
  const days = () => between(first(), last()) + 1;
  const bars = createMemo<Bar[]>(() =>
    todos().map((todo, row) => {
      const end = draft()?.n === todo.n ? (draft()?.day ?? dayOf(todo.due)) : dayOf(todo.endedAt ?? todo.due);
      const begin = dayOf(todo.from ?? props.project.begunAt);
      const to = between(first(), end);
      return { todo, row, to, from: Math.min(to, between(first(), begin)) };
    }),
  );
  const barOf = (n: number) => bars().find(({ todo }) => todo.n === n);
  const today = () => between(first(), dayOf(new Date(now()).toISOString()));
  const months = createMemo(() => {
    const format = new Intl.DateTimeFormat(locale() === 'de' ? 'de-DE' : 'en-GB', {
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
    const found: { at: number; label: string }[] = [];
    for (let at = 0; at < days(); at += 1) {
      const day = addDays(first(), at);
      if (at === 0 || day.endsWith('-01')) found.push({ at, label: format.format(new Date(`${day}T00:00:00Z`)) });
    }
    // A month that has hardly begun at the left edge would lie under the next one's name.
    return found.filter(({ at }, index) => (found[index + 1]?.at ?? 99) - at > 4);
  });
  const weekends = createMemo(() =>
    Array.from({ length: days() }, (_, at) => at).filter((at) => [0, 6].includes(weekdayOf(addDays(first(), at)))),
  );
  const mayMove = (todo: Todo) => props.project.plans && props.project.phase !== 'closed' && todo.endedAt === null;
  const put = (todo: Todo, day: Day) => {
    setDraft(undefined);
    if (day !== dayOf(todo.due)) props.onAsk({ kind: 'move', todo, on: day });
  };
  const dayAt = (clientX: number): Day => {
    const left = canvas?.getBoundingClientRect().left ?? 0;
    return addDays(first(), Math.max(0, Math.floor((clientX - left) / DAY_PX)));
  };
  onMount(() => {
    if (!canvas) return;
    onCleanup(
      dropTargetForElements({
        element: canvas,
        onDrag: ({ source, location }) =>
          setDraft({ n: Number(source.data.todo), day: dayAt(location.current.input.clientX) }),
        onDragLeave: () => setDraft(undefined),
        onDrop: ({ source, location }) => {
          const todo = todos().find(({ n }) => n === source.data.todo);
          if (todo) put(todo, dayAt(location.current.input.clientX));
        },
      }),
    );
    // What is now is what is looked for.
    requestAnimationFrame(() => canvas.parentElement?.scrollTo({ left: Math.max(0, today() * DAY_PX - 60) }));
  });
  return (
    <div>
      <Show when={props.project.plans}>
        <p data-no-print class="mb-2 text-sm text-muted">
          {m.project_timeline_hint()}
        </p>
      </Show>
      <div class="flex overflow-hidden rounded-xl border border-line bg-surface">
        <ul class={`shrink-0 border-r border-line pt-8 ${density === 'phone' ? 'w-32' : 'w-56 max-sm:w-32'}`}>
          <For each={todos()}>
            {(todo) => (
              <li class="flex h-9 items-center px-3">
                <button
                  type="button"
                  class="min-w-0 flex-1 truncate rounded text-left text-sm hover:underline"
                  onClick={() => props.onOpen(todo)}
                >
                  {todo.title}
                </button>
              </li>
            )}
          </For>
        </ul>
        <section aria-label={m.project_view_timeline()} class="min-w-0 flex-1 overflow-x-auto" tabindex="0">
          <div
            ref={canvas}
            class="relative"
            style={{ width: `${days() * DAY_PX}px`, height: `${32 + todos().length * ROW_PX + 8}px` }}
          >
            <For each={months()}>
              {(month) => (
                <span
                  class="absolute top-1.5 border-l border-line pl-1.5 text-xs font-semibold whitespace-nowrap text-muted"
                  style={{ left: `${month.at * DAY_PX}px` }}
                >
                  {month.label}
                </span>
              )}
            </For>
            <For each={weekends()}>
              {(at) => (
                <span
                  aria-hidden="true"
                  class="absolute top-8 bottom-0 w-3.5 bg-sunken/60"
                  style={{ left: `${at * DAY_PX}px` }}
                />
              )}
            </For>
            <span
              aria-hidden="true"
              class="absolute top-8 bottom-0 w-0.5 bg-accent"
              style={{ left: `${today() * DAY_PX + DAY_PX / 2}px` }}
            />
            <Links bars={bars()} barOf={barOf} width={days() * DAY_PX} height={32 + todos().length * ROW_PX} />
            <ul>
              <For each={todos()}>
                {(todo, row) => (
                  <BarOf
                    todo={todo}
                    row={row()}
                    bar={barOf(todo.n)}
                    moving={draft()?.n === todo.n ? draft()?.day : undefined}
                    mayMove={mayMove(todo)}
                    onShift={(day) => setDraft({ n: todo.n, day })}
                    onPut={(day) => put(todo, day)}
                    onLeave={() => setDraft(undefined)}
                    onOpen={() => props.onOpen(todo)}
                  />
                )}
              </For>
            </ul>
          </div>
        </section>
      </div>
    </div>
  );
}

/** The lines from what has to end first to what waits for it; the to-do's own page says the same in words. */
function Links(props: {
  bars: readonly Bar[];
  barOf: (n: number) => Bar | undefined;
  width: number;
  height: number;
}): JSX.Element {
  const lines = () =>
    props.bars.flatMap((bar) =>
      bar.todo.needs.flatMap((n) => {
        const before = props.barOf(n);
        if (!before) return [];
        const x1 = (before.to + 1) * DAY_PX;
        const y1 = 32 + before.row * ROW_PX + ROW_PX / 2;
        const x2 = bar.from * DAY_PX + 3;
        const y2 = 32 + bar.row * ROW_PX + (bar.row > before.row ? 6 : ROW_PX - 6);
        return [`M${x1 - 2} ${y1} H${Math.max(x1 + 2, x2)} V${y2}`];
      }),
    );
  return (
    <svg
      aria-hidden="true"
      class="pointer-events-none absolute inset-0 text-line-strong"
      width={props.width}
      height={props.height}
    >
      <For each={lines()}>{(d) => <path d={d} fill="none" stroke="currentColor" stroke-width="1.5" />}</For>
    </svg>
  );
}

function BarOf(props: {
  todo: Todo;
  row: number;
  bar: Bar | undefined;
  /** The day to which it is being moved. */
  moving: Day | undefined;
  mayMove: boolean;
  onShift: (day: Day) => void;
  onPut: (day: Day) => void;
  onLeave: () => void;
  onOpen: () => void;
}): JSX.Element {
  let button: HTMLButtonElement | undefined;
  onMount(() => {
    if (!button) return;
    onCleanup(
      draggable({
        element: button,
        canDrag: () => props.mayMove,
        getInitialData: () => ({ todo: props.todo.n }),
        onGenerateDragPreview: ({ nativeSetDragImage }) => disableNativeDragPreview({ nativeSetDragImage }),
        onDrop: () => props.onLeave(),
      }),
    );
  });
  const key = (event: KeyboardEvent) => {
    if (!props.mayMove || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      let day = addDays(props.moving ?? dayOf(props.todo.due), step);
      while ([0, 6].includes(weekdayOf(day))) day = addDays(day, step);
      props.onShift(day);
    } else if (event.key === 'Escape' && props.moving) {
      event.preventDefault();
      event.stopPropagation();
      props.onLeave();
    }
  };
  const label = () => {
    const { todo, moving } = props;
    const date = moving
      ? m.project_moving_to({ date: sayDay(`${moving}T12:00:00Z`) })
      : m.project_by({ date: sayDay(todo.endedAt ?? todo.due) });
    return `${todo.title}, ${sayResponsible(todo, 'office')}, ${sayPhase(todo.phase)}, ${date}`;
  };
  return (
    <li>
      <button
        ref={button}
        type="button"
        aria-label={label()}
        title={label()}
        class={`absolute h-6.5 rounded-md border text-left text-xs leading-6 font-semibold whitespace-nowrap ${fills[toneOf(props.todo, 'office')]} ${props.mayMove ? 'cursor-grab' : ''} ${props.moving ? 'ring-2 ring-accent' : ''}`}
        style={{
          left: `${(props.bar?.from ?? 0) * DAY_PX}px`,
          width: `${Math.max(1, (props.bar?.to ?? 0) - (props.bar?.from ?? 0) + 1) * DAY_PX}px`,
          top: `${32 + props.row * ROW_PX + 5}px`,
        }}
        onKeyDown={key}
        onBlur={() => props.moving && props.onLeave()}
        onClick={() => (props.moving ? props.onPut(props.moving) : props.onOpen())}
      >
        <Show when={props.moving}>
          {(day) => (
            <span class="pointer-events-none absolute left-full ml-1.5 rounded bg-ink px-1.5 text-surface">
              {sayDay(`${day()}T12:00:00Z`)}
            </span>
          )}
        </Show>
      </button>
    </li>
  );
}
