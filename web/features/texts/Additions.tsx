import { useQueryClient } from '@tanstack/solid-query';
import { createEffect, createSignal, type JSX, on, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import {
  ADDITION_LONGEST,
  type Addable,
  addable,
  inAdditions,
  toContractors,
} from '../../../domain/texts/additions.ts';
import { fill, openIn } from '../../../domain/texts/placeholders.ts';
import { type Answers, api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { toast } from '../../ui/Toast.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { Placeholders, placeholderProblem, putIn } from './Blocks.tsx';
import { MailView } from './MailView.tsx';
import { additionsKey, useAdditions } from './queries.ts';

type Language = 'de' | 'en';

/** How long typing has to rest before the mail is rendered again. */
const REST_MS = 400;

const templateWords: Record<Addable, () => string> = {
  reportReceived: () => m.texts_mail_report_received(),
  ticketRejected: () => m.texts_mail_ticket_rejected(),
  ticketForwarded: () => m.texts_mail_ticket_forwarded(),
  clarificationAsked: () => m.texts_mail_clarification_asked(),
  clarificationAnswered: () => m.texts_mail_clarification_answered(),
  noteAdded: () => m.texts_mail_note_added(),
  approvalAsked: () => m.texts_mail_approval_asked(),
  ownerInformed: () => m.texts_mail_owner_informed(),
  ticketOrdered: () => m.texts_mail_ticket_ordered(),
  slotsProposed: () => m.texts_mail_slots_proposed(),
  appointmentAgreed: () => m.texts_mail_appointment_agreed(),
  appointmentMoved: () => m.texts_mail_appointment_moved(),
  appointmentCancelled: () => m.texts_mail_appointment_cancelled(),
  appointmentMissed: () => m.texts_mail_appointment_missed(),
  appointmentTomorrow: () => m.texts_mail_appointment_tomorrow(),
  confirmCompletion: () => m.texts_mail_confirm_completion(),
  ticketClosed: () => m.texts_mail_ticket_closed(),
  ticketReopened: () => m.texts_mail_ticket_reopened(),
  ticketMerged: () => m.texts_mail_ticket_merged(),
  followStarted: () => m.texts_mail_follow_started(),
  followedClosed: () => m.texts_mail_followed_closed(),
  reminder: () => m.texts_mail_reminder(),
  orderOffered: () => m.texts_mail_order_offered(),
  orderWithdrawn: () => m.texts_mail_order_withdrawn(),
  proposeSlots: () => m.texts_mail_propose_slots(),
  slotsCountered: () => m.texts_mail_slots_countered(),
  reworkDemanded: () => m.texts_mail_rework_demanded(),
  workAccepted: () => m.texts_mail_work_accepted(),
};

/** What the office adds to messages: words for one kind in one language, beside the mail as it would go out. */
export function Additions(): JSX.Element {
  const found = useAdditions();
  const [template, setTemplate] = createSignal<Addable>('reportReceived');
  const [language, setLanguage] = createSignal<Language>('de');
  const kept = () => found.data?.find((each) => each.template === template() && each.locale === language())?.text ?? '';
  const label = (id: Addable) => {
    const words = templateWords[id]();
    const whose = toContractors.has(id) ? m.texts_to_contractors({ mail: words }) : words;
    return found.data?.some((each) => each.template === id) ? m.texts_with_addition({ mail: whose }) : whose;
  };
  return (
    <section class="mt-4">
      <p class="max-w-180 text-muted">{m.texts_additions_lead()}</p>
      <Loaded query={found} failed={m.texts_failed()} class="mt-4">
        {() => (
          <div class="mt-4 grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <div class="grid min-w-0 gap-4 rounded-xl border border-line bg-surface p-4">
              <Select
                label={m.texts_which_mail()}
                value={template()}
                onChange={setTemplate}
                options={addable.map((value) => ({ value, label: label(value) }))}
              />
              <RadioCards<Language>
                label={m.texts_language()}
                columns={2}
                cards={[
                  { value: 'de', title: m.texts_german() },
                  { value: 'en', title: m.texts_english() },
                ]}
                value={language()}
                onChange={setLanguage}
              />
              <Show when={`${template()} ${language()}`} keyed>
                <AdditionForm template={template()} language={language()} kept={kept()} />
              </Show>
            </div>
            <div class="min-w-0 lg:sticky lg:top-4">
              <Preview template={template()} language={language()} text={written() ?? kept()} />
            </div>
          </div>
        )}
      </Loaded>
    </section>
  );
}

/** What is being typed, for the mail beside it; undefined while it is as it is kept. */
const [written, setWritten] = createSignal<string>();

function AdditionForm(props: { template: Addable; language: Language; kept: string }): JSX.Element {
  const client = useQueryClient();
  const [text, setText] = createSignal(props.kept);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  let area: HTMLTextAreaElement | undefined;
  createEffect(() => setWritten(text()));
  onCleanup(() => setWritten(undefined));
  const problem = () => {
    const known = Object.fromEntries(inAdditions.map((id) => [id, '-']));
    const [elsewhere] = openIn(fill(text(), known));
    return placeholderProblem(text()) ?? (elsewhere && m.texts_placeholder_elsewhere({ placeholder: elsewhere }));
  };
  const save = async () => {
    if (problem()) return area?.focus();
    setBusy(true);
    setFailure(undefined);
    try {
      await api.texts.saveAddition.mutate({ template: props.template, locale: props.language, text: text().trim() });
      toast({ text: text().trim() ? m.texts_addition_saved() : m.texts_addition_removed() });
      await client.invalidateQueries({ queryKey: additionsKey });
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <TextArea
        ref={area}
        label={m.texts_addition()}
        hint={m.texts_addition_hint()}
        lang={props.language}
        rows={6}
        maxLength={ADDITION_LONGEST}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        error={problem()}
      />
      <Placeholders offered={inAdditions} onChoose={(words) => setText(putIn(area, text(), words))} />
      <Show when={failure()}>{(why) => <ErrorNote title={why()} />}</Show>
      <div>
        <Button
          density="desk"
          look="filled"
          busy={busy()}
          disabled={text().trim() === props.kept}
          onClick={() => void save()}
        >
          {m.texts_save()}
        </Button>
      </div>
    </>
  );
}

function Preview(props: { template: Addable; language: Language; text: string }): JSX.Element {
  const [mail, setMail] = createSignal<Answers['texts']['preview']>();
  const [failure, setFailure] = createSignal<string>();
  createEffect(
    on(
      () => [props.template, props.language, props.text] as const,
      ([template, language, text], before) => {
        let over = false;
        const render = setTimeout(
          () => {
            api.texts.preview.mutate({ template, locale: language, text: text.trim() }).then(
              (rendered) => {
                if (over) return;
                setFailure(undefined);
                setMail(rendered);
              },
              (error: unknown) => !over && setFailure(sayFailure(error)),
            );
          },
          before ? REST_MS : 0,
        );
        onCleanup(() => {
          over = true;
          clearTimeout(render);
        });
      },
    ),
  );
  return (
    <section aria-labelledby="texts-preview">
      <h2 id="texts-preview" class="mb-2 font-semibold">
        {m.texts_preview()}
      </h2>
      <Show when={failure()}>{(why) => <ErrorNote title={why()} />}</Show>
      <Show when={mail()} fallback={<Skeleton shape="rows" />}>
        {(rendered) => (
          <>
            <p class="mb-2 text-muted">
              {m.texts_preview_subject()} <b class="font-semibold text-ink">{rendered().subject}</b>
            </p>
            <MailView html={rendered().html} label={rendered().text} />
          </>
        )}
      </Show>
      <p class="mt-2 text-sm text-muted">{m.texts_preview_hint()}</p>
    </section>
  );
}
