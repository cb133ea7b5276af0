import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Safety as Danger, questionsFor } from '../../../domain/report/categories.ts';
import { safetyAdvice } from '../../../domain/report/safety.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type Form, judged } from './draft.ts';
import { iconOf, say, suggestedTitle } from './texts.ts';

/** What it is about: a tile each. Pressing one goes on. */
export function CategoryScreen(props: { form: Form; onDone: () => void }): JSX.Element {
  const choose = (id: string) => {
    if (props.form.draft.category !== id)
      props.form.change({ category: id, answers: {}, adviceRead: false, title: null, pressing: false });
    props.onDone();
  };
  return (
    <ul class="grid grid-cols-[repeat(auto-fill,minmax(max(8.5rem,calc(50%-0.3125rem)),1fr))] gap-2.5">
      <For each={props.form.catalogue()?.categories}>
        {(category) => (
          <li>
            <button
              type="button"
              aria-pressed={props.form.draft.category === category.id}
              onClick={() => choose(category.id)}
              class="flex h-full min-h-18 w-full flex-col items-start gap-1.5 rounded-xl border-2 border-line bg-surface px-3 py-2.5 text-left transition-colors hover:border-accent aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              <Icon name={iconOf(category)} class="text-accent" />
              <span class="max-w-full text-md leading-tight font-semibold break-words hyphens-auto">
                {say(category.label)}
              </span>
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}

/** The questions of the category, one below the other; those that depend on an answer come with it. */
export function Questions(props: { form: Form; missing: boolean }): JSX.Element {
  const { change } = props.form;
  const asked = () => {
    const category = props.form.category();
    return category ? questionsFor(category, props.form.draft.answers) : [];
  };
  return (
    <For each={asked()}>
      {(question) => (
        <RadioCards
          label={say(question.label)}
          cards={question.answers.map(({ id, label }) => ({ value: id, title: say(label) }))}
          value={props.form.draft.answers[question.id]}
          onChange={(id) => {
            change('answers', question.id, id);
            change('adviceRead', false);
          }}
          error={props.missing && !props.form.draft.answers[question.id] ? m.report_answer_missing() : undefined}
        />
      )}
    </For>
  );
}

/** What comes before any report: how to get safe, and whom to call. It ends the form; one may report it afterwards. */
export function Safety(props: { danger: Danger; onReport: () => void; onOtherAnswer: () => void }): JSX.Element {
  const advice = () => safetyAdvice[props.danger];
  return (
    <section role="alert" class="rounded-xl border-2 border-late bg-late-soft p-4">
      <h2 class="flex items-start gap-2 text-xl font-bold text-late">
        <Icon name="alert" size={24} class="mt-0.5" />
        {say(advice().title)}
      </h2>
      <ol class="mt-3 flex list-decimal flex-col gap-1.5 pl-5 font-medium">
        <For each={advice().advice}>{(step) => <li>{say(step)}</li>}</For>
      </ol>
      <div class="mt-4 flex flex-col gap-3">
        <ButtonLink look="danger" icon="phone" href={`tel:${advice().phone.number}`} class="bg-late! text-surface!">
          {m.report_call({ number: advice().phone.number })}
        </ButtonLink>
        <p class="text-md">{say(advice().phone.label)}</p>
        <Button look="outline" onClick={() => props.onReport()}>
          {m.report_after_safety()}
        </Button>
        <Button look="quiet" onClick={() => props.onOtherAnswer()}>
          {m.report_other_answer()}
        </Button>
      </div>
    </section>
  );
}

/** Title, description, photos, how to get in, and whether it is pressing. */
export function Details(props: { form: Form; missing: boolean; photos: JSX.Element }): JSX.Element {
  const { change } = props.form;
  const draft = () => props.form.draft;
  const suggestion = () => suggestedTitle(props.form.category(), draft().answers);
  return (
    <>
      <TextField
        label={m.report_title_label()}
        hint={m.report_title_hint()}
        maxLength={120}
        value={draft().title ?? suggestion()}
        onInput={(event) => change('title', event.currentTarget.value)}
        error={
          props.missing && (draft().title ?? suggestion()).trim().length < 3 ? m.report_title_missing() : undefined
        }
      />
      {props.photos}
      <TextArea
        label={m.report_description_label()}
        hint={m.report_description_hint()}
        optional
        maxLength={5000}
        value={draft().description}
        onInput={(event) => change('description', event.currentTarget.value)}
      />
      <Show when={!draft().place?.startsWith('common')}>
        <TextArea
          label={m.report_access_label()}
          hint={m.report_access_hint()}
          optional
          rows={2}
          maxLength={1000}
          value={draft().access}
          onInput={(event) => change('access', event.currentTarget.value)}
        />
      </Show>
      <Show when={judged(props.form, false).urgency === 'normal' && draft().category !== 'inquiry'}>
        <Checkbox
          label={m.report_pressing()}
          hint={m.report_pressing_hint()}
          checked={draft().pressing}
          onChange={(pressing) => change('pressing', pressing)}
        />
      </Show>
    </>
  );
}
