import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { When } from '../../../domain/project/state.ts';
import { berlinClock } from '../../../domain/time/berlin.ts';
import type { Period } from '../../../domain/time/workingTime.ts';
import { sayFailure } from '../../refusals.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import type { DialogProps } from './dialog.ts';
import { useMovePreview } from './queries.ts';
import { WhenFields } from './WhenFields.tsx';
import { sayDay } from './words.ts';

/** The day in Berlin of a date, as a date field holds it. */
const dayOf = (iso: string): string => berlinClock(iso).day;

/** Gives a to-do another date, and shows which others move with it. */
export function MoveDialog(props: DialogProps<'move'>): JSX.Element {
  const { todo, on } = props.asked;
  const [way, setWay] = createSignal<'on' | 'after'>('after' in todo.when && !on ? 'after' : 'on');
  const [day, setDay] = createSignal(on ?? dayOf(todo.due));
  const [after, setAfter] = createSignal<number | undefined>('after' in todo.when ? todo.when.after : undefined);
  const [period, setPeriod] = createSignal<Period>('after' in todo.when ? todo.when.period : { working: 540 });
  const others = () => props.project.todos.filter(({ n }) => n !== todo.n);
  const when = (): When | undefined => {
    const n = after();
    if (way() === 'on') return day() ? { on: day() } : undefined;
    return n === undefined ? undefined : { after: n, period: period() };
  };
  const preview = useMovePreview(() => {
    const wanted = when();
    return wanted ? { projectId: props.project.id, todo: todo.n, when: wanted } : undefined;
  });
  const moves = () => (preview.isError ? [] : (preview.data ?? []));
  const titleOf = (n: number) => props.project.todos.find((each) => each.n === n)?.title ?? '';
  const submit = async () => {
    const wanted = when();
    if (!wanted) return;
    const count = moves().filter((move) => move.todo !== todo.n).length;
    const done = {
      text:
        count === 0 ? m.project_moved() : count === 1 ? m.project_moved_with_one() : m.project_moved_with({ count }),
    };
    if (await props.acts.run({ command: { type: 'move', todo: todo.n, when: wanted }, files: [] }, done))
      props.onClose();
  };
  return (
    <ActDialog
      title={m.project_move_title({ title: todo.title })}
      submit={m.project_move()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <WhenFields
        todos={others()}
        way={way()}
        on={day()}
        after={after()}
        period={period()}
        error={preview.isError ? sayFailure(preview.error) : undefined}
        onWay={setWay}
        onDay={setDay}
        onAfter={setAfter}
        onPeriod={setPeriod}
      />
      <section aria-live="polite">
        <h3 class="mb-1.5 text-sm font-semibold text-muted">{m.project_moves()}</h3>
        <Show when={moves().length > 0} fallback={<p class="text-muted">{m.project_moves_none()}</p>}>
          <ul
            class="flex max-h-56 flex-col gap-1.5 overflow-y-auto rounded-lg bg-sunken px-3 py-2.5"
            tabindex="0"
            aria-label={m.project_moves()}
          >
            <For each={moves()}>
              {(move) => (
                <li class="flex flex-wrap justify-between gap-x-4">
                  <span class="min-w-0 font-medium">{titleOf(move.todo)}</span>
                  <span>
                    <s class="text-muted">{sayDay(move.from)}</s> <span aria-hidden="true">→</span> {sayDay(move.to)}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
    </ActDialog>
  );
}
