import { useNavigate, useParams } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { createStore, produce } from 'solid-js/store';
import { m } from '../../../.build/i18n/messages.js';
import { type TemplateDocument, type TemplateTodo, templateDocument } from '../../../domain/project/template.ts';
import { berlinClock } from '../../../domain/time/berlin.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useCategories } from '../desk/queries.ts';
import { Back } from './Back.tsx';
import { Preview } from './Preview.tsx';
import { type Template, usePreview, useTemplates } from './queries.ts';
import { TemplateRoles } from './TemplateRoles.tsx';
import { TemplateTodoEditor } from './TemplateTodoEditor.tsx';

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
          <TemplateRoles document={document} tried={tried()} edit={edit} />
          <section>
            <h2 class="mb-2 text-md font-semibold">{m.project_todos()}</h2>
            <ol class="flex flex-col gap-3">
              <For each={document.todos}>
                {(todo, index) => (
                  <TemplateTodoEditor
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
