import { useNavigate, useParams } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { createStore, produce } from 'solid-js/store';
import { m } from '../../../.build/i18n/messages.js';
import {
  type RoleKind,
  roleKinds,
  type TemplateDocument,
  type TemplateTodo,
  templateDocument,
} from '../../../domain/project/template.ts';
import { berlinClock } from '../../../domain/time/berlin.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useCategories } from '../desk/queries.ts';
import { Back } from './Back.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import { Preview } from './Preview.tsx';
import { type Template, usePreview, useTemplates } from './queries.ts';

const blankTodo = (): TemplateTodo => ({
  title: '',
  text: '',
  role: 0,
  when: { start: { working: 540 } },
  needs: [],
  items: [],
});

const blank = (): TemplateDocument => ({
  name: '',
  text: '',
  category: null,
  roles: [{ name: m.project_role_first(), kind: 'employee' }],
  todos: [blankTodo()],
});

const kinds: Record<RoleKind, () => string> = {
  management: () => m.project_kind_management(),
  employee: () => m.project_kind_employee(),
  advisoryBoard: () => m.project_kind_board(),
  person: () => m.project_kind_person(),
  contractor: () => m.project_kind_contractor(),
};

/** A template as its next version: names, roles, to-dos with their periods; with the dates that it would give. */
export default function TemplatePage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const templates = useTemplates();
  const isNew = () => params.id === 'neu';
  const known = () => templates.data?.find(({ id }) => id === params.id);
  return (
    <div class="mx-auto max-w-290 px-5 pt-3 pb-10 max-sm:px-4">
      <Back href="/projekte/vorlagen" label={m.project_templates()} />
      <Show when={templates.data} fallback={<Skeleton shape="page" />}>
        <Show when={isNew() || known()} fallback={<ErrorNote title={m.project_template_unknown()} />}>
          <Editor template={known()} />
        </Show>
      </Show>
    </div>
  );
}

/** A copy that can be changed: what the query holds must stay as it is. */
const copied = (document: TemplateDocument): TemplateDocument =>
  JSON.parse(JSON.stringify(document)) as TemplateDocument;

function Editor(props: { template: Template | undefined }): JSX.Element {
  const navigate = useNavigate();
  const categories = useCategories();
  const [document, change] = createStore<TemplateDocument>(props.template ? copied(props.template.document) : blank());
  const [start, setStart] = createSignal(berlinClock(new Date().toISOString()).day);
  const [busy, setBusy] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const id = props.template?.id ?? crypto.randomUUID();
  const edit = (how: (draft: TemplateDocument) => void) => {
    setFailure(undefined);
    change(produce(how));
  };
  const parsed = () => templateDocument.safeParse(copied(document));
  const preview = usePreview(() => {
    const found = parsed();
    return found.success && start() ? { document: found.data, start: start(), propertyId: null } : undefined;
  });
  const publish = async () => {
    setTried(true);
    const found = parsed();
    if (!found.success) {
      setFailure(m.project_template_incomplete());
      requestAnimationFrame(() => globalThis.document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    try {
      const { version } = await api.projects.publishTemplate.mutate({
        id,
        seen: props.template?.version ?? 0,
        document: found.data,
      });
      toast({ text: m.project_published({ version }) });
      navigate('/projekte/vorlagen');
    } catch (reason) {
      setFailure(sayFailure(reason));
    } finally {
      setBusy(false);
    }
  };
  /** Takes a to-do out; what waited for it waits for nothing instead. */
  const remove = (index: number) =>
    edit((draft) => {
      const place = index + 1;
      draft.todos.splice(index, 1);
      for (const todo of draft.todos) {
        todo.needs = todo.needs.filter((n) => n !== place).map((n) => (n > place ? n - 1 : n));
        if (!('after' in todo.when)) continue;
        if (todo.when.after === place) todo.when = { start: todo.when.period };
        else if (todo.when.after > place) todo.when.after -= 1;
      }
    });
  return (
    <>
      <h1 class="text-xl font-semibold">{props.template ? props.template.document.name : m.project_template_new()}</h1>
      <p class="mt-1 max-w-160 text-pretty text-muted">{m.project_template_lead()}</p>
      <div class="mt-5 grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div class="flex min-w-0 flex-col gap-5">
          <TextField
            label={m.project_template_name()}
            maxLength={80}
            value={document.name}
            error={tried() && document.name.trim().length < 3 ? m.project_name_missing() : undefined}
            onInput={(event) =>
              edit((draft) => {
                draft.name = event.currentTarget.value;
              })
            }
          />
          <TextArea
            label={m.project_template_text()}
            optional
            maxLength={1000}
            value={document.text}
            onInput={(event) =>
              edit((draft) => {
                draft.text = event.currentTarget.value;
              })
            }
          />
          <Select
            label={m.project_category()}
            hint={m.project_category_hint()}
            value={document.category ?? ''}
            options={[
              { value: '', label: m.project_category_none() },
              ...(categories.data?.categories ?? [])
                .filter(({ retired }) => !retired)
                .map(({ id: kind, label }) => ({ value: kind, label: label[locale()] })),
            ]}
            onChange={(category) =>
              edit((draft) => {
                draft.category = category || null;
              })
            }
          />
          <Roles document={document} tried={tried()} edit={edit} />
          <section>
            <h2 class="mb-2 text-md font-semibold">{m.project_todos()}</h2>
            <ol class="flex flex-col gap-3">
              <For each={document.todos}>
                {(todo, index) => (
                  <TodoEditor
                    document={document}
                    todo={todo}
                    index={index()}
                    tried={tried()}
                    edit={(how) => edit((draft) => how(draft.todos[index()]!))}
                    onRemove={() => remove(index())}
                  />
                )}
              </For>
            </ol>
            <Button
              class="mt-3"
              icon="plus"
              onClick={() => edit((draft) => void draft.todos.push({ ...blankTodo(), role: 0 }))}
            >
              {m.project_add()}
            </Button>
          </section>
          <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
          <div class="flex flex-wrap items-center gap-3">
            <Button look="filled" busy={busy()} onClick={() => void publish()}>
              {m.project_publish()}
            </Button>
            <span class="text-muted">{m.project_publish_note()}</span>
          </div>
        </div>
        <div class="flex min-w-0 flex-col gap-4 lg:sticky lg:top-4">
          <TextField
            label={m.project_preview_start()}
            type="date"
            value={start()}
            onInput={(event) => setStart(event.currentTarget.value)}
          />
          <Show when={parsed().success} fallback={<p class="text-muted">{m.project_preview_incomplete()}</p>}>
            <Preview document={parsed().data ?? document} dates={preview.data} error={preview.error} />
          </Show>
        </div>
      </div>
    </>
  );
}

function Roles(props: {
  document: TemplateDocument;
  tried: boolean;
  edit: (how: (draft: TemplateDocument) => void) => void;
}): JSX.Element {
  const isUsed = (index: number) => props.document.todos.some(({ role }) => role === index);
  const remove = (index: number) =>
    props.edit((draft) => {
      draft.roles.splice(index, 1);
      for (const todo of draft.todos) if (todo.role > index) todo.role -= 1;
    });
  return (
    <section>
      <h2 class="mb-2 text-md font-semibold">{m.project_roles()}</h2>
      <ul class="flex flex-col gap-2">
        <For each={props.document.roles}>
          {(role, index) => (
            <li class="flex items-start gap-2">
              <div class="min-w-0 flex-1">
                <TextField
                  label={m.project_role_name()}
                  hideLabel
                  maxLength={60}
                  value={role.name}
                  error={props.tried && role.name.trim().length < 2 ? m.project_name_missing() : undefined}
                  onInput={(event) =>
                    props.edit((draft) => {
                      draft.roles[index()]!.name = event.currentTarget.value;
                    })
                  }
                />
              </div>
              <div class="w-44 max-sm:w-36">
                <Select
                  label={m.project_role_kind()}
                  hideLabel
                  value={role.kind}
                  options={roleKinds.map((kind) => ({ value: kind, label: kinds[kind]() }))}
                  onChange={(kind: RoleKind) =>
                    props.edit((draft) => {
                      draft.roles[index()]!.kind = kind;
                    })
                  }
                />
              </div>
              <IconButton
                icon="trash"
                label={m.project_role_remove({ name: role.name })}
                disabled={isUsed(index()) || props.document.roles.length === 1}
                onClick={() => remove(index())}
              />
            </li>
          )}
        </For>
      </ul>
      <Button
        class="mt-2"
        look="quiet"
        icon="plus"
        onClick={() => props.edit((draft) => void draft.roles.push({ name: '', kind: 'contractor' }))}
      >
        {m.project_role_add()}
      </Button>
    </section>
  );
}

function TodoEditor(props: {
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
