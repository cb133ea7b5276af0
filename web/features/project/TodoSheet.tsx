import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Sheet } from '../../ui/Dialog.tsx';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { When } from '../../ui/When.tsx';
import type { Reader } from '../lifecycle/names.ts';
import { Timeline } from '../lifecycle/Timeline.tsx';
import { type Asked, markDone, type ProjectActs } from './acts.ts';
import type { Project, Todo } from './queries.ts';
import { projectEntries } from './sentences.tsx';
import { sayDay, sayPeriod, sayPhase, sayResponsible, toneOf } from './words.ts';

/** One to-do beside the page: what is to be done, by whom, after what, its checklist and what was said about it. */
export function TodoSheet(props: {
  project: Project;
  todo: Todo;
  acts: ProjectActs;
  onAsk: (asked: Asked) => void;
  onClose: () => void;
}): JSX.Element {
  const open = () => props.todo.phase === 'open' || props.todo.phase === 'begun';
  const may = () => props.project.phase !== 'closed' && (props.project.plans || props.todo.mine);
  const ended = () => props.todo.endedAt !== null;
  return (
    <Sheet
      open
      onOpenChange={(stays) => !stays && props.onClose()}
      title={props.todo.title}
      footer={
        <Show when={may()}>
          <Show when={props.project.plans && !ended()}>
            <Button look="quiet" onClick={() => props.onAsk({ kind: 'move', todo: props.todo })}>
              {m.project_move_act()}
            </Button>
          </Show>
          <Button onClick={() => props.onAsk({ kind: 'comment', todo: props.todo })}>{m.project_comment_act()}</Button>
          <Show when={ended()}>
            <Button
              busy={props.acts.busy()}
              onClick={() =>
                void props.acts.run(
                  { command: { type: 'reopen', todo: props.todo.n }, files: [] },
                  { text: m.project_reopened() },
                )
              }
            >
              {m.project_reopen()}
            </Button>
          </Show>
          <Show when={open()}>
            <Button look="filled" busy={props.acts.busy()} onClick={() => void markDone(props.acts, props.todo)}>
              {m.project_mark_done()}
            </Button>
          </Show>
        </Show>
      }
    >
      <TodoDetails {...props} reader="office" />
    </Sheet>
  );
}

/** What there is to know about a to-do, and its checklist. */
export function TodoDetails(props: {
  project: Project;
  todo: Todo;
  acts: ProjectActs;
  reader: Reader;
  /** Acts that come before what was said about it. */
  children?: JSX.Element;
}): JSX.Element {
  const titleOf = (n: number) => props.project.todos.find((each) => each.n === n)?.title ?? '';
  const may = () =>
    props.project.phase !== 'closed' && (props.project.plans || props.todo.mine) && props.todo.endedAt === null;
  const facts = (): Fact[] => {
    const { todo } = props;
    const found: Fact[] = [
      { term: m.project_responsible(), value: sayResponsible(todo, props.reader) },
      {
        term: todo.endedAt ? m.project_ended() : m.project_due(),
        value: <When iso={todo.endedAt ?? todo.due} as="date" />,
      },
    ];
    if ('after' in todo.when && todo.needs.length > 0)
      found.push({
        term: m.project_date(),
        value: m.project_after_said({ period: sayPeriod(todo.when.period), title: titleOf(todo.when.after) }),
      });
    if (todo.wished)
      found.push({
        term: m.project_wished(),
        value: (todo.wished.why === 'holiday' ? m.project_wished_holiday : m.project_wished_weekend)({
          day: sayDay(`${todo.wished.day}T12:00:00Z`),
        }),
      });
    if (todo.needs.length > 0) found.push({ term: m.project_needs(), value: todo.needs.map(titleOf).join('\n') });
    return found;
  };
  const entries = () => props.project.timeline.filter(({ facts: about }) => about.todo === props.todo.n);
  return (
    <div class="flex flex-col gap-4">
      <p class="flex flex-wrap gap-2">
        <Pill tone={toneOf(props.todo, props.reader)}>{sayPhase(props.todo.phase)}</Pill>
        <Show when={props.todo.back}>
          <Pill tone="late">{props.todo.back === 'left' ? m.project_back_left() : m.project_back_late()}</Pill>
        </Show>
      </p>
      <Show when={props.todo.text}>
        <p class="whitespace-pre-line">{props.todo.text}</p>
      </Show>
      <Facts facts={facts()} />
      <Show when={props.todo.items.length > 0}>
        <fieldset>
          <legend class="mb-1 font-semibold">{m.project_items()}</legend>
          <For each={props.todo.items}>
            {(item, index) => (
              <Checkbox
                label={item.text}
                checked={item.ticked}
                disabled={!may() || props.acts.busy()}
                onChange={(ticked) =>
                  void props.acts.run({
                    command: { type: 'tick', todo: props.todo.n, item: index(), ticked },
                    files: [],
                  })
                }
              />
            )}
          </For>
        </fieldset>
      </Show>
      {props.children}
      <Timeline entries={projectEntries(entries(), props.reader).toReversed()} />
    </div>
  );
}
