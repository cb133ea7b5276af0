import { createEffect, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Category, type CategoryDocument, offeredIn, type Text } from '../../../domain/report/categories.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DensityContext } from '../../ui/density.ts';
import { Pill } from '../../ui/Pill.tsx';
import { sayWord } from '../lifecycle/words.ts';
import { createTrial, judged } from '../report/draft.ts';
import { CategoryScreen, Questions, Safety } from '../report/Screens.tsx';
import { suggestedTitle } from '../report/texts.ts';

/** The text, with something in its place where it is still to be written. */
function filled({ de, en }: Text, instead: string): Text {
  return { de: de.trim() || instead, en: en.trim() || instead };
}

function named(category: Category): Category {
  return {
    ...category,
    label: filled(category.label, m.categories_unnamed()),
    questions: category.questions.map((question, n) => ({
      ...question,
      label: filled(question.label, m.categories_question_nth({ n: n + 1 })),
      answers: question.answers.map((answer, which) => ({
        ...answer,
        label: filled(answer.label, m.categories_answer_nth({ n: which + 1 })),
      })),
    })),
  };
}

/** The resident's form as the document makes it, to be tried on a phone: the same parts, nothing is sent. */
export function Preview(props: { document: CategoryDocument; category: string | undefined }): JSX.Element {
  const form = createTrial(() => ({ version: 0, categories: offeredIn(props.document).map(named) }));
  const [choosing, setChoosing] = createSignal(false);
  const show = (id: string | undefined) => {
    form.restart();
    if (id) form.change('category', id);
    setChoosing(!id || !form.category());
  };
  createEffect(on(() => props.category, show));
  const danger = () => (form.draft.adviceRead ? null : judged(form).safety);
  return (
    <section aria-labelledby="categories-preview" class="min-w-0">
      <div class="mb-2 flex items-center gap-2">
        <h2 id="categories-preview" class="mr-auto font-semibold">
          {m.categories_preview()}
        </h2>
        <Button density="desk" look="quiet" onClick={() => show(form.draft.category ?? undefined)}>
          {m.categories_preview_restart()}
        </Button>
      </div>
      <DensityContext.Provider value="phone">
        <div class="mx-auto h-160 max-w-90 overflow-y-auto rounded-3xl border-4 border-line-strong bg-bg px-4 py-4 text-lg">
          <div class="mb-4 flex items-center gap-1">
            <Show when={!choosing()}>
              <IconButton icon="chevronLeft" label={m.ui_back()} onClick={() => setChoosing(true)} class="-ml-3" />
            </Show>
            <p class="text-2xl font-bold tracking-[-0.012em]">{choosing() ? m.report_what() : m.report_more()}</p>
          </div>
          <Switch>
            <Match when={choosing() || !form.category()}>
              <CategoryScreen form={form} onDone={() => setChoosing(false)} />
            </Match>
            <Match when={danger()}>
              {(shown) => (
                <Safety
                  danger={shown()}
                  onReport={() => form.change('adviceRead', true)}
                  onOtherAnswer={() => show(form.draft.category ?? undefined)}
                />
              )}
            </Match>
            <Match when={form.category()}>
              <div class="flex flex-col gap-5">
                <Questions form={form} missing={false} />
                <div class="grid gap-1 rounded-xl bg-sunken px-3.5 py-3 text-md">
                  <span class="text-muted">{m.report_title_label()}</span>
                  <b class="font-semibold">{suggestedTitle(form.category(), form.draft.answers) || '–'}</b>
                  <Pill tone={judged(form).urgency === 'normal' ? 'neutral' : 'late'} class="justify-self-start">
                    {sayWord('urgency', judged(form).urgency)}
                  </Pill>
                </div>
              </div>
            </Match>
          </Switch>
        </div>
      </DensityContext.Provider>
      <p class="mt-2 text-sm text-muted">{m.categories_preview_hint()}</p>
    </section>
  );
}
