import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Urgency, urgencies } from '../../../domain/policy/policy.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { locale } from '../../ui/locale.ts';
import { Pill } from '../../ui/Pill.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useCategories } from '../desk/queries.ts';
import { sayWord, urgencyTone } from '../lifecycle/words.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { type TicketTemplate, ticketTemplatesKey, useTicketTemplates } from './queries.ts';
import { Loaded } from '../shell/Loaded.tsx';

/** The templates that tickets of one's own begin with: what there is, and the form of the one that is written. */
export function TicketTemplates(): JSX.Element {
  const client = useQueryClient();
  const templates = useTicketTemplates();
  const [open, setOpen] = createSignal<TicketTemplate>();
  const fresh = (): TicketTemplate => ({
    id: crypto.randomUUID(),
    name: '',
    category: '',
    urgency: 'normal',
    title: '',
    description: '',
  });
  const again = () => client.invalidateQueries({ queryKey: ticketTemplatesKey });
  const remove = async (template: TicketTemplate) => {
    try {
      await api.texts.removeTicketTemplate.mutate({ id: template.id });
      toast({
        text: m.texts_removed({ name: template.name }),
        undo: () => void api.texts.saveTicketTemplate.mutate(template).then(again),
      });
    } catch (error) {
      toast({ text: sayFailure(error), tone: 'late' });
    }
    await again();
  };
  return (
    <section class="mt-4">
      <div class="flex flex-wrap items-start gap-3">
        <p class="mr-auto max-w-160 text-muted">{m.texts_templates_lead()}</p>
        <Button density="desk" look="filled" icon="plus" onClick={() => setOpen(fresh())}>
          {m.texts_template_add()}
        </Button>
      </div>
      <Loaded query={templates} failed={m.texts_failed()} class="mt-4">
        {(all) => (
          <Show
            when={all().length > 0}
            fallback={
              <EmptyState icon="list" title={m.texts_templates_none_title()} text={m.texts_templates_none_text()} />
            }
          >
            <ul class="mt-4 divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
              <For each={all()}>
                {(template) => (
                  <li class="flex items-start gap-2 py-2 pr-2 pl-4">
                    <button
                      type="button"
                      onClick={() => setOpen(template)}
                      class="min-w-0 flex-1 py-1 text-left hover:text-accent"
                    >
                      <span class="flex flex-wrap items-center gap-2 font-semibold">
                        {template.name}
                        <Show when={template.urgency !== 'normal'}>
                          <Pill tone={urgencyTone(template.urgency)}>{sayWord('urgency', template.urgency)}</Pill>
                        </Show>
                      </span>
                      <span class="line-clamp-2 text-muted">{template.title}</span>
                    </button>
                    <IconButton
                      icon="trash"
                      label={m.texts_remove({ name: template.name })}
                      onClick={() => void remove(template)}
                    />
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Loaded>
      <Show when={open()} keyed>
        {(template) => (
          <TemplateDialog
            template={template}
            isNew={!templates.data?.some(({ id }) => id === template.id)}
            onSaved={() => {
              setOpen(undefined);
              toast({ text: m.texts_template_saved() });
              void again();
            }}
            onClose={() => setOpen(undefined)}
          />
        )}
      </Show>
    </section>
  );
}

function TemplateDialog(props: {
  template: TicketTemplate;
  isNew: boolean;
  onSaved: () => void;
  onClose: () => void;
}): JSX.Element {
  const categories = useCategories();
  const [name, setName] = createSignal(props.template.name);
  const [category, setCategory] = createSignal(props.template.category);
  const [urgency, setUrgency] = createSignal<Urgency>(props.template.urgency);
  const [title, setTitle] = createSignal(props.template.title);
  const [description, setDescription] = createSignal(props.template.description);
  const [busy, setBusy] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const missing = () => ({
    name: !name().trim(),
    category: !category(),
    title: title().trim().length < 3,
  });
  const save = async () => {
    setTried(true);
    if (Object.values(missing()).some(Boolean)) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await api.texts.saveTicketTemplate.mutate({
        id: props.template.id,
        name: name().trim(),
        category: category(),
        urgency: urgency(),
        title: title().trim(),
        description: description().trim(),
      });
      props.onSaved();
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <ActDialog
      wide
      title={props.isNew ? m.texts_template_add() : m.texts_template_edit()}
      submit={m.texts_save()}
      busy={busy()}
      error={failure()}
      onSubmit={() => void save()}
      onClose={props.onClose}
    >
      <TextField
        label={m.texts_name()}
        maxLength={80}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        error={tried() && missing().name ? m.texts_name_missing() : undefined}
      />
      <Select
        label={m.ticket_new_category()}
        value={category() || undefined}
        onChange={setCategory}
        options={(categories.data?.categories ?? [])
          .filter(({ retired }) => !retired)
          .map(({ id, label }) => ({ value: id, label: label[locale()] }))}
        error={tried() && missing().category ? m.ticket_choice_missing() : undefined}
      />
      <RadioCards<Urgency>
        label={m.ticket_new_urgency()}
        columns={3}
        cards={urgencies.map((value) => ({ value, title: sayWord('urgency', value) }))}
        value={urgency()}
        onChange={setUrgency}
      />
      <TextField
        label={m.ticket_new_subject()}
        maxLength={120}
        value={title()}
        onInput={(event) => setTitle(event.currentTarget.value)}
        error={tried() && missing().title ? m.ticket_order_title_short() : undefined}
      />
      <TextArea
        label={m.ticket_new_description()}
        optional
        maxLength={5000}
        value={description()}
        onInput={(event) => setDescription(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
