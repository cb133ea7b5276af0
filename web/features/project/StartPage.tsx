import { useNavigate, useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Responsible } from '../../../domain/project/state.ts';
import { berlinClock } from '../../../domain/time/berlin.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { Back } from './Back.tsx';
import { PartySelect } from './PartySelect.tsx';
import { Preview } from './Preview.tsx';
import { type Template, useCandidates, usePreview, useTemplates } from './queries.ts';

/** The value of the choice without a template. */
const EMPTY = 'empty';

/** Starts a project: which property, which template, when it begins, who is responsible for what; with all dates. */
export default function StartPage(): JSX.Element {
  const navigate = useNavigate();
  const [params] = useSearchParams<{ vorgang?: string; objekt?: string; titel?: string }>();
  const properties = useQuery(() => ({
    queryKey: [...officeKey, 'properties'],
    queryFn: () => api.directory.properties.query(),
  }));
  const templates = useTemplates();
  const [property, setProperty] = createSignal<string | undefined>(params.objekt);
  const [chosen, setChosen] = createSignal<string>();
  const [title, setTitle] = createSignal(params.titel ?? '');
  const [start, setStart] = createSignal(berlinClock(new Date().toISOString()).day);
  const [description, setDescription] = createSignal('');
  const [lead, setLead] = createSignal<Responsible>({ role: 'management' });
  const [roles, setRoles] = createSignal<(Responsible | undefined)[]>([]);
  const [tried, setTried] = createSignal(false);
  const candidates = useCandidates(property);
  const template = createMemo<Template | undefined>(() => templates.data?.find(({ id }) => id === chosen()));
  const isEmpty = () => chosen() === EMPTY;
  const preview = usePreview(() => {
    const found = template();
    return found && start() ? { document: found.document, start: start(), propertyId: property() ?? null } : undefined;
  });
  // A role whose kind only one can take is taken by that one; a board takes its own.
  createEffect(
    on([template, () => candidates.data], ([found, all]) => {
      if (!found || !all) return;
      setRoles(
        found.document.roles.map(({ kind }): Responsible | undefined => {
          if (kind === 'management') return { role: 'management' };
          const able = all.filter(({ role }) => role === kind);
          if (kind === 'advisoryBoard') return able.length > 0 ? { role: kind } : { role: 'management' };
          const [only] = able;
          return able.length === 1 && only?.id ? { role: kind, id: only.id } : undefined;
        }),
      );
    }),
  );
  const projectId = crypto.randomUUID();
  const act = createAct((input: Omit<Questions['projects']['start'], 'commandId'> & { commandId: string }) =>
    api.projects.start.mutate(input),
  );
  const missing = () => ({
    property: !property(),
    template: chosen() === undefined,
    title: title().trim().length < 3,
    start: !start(),
    roles: roles().some((role) => role === undefined),
  });
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    const lacks = missing();
    const place = property();
    if (!place || Object.values(lacks).some(Boolean)) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const found = template();
    const leader = lead();
    const answer = await act.run({
      projectId,
      propertyId: place,
      title: title().trim(),
      description: description().trim(),
      template: found ? { id: found.id, version: found.version } : null,
      start: start(),
      roles: roles().filter((role) => role !== undefined),
      lead: leader.role === 'employee' ? leader.id : null,
      joined: params.vorgang ? [{ noun: 'ticket', id: params.vorgang }] : [],
    });
    if (!answer) return;
    toast({ text: m.project_started({ number: answer.number }) });
    navigate(`/projekte/${answer.projectId}`);
  };
  return (
    <div class="mx-auto max-w-260 px-5 pt-3 pb-10 max-sm:px-4">
      <Back href="/projekte" label={m.project_title()} />
      <h1 class="text-xl font-semibold">{m.project_new()}</h1>
      <Show when={templates.data && properties.data} fallback={<Skeleton shape="page" />}>
        <form
          class="mt-5 grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_24rem]"
          onSubmit={(event) => void submit(event)}
          novalidate
        >
          <div class="flex min-w-0 flex-col gap-5">
            <Select
              label={m.project_property()}
              value={property()}
              error={tried() && missing().property ? m.project_property_missing() : undefined}
              options={(properties.data ?? []).map(({ id, name, street, city }) => ({
                value: id,
                label: `${name} (${street}, ${city})`,
              }))}
              onChange={setProperty}
            />
            <RadioCards
              label={m.project_template()}
              value={chosen()}
              error={tried() && missing().template ? m.project_template_missing() : undefined}
              columns={2}
              cards={[
                ...(templates.data ?? []).map(({ id, document }) => ({
                  value: id,
                  title: document.name,
                  detail: m.project_todo_count({ count: document.todos.length }),
                })),
                { value: EMPTY, title: m.project_without_template(), detail: m.project_without_template_detail() },
              ]}
              onChange={(id) => {
                setChosen(id);
                const found = templates.data?.find((each) => each.id === id);
                if (!found) setRoles([]);
                if (!title().trim() && found) setTitle(found.document.name);
              }}
            />
            <TextField
              label={m.project_name()}
              maxLength={120}
              value={title()}
              error={tried() && missing().title ? m.project_name_missing() : undefined}
              onInput={(event) => setTitle(event.currentTarget.value)}
            />
            <div class="grid gap-5 sm:grid-cols-2">
              <TextField
                label={m.project_start()}
                type="date"
                value={start()}
                error={tried() && missing().start ? m.project_start_missing() : undefined}
                onInput={(event) => setStart(event.currentTarget.value)}
              />
              <PartySelect
                label={m.project_lead()}
                candidates={(candidates.data ?? []).filter(({ role }) => role === 'employee')}
                value={lead()}
                onChange={setLead}
              />
            </div>
            <Show when={template()}>
              {(found) => (
                <fieldset class="flex flex-col gap-4">
                  <legend class="mb-3 font-semibold">{m.project_roles()}</legend>
                  <Show when={!property()}>
                    <p class="text-muted">{m.project_roles_first()}</p>
                  </Show>
                  <Show when={property() && candidates.data}>
                    <div class="grid gap-4 sm:grid-cols-2">
                      <For each={found().document.roles}>
                        {(role, index) => (
                          <PartySelect
                            label={role.name}
                            candidates={candidates.data ?? []}
                            kind={role.kind}
                            value={roles()[index()]}
                            error={tried() && roles()[index()] === undefined ? m.project_role_missing() : undefined}
                            onChange={(party) => setRoles((all) => all.with(index(), party))}
                          />
                        )}
                      </For>
                    </div>
                  </Show>
                </fieldset>
              )}
            </Show>
            <TextArea
              label={m.project_description()}
              optional
              maxLength={5000}
              value={description()}
              onInput={(event) => setDescription(event.currentTarget.value)}
            />
            <Show when={act.error()}>{(error) => <ErrorNote title={error()} />}</Show>
            <div>
              <Button type="submit" look="filled" busy={act.busy()}>
                {m.project_start_it()}
              </Button>
            </div>
          </div>
          <div class="min-w-0 lg:sticky lg:top-4">
            <Show
              when={template()}
              fallback={
                <p class="rounded-xl border border-dashed border-line-strong/60 px-4 py-3.5 text-muted">
                  {isEmpty() ? m.project_preview_empty() : m.project_preview_none()}
                </p>
              }
            >
              {(found) => <Preview document={found().document} dates={preview.data} error={preview.error} />}
            </Show>
          </div>
        </form>
      </Show>
    </div>
  );
}
