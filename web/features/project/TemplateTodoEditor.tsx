import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { TemplateDocument, TemplateTodo } from '../../../domain/project/template.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';

/** One to-do of a template: what is to be done, in which role, how long after what, and what belongs to it. */
export function TemplateTodoEditor(props: {
  document: TemplateDocument;
  todo: TemplateTodo;
  index: number;
  tried: boolean;
  edit: (how: (todo: TemplateTodo) => void) => void;
  onRemove: () => void;
}): JSX.Element {
  const others = () =>
    props.document.todos.flatMap(({ title }, index) => (index === props.index ? [] : [{ n: index + 1, title }]));
  const period = () => ('start' in props.todo.when ? props.todo.when.start : props.todo.when.period);
  const basis = () => ('after' in props.todo.when ? String(props.todo.when.after) : 'start');
  const number = (n: number, title: string) => `${n}. ${title}`;
  return (
    <li class="rounded-xl border border-line bg-surface px-4 py-3.5">
      <div class="flex items-start gap-2">
        <span class="pt-2 font-semibold text-muted">{props.index + 1}.</span>
        <div class="min-w-0 flex-1">
          <TextField
            label={m.project_todo_title()}
            hideLabel
            maxLength={120}
            value={props.todo.title}
            placeholder={m.project_todo_title()}
            error={props.tried && props.todo.title.trim().length < 2 ? m.project_todo_title_missing() : undefined}
            onInput={(event) =>
              props.edit((todo) => {
                todo.title = event.currentTarget.value;
              })
            }
          />
        </div>
        <IconButton
          icon="trash"
          label={m.project_todo_remove({ title: props.todo.title })}
          disabled={props.document.todos.length === 1}
          onClick={() => props.onRemove()}
        />
      </div>
      <div class="mt-3 grid gap-3 sm:grid-cols-2">
        <Select
          label={m.project_responsible()}
          value={String(props.todo.role)}
          options={props.document.roles.map(({ name }, index) => ({ value: String(index), label: name }))}
          onChange={(role) =>
            props.edit((todo) => {
              todo.role = Number(role);
            })
          }
        />
        <div class="grid gap-1.5">
          <span aria-hidden="true" class="font-semibold">
            {m.project_period()}
          </span>
          <PeriodPicker
            label={m.project_period()}
            value={period()}
            onChange={(next) =>
              props.edit((todo) => {
                todo.when = 'start' in todo.when ? { start: next } : { after: todo.when.after, period: next };
              })
            }
          />
        </div>
        <Select
          label={m.project_counted_from()}
          value={basis()}
          options={[
            { value: 'start', label: m.project_from_start() },
            ...others().map(({ n, title }) => ({
              value: String(n),
              label: m.project_from_todo({ title: number(n, title) }),
            })),
          ]}
          onChange={(from) =>
            props.edit((todo) => {
              const kept = 'start' in todo.when ? todo.when.start : todo.when.period;
              todo.when = from === 'start' ? { start: kept } : { after: Number(from), period: kept };
            })
          }
        />
      </div>
      <details class="mt-3">
        <summary class="inline-flex min-h-8 items-center font-medium text-accent">{m.project_more_details()}</summary>
        <div class="mt-2 flex flex-col gap-4">
          <TextArea
            label={m.project_todo_text()}
            optional
            maxLength={2000}
            value={props.todo.text}
            onInput={(event) =>
              props.edit((todo) => {
                todo.text = event.currentTarget.value;
              })
            }
          />
          <TextArea
            label={m.project_items()}
            hint={m.project_items_hint()}
            optional
            value={props.todo.items.join('\n')}
            onChange={(event) =>
              props.edit((todo) => {
                todo.items = event.currentTarget.value
                  .split('\n')
                  .map((item) => item.trim())
                  .filter(Boolean)
                  .slice(0, 12);
              })
            }
          />
          <Show when={others().length > 0}>
            <fieldset class="max-h-56 overflow-y-auto">
              <legend class="mb-1 font-semibold">{m.project_needs_also()}</legend>
              <For each={others()}>
                {({ n, title }) => (
                  <Checkbox
                    label={number(n, title)}
                    checked={props.todo.needs.includes(n)}
                    onChange={(checked) =>
                      props.edit((todo) => {
                        todo.needs = checked ? [...todo.needs, n] : todo.needs.filter((each) => each !== n);
                      })
                    }
                  />
                )}
              </For>
            </fieldset>
          </Show>
        </div>
      </details>
    </li>
  );
}
