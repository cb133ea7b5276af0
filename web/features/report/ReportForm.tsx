import { createEffect, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js';
import { reconcile } from 'solid-js/store';
import { m } from '../../../.build/i18n/messages.js';
import { questionsFor } from '../../../domain/report/categories.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { keepSteps } from '../../ui/steps.ts';
import { TextField } from '../../ui/TextField.tsx';
import { sayWord } from '../lifecycle/words.ts';
import { Answered } from '../portal/Answered.tsx';
import { answersIn, judged, type KeptForm } from './draft.ts';
import { Photos } from './Photos.tsx';
import { CategoryScreen, Details, Questions, Safety } from './Screens.tsx';
import { say, suggestedTitle } from './texts.ts';

/** A place that can be chosen. */
export type PlaceChoice = { value: string; title: string; detail?: string; kind: 'unit' | 'common' };

/** The four screens of a report: what, where, more about it, and the look back with sending. */
export function ReportForm(props: {
  form: KeptForm;
  /** Where it can be, in the order to show. */
  places: readonly PlaceChoice[];
  /** Above the places: which house, where there are several. */
  house?: JSX.Element;
  /** Makes sure that photos may be sent. */
  prepareUpload: () => Promise<void>;
  /** On the last screen, before sending: who reports, and the proof of their address. */
  contact?: (check: { missing: boolean }) => JSX.Element;
  /** Whether everything that `contact` asks for is there. */
  contactComplete?: boolean;
  /** What is reported already, above the details. */
  known?: () => JSX.Element;
  sendLabel: string;
  busy: boolean;
  failure: string | undefined;
  onSend: () => void;
}): JSX.Element {
  const { form } = props;
  const { change } = form;
  const [missing, setMissing] = createSignal(false);
  const [sending, setSending] = createSignal(false);
  const draft = form.draft;
  const category = () => form.category();
  const screen = () => (category() ? draft.screen : 0);
  const places = () => props.places.filter(({ kind }) => category()?.places.includes(kind) ?? true);
  const chosen = () => places().find(({ value }) => value === draft.place);
  const advice = () => (draft.adviceRead ? null : judged(form).safety);
  const title = () => draft.title ?? suggestedTitle(category(), draft.answers);
  const titles = [m.report_what(), m.report_where(), m.report_more(), m.report_review()];
  let heading: HTMLHeadingElement | undefined;

  const go = (next: number) => {
    setMissing(false);
    // Who goes back from joining writes their own report after all.
    change({ screen: next, joining: null });
  };
  // Forward only past what is filled in and has arrived: an answer may have been changed since.
  keepSteps('report', screen, (to) => (to < screen() || (complete() && !sending())) && go(to), { ends: true });
  // Each screen begins at its top, and those who listen hear where they are.
  createEffect(
    on(
      () => [screen(), advice() !== null],
      () => {
        scrollTo({ top: 0 });
        heading?.focus({ preventScroll: true });
      },
      { defer: true },
    ),
  );
  // With one place only there is nothing to choose.
  createEffect(() => {
    const [only, second] = places();
    if (only && !second && draft.place !== only.value) change('place', only.value);
  });
  const complete = () => {
    const current = category();
    if (screen() === 1) return chosen() !== undefined && (!draft.place?.startsWith('flat') || draft.flat.trim() !== '');
    if (screen() === 2) {
      const unanswered = current
        ? questionsFor(current, draft.answers).some(
            ({ id, answers }) => !answers.some((answer) => answer.id === draft.answers[id]),
          )
        : true;
      return !unanswered && title().trim().length >= 3;
    }
    return true;
  };
  const pointOut = () => {
    setMissing(true);
    queueMicrotask(() => document.querySelector('[role="alert"]')?.scrollIntoView({ block: 'center' }));
  };
  const forward = () => {
    if (!complete()) return pointOut();
    if (screen() < 3) go(screen() + 1);
    else if (props.contactComplete === false) pointOut();
    else {
      setMissing(false);
      props.onSend();
    }
  };
  /** Danger is not made to wait for details: what is known is sent at once; without an account the address comes first. */
  const reportDanger = () => {
    change('adviceRead', true);
    go(3);
    if (!props.contact) props.onSend();
  };
  return (
    <>
      <div class="mb-4 flex items-center gap-1">
        <Show when={screen() > 0}>
          <IconButton icon="chevronLeft" label={m.ui_back()} onClick={() => go(screen() - 1)} class="-ml-3" />
        </Show>
        <div class="min-w-0 flex-1">
          <p class="text-base text-muted">{m.report_step({ at: screen() + 1, of: 4 })}</p>
          <h1 ref={heading} tabindex="-1" class="text-2xl font-bold tracking-[-0.012em] text-balance outline-none">
            {titles[screen()]}
          </h1>
        </div>
      </div>
      <form
        novalidate
        class="flex min-h-[calc(100dvh-10rem)] flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          forward();
        }}
      >
        <Switch>
          <Match when={screen() === 0}>
            <CategoryScreen form={form} onDone={() => go(1)} />
          </Match>
          <Match when={screen() === 1}>
            {props.house}
            <RadioCards
              label={m.report_where()}
              hideLabel
              cards={places().map(({ value, title: name, detail }) => ({ value, title: name, detail }))}
              value={chosen()?.value}
              onChange={(value) => change('place', value)}
              error={missing() && !chosen() ? m.report_place_missing() : undefined}
            />
            <Show when={draft.place?.startsWith('flat')}>
              <TextField
                label={m.report_flat_label()}
                hint={m.report_flat_hint()}
                maxLength={120}
                value={draft.flat}
                onInput={(event) => change('flat', event.currentTarget.value)}
                error={missing() && draft.flat.trim() === '' ? m.report_flat_missing() : undefined}
              />
            </Show>
          </Match>
          <Match when={screen() === 2}>
            <Show
              when={advice()}
              fallback={
                <>
                  <Questions form={form} missing={missing()} />
                  {props.known?.()}
                  <Details
                    form={form}
                    missing={missing()}
                    photos={<Photos form={form} prepare={props.prepareUpload} onBusy={setSending} />}
                  />
                </>
              }
            >
              {(shown) => (
                <Safety
                  danger={shown()}
                  onReport={reportDanger}
                  onOtherAnswer={() => change('answers', reconcile({}))}
                />
              )}
            </Show>
          </Match>
          <Match when={screen() === 3}>
            <Facts facts={reviewFacts()} />
            {props.contact?.({ missing: missing() })}
          </Match>
        </Switch>
        <Show when={props.failure && screen() === 3}>
          <ErrorNote title={props.failure ?? ''} text={m.report_kept_words()} />
        </Show>
        <Show when={screen() > 0 && !(screen() === 2 && advice())}>
          <div class="sticky bottom-0 -mx-4 mt-auto border-t border-line bg-bg px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            <Button type="submit" look="filled" busy={props.busy} disabled={sending()}>
              {sending() ? m.report_photos_busy() : screen() === 3 ? props.sendLabel : m.report_next()}
            </Button>
          </div>
        </Show>
      </form>
    </>
  );

  function reviewFacts() {
    if (draft.joining)
      return [
        { term: m.report_fact_joining(), value: <b>{say(draft.joining.title)}</b> },
        { term: m.report_fact_where(), value: [chosen()?.title, chosen()?.detail].filter(Boolean).join(', ') },
      ];
    const current = category();
    const answers = answersIn(form);
    const { urgency } = judged(form);
    const place = chosen();
    const facts: { term: string; value: JSX.Element }[] = [
      { term: m.report_fact_what(), value: <b>{title()}</b> },
      {
        term: m.report_fact_where(),
        value: [place?.title, draft.place?.startsWith('flat') ? draft.flat : place?.detail].filter(Boolean).join(', '),
      },
    ];
    const answered = (current ? questionsFor(current, answers) : []).flatMap((question) => {
      const given = question.answers.find(({ id }) => id === answers[question.id]);
      return given ? [{ question: say(question.label), answer: say(given.label) }] : [];
    });
    if (answered.length > 0) facts.push({ term: m.report_fact_answers(), value: <Answered answers={answered} /> });
    if (draft.description.trim()) facts.push({ term: m.report_fact_description(), value: draft.description.trim() });
    if (draft.access.trim()) facts.push({ term: m.report_fact_access(), value: draft.access.trim() });
    if (draft.files.length > 0) facts.push({ term: m.report_photos(), value: String(draft.files.length) });
    if (urgency !== 'normal')
      facts.push({
        term: m.report_fact_urgency(),
        value: (
          <Pill tone="late" dot>
            {sayWord('urgency', urgency)}
          </Pill>
        ),
      });
    return facts;
  }
}
