import { Index, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Category, type Question, trades } from '../../../domain/report/categories.ts';
import { type CategoryProblem, MOST } from '../../../domain/report/document.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { sayTrade } from '../ticket/trades.ts';
import { moved, newQuestion, replaced, without } from './model.ts';
import { problemSentences } from './problems.ts';
import { QuestionEditor } from './QuestionEditor.tsx';
import { TextPair } from './TextPair.tsx';

/** One category: its name, where it can be, who works on it, and what is asked. */
export function CategoryEditor(props: {
  category: Category;
  problems: readonly CategoryProblem[];
  /** Whether tickets may have been reported with it: then it is retired, not deleted. */
  published: boolean;
  onChange: (category: Category) => void;
  onDelete: () => void;
}): JSX.Element {
  const change = (part: Partial<Category>) => props.onChange({ ...props.category, ...part });
  const questions = (next: Question[]) => change({ questions: next });
  const problem = (...codes: CategoryProblem['code'][]) => {
    const found = props.problems.find(({ code, question }) => codes.includes(code) && question === undefined);
    return found && problemSentences[found.code]();
  };
  const place = (which: 'unit' | 'common', on: boolean) =>
    change({
      places: (['unit', 'common'] as const).filter((each) =>
        each === which ? on : props.category.places.includes(each),
      ),
    });
  return (
    <div class="grid min-w-0 grid-cols-1 gap-4">
      <section class="grid min-w-0 grid-cols-1 gap-3 rounded-xl border border-line bg-surface p-4">
        <Show when={props.category.retired}>
          <p class="rounded-lg bg-sunken px-3 py-2 text-muted">{m.categories_retired_text()}</p>
        </Show>
        <Show when={problem('retiredInPolicy')}>
          <p class="rounded-lg bg-us-soft px-3 py-2 text-us">{problem('retiredInPolicy')}</p>
        </Show>
        <TextPair
          label={m.categories_name()}
          value={props.category.label}
          onChange={(label) => change({ label })}
          error={problem('nameMissing', 'nameOneLanguage')}
        />
        <Show when={problem('sameName', 'sameId')}>
          <p role="alert" class="text-late">
            {problem('sameName', 'sameId')}
          </p>
        </Show>
        <TextPair
          label={m.categories_hint()}
          optional
          value={props.category.hint}
          onChange={(hint) => change({ hint })}
          error={problem('hintOneLanguage')}
        />
        <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Select
            label={m.categories_trade()}
            value={props.category.trade}
            onChange={(trade) => change({ trade })}
            options={trades.map((value) => ({ value, label: sayTrade(value) }))}
          />
          <fieldset class="min-w-0">
            <legend class="mb-1.5 font-semibold">{m.categories_places()}</legend>
            <div class="flex flex-wrap gap-x-5">
              <Checkbox
                label={m.categories_place_unit()}
                checked={props.category.places.includes('unit')}
                onChange={(on) => place('unit', on)}
              />
              <Checkbox
                label={m.categories_place_common()}
                checked={props.category.places.includes('common')}
                onChange={(on) => place('common', on)}
              />
            </div>
            <Show when={problem('placeMissing')}>
              <p role="alert" class="text-late">
                {problem('placeMissing')}
              </p>
            </Show>
          </fieldset>
        </div>
        <div>
          <Show
            when={props.published}
            fallback={
              <Button density="desk" look="quiet" icon="trash" onClick={() => props.onDelete()}>
                {m.categories_delete()}
              </Button>
            }
          >
            <Button
              density="desk"
              look="quiet"
              onClick={() => {
                const { retired, ...rest } = props.category;
                props.onChange(retired ? rest : { ...rest, retired: true });
              }}
            >
              {props.category.retired ? m.categories_offer_again() : m.categories_retire()}
            </Button>
          </Show>
        </div>
      </section>
      <Index each={props.category.questions}>
        {(question, n) => (
          <QuestionEditor
            question={question()}
            nth={n}
            of={props.category.questions.length}
            earlier={props.category.questions.slice(0, n)}
            problems={props.problems.filter((each) => each.question === question().id)}
            onChange={(next) => questions(replaced(props.category.questions, n, next))}
            onMove={(to) => questions(moved(props.category.questions, n, to))}
            onRemove={() => questions(without(props.category.questions, n))}
          />
        )}
      </Index>
      <Show when={props.category.questions.length === 0}>
        <p class="text-muted">{m.categories_no_questions()}</p>
      </Show>
      <Show when={props.category.questions.length < MOST.questions}>
        <div>
          <Button icon="plus" density="desk" onClick={() => questions([...props.category.questions, newQuestion()])}>
            {m.categories_add_question()}
          </Button>
        </div>
      </Show>
    </div>
  );
}
