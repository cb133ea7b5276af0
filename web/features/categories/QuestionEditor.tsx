import { Index, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Answer, Question } from '../../../domain/report/categories.ts';
import { type CategoryProblem, MOST } from '../../../domain/report/document.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { locale } from '../../ui/locale.ts';
import { Select } from '../../ui/Select.tsx';
import {
  type Effect,
  effectOf,
  effects,
  moved,
  newAnswer,
  replaced,
  withCondition,
  withEffect,
  without,
} from './model.ts';
import { problemSentences } from './problems.ts';
import { TextPair } from './TextPair.tsx';

const effectWords: Record<Effect, () => string> = {
  normal: () => m.categories_effect_normal(),
  urgent: () => m.categories_effect_urgent(),
  emergency: () => m.categories_effect_emergency(),
  water: () => m.categories_effect_water(),
  gas: () => m.categories_effect_gas(),
  lift: () => m.categories_effect_lift(),
  fire: () => m.categories_effect_fire(),
};

/** Buttons that put something one place up or down, or take it away. */
export function Places(props: {
  name: string;
  at: number;
  of: number;
  onMove: (to: number) => void;
  onRemove?: () => void;
}): JSX.Element {
  return (
    <span class="flex shrink-0">
      <IconButton
        icon="chevronDown"
        class="rotate-180"
        label={m.categories_up({ name: props.name })}
        disabled={props.at === 0}
        onClick={() => props.onMove(props.at - 1)}
      />
      <IconButton
        icon="chevronDown"
        label={m.categories_down({ name: props.name })}
        disabled={props.at === props.of - 1}
        onClick={() => props.onMove(props.at + 1)}
      />
      <Show when={props.onRemove}>
        {(remove) => (
          <IconButton icon="trash" label={m.categories_remove({ name: props.name })} onClick={() => remove()()} />
        )}
      </Show>
    </span>
  );
}

/** One question: what it asks, when it is asked, its answers with what follows from each. */
export function QuestionEditor(props: {
  question: Question;
  nth: number;
  of: number;
  /** The questions before it: on their answers it may depend. */
  earlier: readonly Question[];
  problems: readonly CategoryProblem[];
  onChange: (question: Question) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}): JSX.Element {
  const name = () => m.categories_question_nth({ n: props.nth + 1 });
  const answers = (next: Answer[]) => props.onChange({ ...props.question, answers: next });
  const problem = (...codes: CategoryProblem['code'][]) => {
    const found = props.problems.find(({ code, answer }) => codes.includes(code) && answer === undefined);
    return found && problemSentences[found.code]();
  };
  const answerProblem = (id: string) => {
    const found = props.problems.find(({ answer }) => answer === id);
    return found && problemSentences[found.code]();
  };
  const conditions = () => {
    const { when } = props.question;
    const known = props.earlier.flatMap((earlier, n) =>
      earlier.answers.map((answer, which) => ({
        value: `${earlier.id} ${answer.id}`,
        label: m.categories_condition_when({
          question: earlier.label[locale()] || m.categories_question_nth({ n: n + 1 }),
          answer: answer.label[locale()] || m.categories_answer_nth({ n: which + 1 }),
        }),
      })),
    );
    const current = when && `${when.question} ${when.answer}`;
    // What it depended on has gone or stands below: that is shown, not hidden.
    const lost = current && !known.some(({ value }) => value === current);
    return [
      { value: '', label: m.categories_condition_always() },
      ...known,
      ...(lost ? [{ value: current, label: m.categories_condition_lost() }] : []),
    ];
  };
  const choose = (value: string) => {
    const [question, answer] = value.split(' ');
    props.onChange(withCondition(props.question, question && answer ? { question, answer } : undefined));
  };
  return (
    <fieldset class="grid min-w-0 grid-cols-1 gap-3 rounded-xl border border-line bg-surface p-4">
      <legend class="sr-only">{name()}</legend>
      <div class="flex flex-wrap items-center gap-2">
        <h2 class="mr-auto font-semibold">{name()}</h2>
        <Places name={name()} at={props.nth} of={props.of} onMove={props.onMove} onRemove={props.onRemove} />
      </div>
      <TextPair
        label={m.categories_question()}
        value={props.question.label}
        onChange={(label) => props.onChange({ ...props.question, label })}
        error={problem('questionMissing', 'questionOneLanguage', 'sameId')}
      />
      <Show when={props.earlier.length > 0 || props.question.when}>
        <Select
          label={m.categories_condition()}
          value={props.question.when ? `${props.question.when.question} ${props.question.when.answer}` : ''}
          onChange={choose}
          options={conditions()}
          error={problem('dependsOnUnknown', 'dependsOnLater', 'dependsOnDanger')}
        />
      </Show>
      <ol class="grid gap-3">
        <Index each={props.question.answers}>
          {(answer, n) => (
            <li class="grid grid-cols-1 gap-2 rounded-lg bg-sunken p-3">
              <div class="flex flex-wrap items-center gap-2">
                <span class="mr-auto text-sm font-semibold text-muted">{m.categories_answer_nth({ n: n + 1 })}</span>
                <Places
                  name={m.categories_answer_nth({ n: n + 1 })}
                  at={n}
                  of={props.question.answers.length}
                  onMove={(to) => answers(moved(props.question.answers, n, to))}
                  onRemove={() => answers(without(props.question.answers, n))}
                />
              </div>
              <TextPair
                label={m.categories_answer()}
                value={answer().label}
                onChange={(label) => answers(replaced(props.question.answers, n, { ...answer(), label }))}
                error={answerProblem(answer().id)}
              />
              <Show when={answerProblem(answer().id) && answer().label.de.trim() && answer().label.en.trim()}>
                <p role="alert" class="text-late">
                  {answerProblem(answer().id)}
                </p>
              </Show>
              <Select
                label={m.categories_effect()}
                value={effectOf(answer())}
                onChange={(effect) => answers(replaced(props.question.answers, n, withEffect(answer(), effect)))}
                options={effects.map((value) => ({ value, label: effectWords[value]() }))}
              />
            </li>
          )}
        </Index>
      </ol>
      <Show when={problem('answersFew')}>
        <p role="alert" class="text-late">
          {problem('answersFew')}
        </p>
      </Show>
      <Show when={props.question.answers.length < MOST.answers}>
        <div>
          <Button
            icon="plus"
            look="quiet"
            density="desk"
            onClick={() => answers([...props.question.answers, newAnswer()])}
          >
            {m.categories_add_answer()}
          </Button>
        </div>
      </Show>
    </fieldset>
  );
}
