import { useNavigate, useSearchParams } from '@solidjs/router';
import { keepPreviousData } from '@tanstack/solid-query';
import { createEffect, createMemo, createSignal, For, type JSX, Match, on, Show, Switch, untrack } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { votingProblem } from '../../../domain/vote/ballot.ts';
import { createAct } from '../../act.ts';
import { api, isUnanswered, refusalIn } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { Stepper } from '../../ui/Stepper.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { FilePicker } from '../shell/FilePicker.tsx';
import { AskedPreview, type Exclusion } from './AskedPreview.tsx';
import { OtherProperties } from './OtherProperties.tsx';
import type { NewCampaign, Preview } from './queries.ts';
import { lacksLowering, RulesForm, type Voting } from './RulesForm.tsx';
import { endOf } from './words.ts';

type Audience = NewCampaign['audience'];

/** About no document. */
const NONE = 'none';

/** A new vote or read receipt, step by step: what is asked, by which rules, of whom and until when. */
export default function NewCampaignPage(): JSX.Element {
  const navigate = useNavigate();
  const [step, setStep] = createSignal(0);
  const [tried, setTried] = createSignal(false);
  const [kind, setKind] = createSignal<NewCampaign['kind']>('vote');
  const [property, setProperty] = createSignal<string>();
  const [audience, setAudience] = createSignal<Audience>('owners');
  const [title, setTitle] = createSignal('');
  const [question, setQuestion] = createSignal('');
  const [search] = useSearchParams<{ dokument?: string }>();
  const [document, setDocument] = createSignal(search.dokument ?? NONE);
  const [files, setFiles] = createSignal<string[]>([]);
  const [uploading, setUploading] = createSignal(false);
  /** The property whose vote could not be opened. */
  const [failedAt, setFailedAt] = createSignal<string>();
  const [voting, setVoting] = createSignal<Voting>({
    form: 'circularAll',
    principle: 'heads',
    majority: 'allOwners',
    secret: false,
    changeable: false,
    endsWhenDecided: true,
    proxies: { holders: 'anybody', most: null },
    loweringResolution: null,
  });
  const [keyDate, setKeyDate] = createSignal('');
  const [until, setUntil] = createSignal('');
  const [more, setMore] = createSignal<string[]>([]);
  const [exclusions, setExclusions] = createSignal<Record<string, Exclusion[]>>({});
  const properties = useQuery(() => ({
    queryKey: [...officeKey, 'properties'],
    queryFn: () => api.directory.properties.query(),
    refetchInterval: false as const,
  }));
  const documents = useQuery(() => ({
    queryKey: [...officeKey, 'documents', 'list', { phase: 'published' as const }],
    queryFn: () => api.documents.list.query({ phase: 'published' }),
    refetchInterval: false as const,
    throwOnError: false,
  }));
  // A paper of one house is most likely asked about in this house.
  createEffect(() => {
    const about = documents.data?.find(({ id }) => id === document());
    if (about?.propertyId && untrack(property) === undefined) setProperty(about.propertyId);
  });
  const said = createMemo(() => properties.data?.find(({ id }) => id === property())?.communityRules ?? null);
  // A vote begins as the community's rules have it.
  createEffect(
    on(said, (rules) => {
      if (rules === null) return;
      const { form, principle, proxies, secret } = voting();
      const begun = {
        ...voting(),
        principle: form === 'circularMajority' ? rules.votingPrinciple : principle,
        proxies: { ...proxies, most: rules.proxiesMost },
      };
      setVoting({ ...begun, secret: secret && votingProblem(begun) !== 'secrecyImpossible' });
    }),
  );
  const vote = () => kind() === 'vote';
  const steps = () =>
    vote()
      ? [m.campaign_step_what(), m.campaign_step_how(), m.campaign_step_who()]
      : [m.campaign_step_what(), m.campaign_step_who()];
  const last = () => step() === steps().length - 1;
  const chosen = () => {
    const first = property();
    return first === undefined ? [] : [first, ...more().filter((each) => each !== first)];
  };
  const nameOf = (propertyId: string) => (properties.data ?? []).find(({ id }) => id === propertyId)?.name ?? '';
  const asked = () => ({
    kind: kind(),
    audience: audience(),
    voting: vote() ? voting() : null,
    ...(keyDate() && { keyDate: keyDate() }),
  });
  const preview = useQuery(() => ({
    queryKey: [...officeKey, 'campaign-preview', chosen(), asked()],
    queryFn: async () => {
      const found = new Map<string, Preview>();
      for (const propertyId of chosen())
        found.set(propertyId, await api.campaigns.preview.query({ ...asked(), propertyId, exclusions: [] }));
      return Object.fromEntries(found);
    },
    enabled: last() && chosen().length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: false as const,
    throwOnError: false,
  }));
  // Each has ids of its own, and what is opened already is not opened again when another one has to be mended.
  const drafts = new Map<string, { id: string; commandId: string; number?: string }>();
  const opening = createAct(
    async (input: Omit<NewCampaign, 'id' | 'propertyId' | 'commandId'> & { commandId: string }) => {
      const opened: { id: string; number: string }[] = [];
      for (const propertyId of chosen()) {
        const draft = drafts.get(propertyId) ?? { id: crypto.randomUUID(), commandId: crypto.randomUUID() };
        drafts.set(propertyId, draft);
        if (draft.number === undefined) {
          const own = { ...input, propertyId, ...draft, exclusions: exclusions()[propertyId] ?? [] };
          try {
            draft.number = (await api.campaigns.open.mutate(own)).number;
          } catch (error) {
            setFailedAt(propertyId);
            // A refusal was stored under nothing: what is mended is another act.
            if (!isUnanswered(refusalIn(error))) draft.commandId = crypto.randomUUID();
            throw error;
          }
        }
        opened.push({ id: draft.id, number: draft.number ?? '' });
      }
      return opened;
    },
  );
  const wrong = () => {
    if (step() === 0) return !property() || title().trim().length < 3 || question().trim().length < 3;
    if (vote() && step() === 1) return lacksLowering(voting()) || votingProblem(voting()) !== null;
    const unexplained = chosen().some((each) => exclusions()[each]?.some(({ reason }) => reason.trim().length < 3));
    const found = chosen().map((each) => preview.data?.[each]);
    return endOf(until()) === undefined || unexplained || found.some((each) => each?.problem !== null);
  };
  let form: HTMLFormElement | undefined;
  const go = async () => {
    setTried(true);
    if (wrong() || uploading()) {
      queueMicrotask(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (!last()) {
      setTried(false);
      setStep(step() + 1);
      form?.querySelector<HTMLElement>('h1')?.focus();
      return;
    }
    const deadline = endOf(until());
    if (!deadline) return;
    const opened = await opening.run({
      ...asked(),
      title: title().trim(),
      question: question().trim(),
      deadline,
      files: files(),
      documentId: document() === NONE ? null : document(),
    });
    const [only, another] = opened ?? [];
    if (!opened || !only) return;
    toast({
      text: another ? m.campaign_opened_more({ count: opened.length }) : m.campaign_opened({ number: only.number }),
    });
    navigate(another ? '/abstimmungen' : `/abstimmungen/${only.id}`, { replace: true });
  };
  return (
    <form
      ref={form}
      novalidate
      class="mx-auto flex max-w-170 flex-col gap-5 px-5 pt-6 pb-12 max-sm:px-4"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <h1 tabindex="-1" class="text-2xl font-bold tracking-[-0.012em] outline-none">
        {vote() ? m.campaign_new() : m.campaign_new_receipt()}
      </h1>
      <Stepper steps={steps()} current={step()} />
      <Switch>
        <Match when={step() === 0}>
          <RadioCards<NewCampaign['kind']>
            label={m.campaign_kind()}
            columns={2}
            cards={[
              { value: 'vote', title: m.campaign_kind_vote(), detail: m.campaign_kind_vote_detail() },
              { value: 'readReceipt', title: m.campaign_kind_read_receipt(), detail: m.campaign_kind_receipt_detail() },
            ]}
            value={kind()}
            onChange={setKind}
          />
          <Select
            label={m.campaign_property()}
            value={property()}
            onChange={setProperty}
            options={(properties.data ?? []).map(({ id: value, name }) => ({ value, label: name }))}
            error={tried() && !property() ? m.ticket_choice_missing() : undefined}
          />
          <OtherProperties
            properties={(properties.data ?? []).filter(({ id }) => id !== property())}
            chosen={more()}
            vote={vote()}
            onChange={setMore}
          />
          <Show when={!vote()}>
            <RadioCards<Audience>
              label={m.campaign_audience()}
              columns={3}
              cards={[
                { value: 'owners', title: m.campaign_audience_owners() },
                { value: 'residents', title: m.campaign_audience_residents() },
                { value: 'board', title: m.campaign_audience_board() },
              ]}
              value={audience()}
              onChange={setAudience}
            />
          </Show>
          <TextField
            label={m.campaign_subject()}
            maxLength={120}
            value={title()}
            onInput={(event) => setTitle(event.currentTarget.value)}
            error={tried() && title().trim().length < 3 ? m.campaign_subject_short() : undefined}
          />
          <TextArea
            label={vote() ? m.campaign_question_vote() : m.campaign_question_receipt()}
            hint={vote() ? m.campaign_question_vote_hint() : undefined}
            maxLength={4000}
            value={question()}
            onInput={(event) => setQuestion(event.currentTarget.value)}
            error={tried() && question().trim().length < 3 ? m.campaign_question_missing() : undefined}
          />
          <Show when={(documents.data ?? []).length > 0}>
            <Select
              label={m.campaign_about_document()}
              hint={m.campaign_about_document_hint()}
              optional
              value={document()}
              onChange={setDocument}
              options={[
                { value: NONE, label: m.campaign_no_document() },
                ...(documents.data ?? []).map(({ id: value, number, title: name }) => ({
                  value,
                  label: `${number} · ${name}`,
                })),
              ]}
            />
          </Show>
          <FilePicker
            label={m.campaign_files()}
            hint={m.campaign_files_hint()}
            most={10}
            onChange={setFiles}
            onBusy={setUploading}
          />
        </Match>
        <Match when={vote() && step() === 1}>
          <RulesForm
            voting={voting()}
            said={said()}
            tried={tried()}
            onChange={(next) => {
              setVoting(next);
              setAudience(next.form === 'board' ? 'board' : 'owners');
            }}
          />
        </Match>
        <Match when={last()}>
          <div class="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
            <TextField
              type="date"
              label={m.campaign_deadline()}
              value={until()}
              onInput={(event) => setUntil(event.currentTarget.value)}
              error={tried() && endOf(until()) === undefined ? m.campaign_deadline_missing() : undefined}
            />
            <TextField
              type="date"
              label={m.campaign_key_date()}
              hint={
                audience() !== 'owners'
                  ? undefined
                  : vote()
                    ? m.campaign_key_date_hint()
                    : m.campaign_key_date_hint_receipt()
              }
              optional
              value={keyDate()}
              onInput={(event) => setKeyDate(event.currentTarget.value)}
            />
          </div>
          <For each={chosen()}>
            {(propertyId) => (
              <AskedPreview
                {...(chosen().length > 1 && { property: nameOf(propertyId) })}
                preview={preview.data?.[propertyId]}
                failure={preview.error}
                voting={vote() ? voting() : null}
                exclusions={exclusions()[propertyId] ?? []}
                onExclude={(excluded) => setExclusions((all) => ({ ...all, [propertyId]: excluded }))}
              />
            )}
          </For>
        </Match>
      </Switch>
      <Show when={opening.error()}>
        {(error) => (
          <ErrorNote title={[chosen().length > 1 && nameOf(failedAt() ?? ''), error()].filter(Boolean).join(': ')} />
        )}
      </Show>
      <div class="flex flex-wrap gap-2 max-sm:flex-col">
        <Button type="submit" look="filled" busy={opening.busy() || uploading()}>
          {!last() ? m.campaign_next() : vote() ? m.campaign_open_vote() : m.campaign_open_receipt()}
        </Button>
        <Show
          when={step() > 0}
          fallback={
            <Button look="quiet" onClick={() => navigate('/abstimmungen')}>
              {m.ui_cancel()}
            </Button>
          }
        >
          <Button look="quiet" onClick={() => setStep(step() - 1)}>
            {m.campaign_back()}
          </Button>
        </Show>
      </div>
    </form>
  );
}
