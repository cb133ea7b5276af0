import { useNavigate, useSearchParams } from '@solidjs/router';
import { keepPreviousData } from '@tanstack/solid-query';
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Urgency, urgencies } from '../../../domain/policy/policy.ts';
import { judge, questionsFor } from '../../../domain/report/categories.ts';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { uploadPhoto } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { PhotoPicker } from '../../ui/PhotoPicker.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useCategories } from '../desk/queries.ts';
import { useMail, useMakingTicket } from '../inbox/queries.ts';
import { bareSubject } from '../inbox/words.ts';
import { sayWord } from '../lifecycle/words.ts';
import { useTicketTemplates } from '../texts/queries.ts';
import { PlaceChoice } from './PlaceChoice.tsx';
import { sayUnit } from './place.ts';
import { useCreating } from './queries.ts';

type Place = Answers['directory']['places'][number];

/** What an employee writes down for somebody who phoned, or of their own. */
export default function NewTicketPage(): JSX.Element {
  const navigate = useNavigate();
  const [search] = useSearchParams<{ mail?: string }>();
  const mail = useMail(() => search.mail);
  const creating = useCreating();
  const making = useMakingTicket();
  const ticketId = crypto.randomUUID();
  const [place, setPlace] = createSignal<Place>();
  const [where, setWhere] = createSignal<'unit' | 'common'>('unit');
  const [reporter, setReporter] = createSignal<string>();
  const [category, setCategory] = createSignal<string>();
  const [answers, setAnswers] = createSignal<Record<string, string>>({});
  const [urgency, setUrgency] = createSignal<Urgency>('normal');
  const [title, setTitle] = createSignal('');
  const [description, setDescription] = createSignal('');
  const [access, setAccess] = createSignal('');
  const [files, setFiles] = createSignal<string[]>([]);
  const [uploading, setUploading] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  let form: HTMLFormElement | undefined;

  const residents = useQuery(() => ({
    queryKey: ['directory', 'residents', place()?.unitId ?? ''],
    queryFn: () => api.directory.residents.query({ unitId: place()?.unitId ?? '' }),
    enabled: Boolean(place()?.unitId),
    placeholderData: keepPreviousData,
    refetchInterval: false as const,
  }));
  const categories = useCategories();
  const possible = () =>
    (categories.data?.categories ?? []).filter(({ retired, places }) => !retired && places.includes(where()));
  const kind = () => possible().find(({ id }) => id === category());
  const questions = () => {
    const found = kind();
    return found ? questionsFor(found, answers()) : [];
  };
  const judged = () => {
    const found = kind();
    return found ? judge(found, answers()).urgency : 'normal';
  };
  const shownUrgency = () => (judged() === 'normal' ? urgency() : judged());
  const missing = () => ({
    place: place() === undefined,
    category: kind() === undefined,
    title: title().trim().length < 3,
  });
  const takePlace = (next: Place | undefined) => {
    setPlace(next);
    setReporter(undefined);
    if (next) setWhere(next.unitId ? 'unit' : 'common');
  };
  // A mail says what it is about, and its sender's address where they live: what is not typed yet is taken from it.
  createEffect(
    on(
      () => mail.data,
      (said) => {
        if (!said || title() || description()) return;
        const [home] = said.homes;
        if (home && !place()) {
          takePlace(home.place);
          setReporter(home.personId);
        }
        setTitle(bareSubject(said.subject).slice(0, 120));
        setDescription(said.ownWords);
      },
    ),
  );
  const templates = useTicketTemplates();
  const [template, setTemplate] = createSignal<string>();
  /** What the chosen template says takes the place of what stands there. */
  const takeTemplate = (id: string) => {
    setTemplate(id);
    const chosen = templates.data?.find((each) => each.id === id);
    if (!chosen) return;
    setCategory(chosen.category);
    setAnswers({});
    setUrgency(chosen.urgency);
    setTitle(chosen.title);
    setDescription(chosen.description);
  };
  const failure = () => (search.mail ? making.error() : creating.error());
  const submit = async () => {
    setTried(true);
    const at = place();
    const found = kind();
    if (!at || !found || missing().title || uploading()) {
      queueMicrotask(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const asked = new Set(questions().map(({ id }) => id));
    const input = {
      ticketId,
      buildingId: at.buildingId,
      unitId: at.unitId,
      place: where(),
      categoryVersion: categories.data?.version,
      category: found.id,
      answers: Object.fromEntries(Object.entries(answers()).filter(([id]) => asked.has(id))),
      urgency: urgency(),
      title: title().trim(),
      description: description().trim(),
      accessWishes: access().trim(),
      reporterId: reporter() && reporter() !== 'none' ? (reporter() ?? null) : null,
    };
    const answer = search.mail
      ? await making.run({ ...input, id: search.mail })
      : await creating.run({ ...input, files: files() });
    if (!answer) return;
    if (answer.state === 'taken') toast({ text: m.ticket_done_created({ number: answer.number }) });
    navigate(`/vorgaenge/${answer.ticketId}`, { replace: true });
  };
  return (
    <form
      ref={form}
      novalidate
      class="mx-auto flex max-w-160 flex-col gap-5 px-5 pt-6 pb-12 max-sm:px-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <header>
        <h1 class="text-2xl font-bold tracking-[-0.012em]">{m.ticket_new_title()}</h1>
        <p class="mt-1 text-muted">
          {mail.data
            ? m.inbox_new_ticket_lead({ name: mail.data.fromName || mail.data.fromAddress })
            : m.ticket_new_lead()}
        </p>
      </header>
      <Show when={templates.data?.length && !search.mail}>
        <Select
          label={m.ticket_new_template()}
          value={template() ?? 'none'}
          onChange={takeTemplate}
          options={[
            { value: 'none', label: m.ticket_new_template_none() },
            ...(templates.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </Show>
      <PlaceChoice
        place={place()}
        onChange={takePlace}
        error={tried() && missing().place ? m.ticket_new_place_missing() : undefined}
      />
      <Show when={place()?.unitId}>
        <RadioCards<'unit' | 'common'>
          label={m.ticket_new_kind()}
          columns={2}
          cards={[
            { value: 'unit', title: m.ticket_new_in_unit(), detail: sayUnit(place()?.unit ?? '') },
            { value: 'common', title: m.ticket_new_in_common(), detail: place()?.property },
          ]}
          value={where()}
          onChange={setWhere}
        />
        <Select
          label={m.ticket_new_reporter()}
          value={reporter() ?? 'none'}
          onChange={setReporter}
          options={[
            { value: 'none', label: m.ticket_new_reporter_none() },
            ...(residents.data ?? []).map(({ id, name, role }) => ({
              value: id,
              label: role === 'owner' ? `${name} (${m.ticket_new_role_owner()})` : name,
            })),
          ]}
        />
      </Show>
      <Select
        label={m.ticket_new_category()}
        value={kind()?.id}
        onChange={(id) => {
          setCategory(id);
          setAnswers({});
        }}
        options={possible().map(({ id, label }) => ({ value: id, label: label[locale()] }))}
        error={tried() && missing().category ? m.ticket_choice_missing() : undefined}
      />
      <For each={questions()}>
        {(question) => (
          <RadioCards
            label={question.label[locale()]}
            columns={2}
            cards={question.answers.map(({ id, label }) => ({ value: id, title: label[locale()] }))}
            value={answers()[question.id]}
            onChange={(value) => setAnswers({ ...answers(), [question.id]: value })}
          />
        )}
      </For>
      <RadioCards<Urgency>
        label={m.ticket_new_urgency()}
        columns={3}
        cards={urgencies.map((value) => ({
          value,
          title: sayWord('urgency', value),
          disabled: judged() !== 'normal' && value !== judged(),
        }))}
        value={shownUrgency()}
        onChange={setUrgency}
      />
      <TextField
        label={m.ticket_new_subject()}
        hint={m.ticket_new_subject_hint()}
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
      <TextField
        label={m.ticket_new_access()}
        optional
        maxLength={1000}
        value={access()}
        onInput={(event) => setAccess(event.currentTarget.value)}
      />
      <Show when={!search.mail}>
        <div>
          <h2 class="mb-2 font-semibold">{m.ticket_new_photos()}</h2>
          <PhotoPicker upload={uploadPhoto} onChange={setFiles} onBusy={setUploading} />
        </div>
      </Show>
      <Show when={tried() && uploading()}>
        <p role="status" class="text-muted">
          {m.ticket_new_photos_wait()}
        </p>
      </Show>
      <Show when={failure()}>{(error) => <ErrorNote title={error()} />}</Show>
      <div class="flex flex-wrap gap-2 max-sm:flex-col">
        <Button type="submit" look="filled" busy={creating.busy() || making.busy()}>
          {m.ticket_new_submit()}
        </Button>
        <Button look="quiet" onClick={() => navigate('/schreibtisch')}>
          {m.ui_cancel()}
        </Button>
      </div>
    </form>
  );
}
