import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Urgency, urgencies } from '../../../domain/policy/policy.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { locale } from '../../ui/locale.ts';
import { Pill } from '../../ui/Pill.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useCategories } from '../desk/queries.ts';
import { sayWord, urgencyTone } from '../lifecycle/words.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { type Editing, KeptList } from './KeptList.tsx';
import { type TicketTemplate, ticketTemplatesKey, useTicketTemplates } from './queries.ts';

/** The templates that tickets of one's own begin with: what there is, and the form of the one that is written. */
export function TicketTemplates(): JSX.Element {
  const templates = useTicketTemplates();
  return (
    <KeptList<TicketTemplate>
      query={templates}
      queryKey={ticketTemplatesKey}
      lead={m.texts_templates_lead()}
      add={m.texts_template_add()}
      saved={m.texts_template_saved()}
      none={<EmptyState icon="list" title={m.texts_templates_none_title()} text={m.texts_templates_none_text()} />}
      fresh={() => ({
        id: crypto.randomUUID(),
        name: '',
        category: '',
        urgency: 'normal',
        title: '',
        description: '',
      })}
      save={(template) => api.texts.saveTicketTemplate.mutate(template)}
      remove={({ id }) => api.texts.removeTicketTemplate.mutate({ id })}
      mark={({ urgency }) => (
        <Show when={urgency !== 'normal'}>
          <Pill tone={urgencyTone(urgency)}>{sayWord('urgency', urgency)}</Pill>
        </Show>
      )}
      detail={({ title }) => title}
      form={({ text, ...editing }) => <TemplateDialog template={text} {...editing} />}
    />
  );
}

function TemplateDialog(props: { template: TicketTemplate } & Omit<Editing<TicketTemplate>, 'text'>): JSX.Element {
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
