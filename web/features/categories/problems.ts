import { m } from '../../../.build/i18n/messages.js';
import type { CategoryDocument } from '../../../domain/report/categories.ts';
import type { CategoryProblem } from '../../../domain/report/document.ts';
import { locale } from '../../ui/locale.ts';

/** What is wrong, in a sentence that stands at the field. */
export const problemSentences: Record<CategoryProblem['code'], () => string> = {
  nothingOffered: () => m.categories_problem_nothing_offered(),
  missing: () => m.categories_problem_missing(),
  sameId: () => m.categories_problem_same_id(),
  sameName: () => m.categories_problem_same_name(),
  nameMissing: () => m.categories_problem_name_missing(),
  nameOneLanguage: () => m.categories_problem_one_language(),
  hintOneLanguage: () => m.categories_problem_hint_one_language(),
  placeMissing: () => m.categories_problem_place_missing(),
  questionMissing: () => m.categories_problem_question_missing(),
  questionOneLanguage: () => m.categories_problem_one_language(),
  answersFew: () => m.categories_problem_answers_few(),
  answerMissing: () => m.categories_problem_answer_missing(),
  answerOneLanguage: () => m.categories_problem_one_language(),
  answerTwice: () => m.categories_problem_answer_twice(),
  dependsOnUnknown: () => m.categories_problem_depends_on_unknown(),
  dependsOnLater: () => m.categories_problem_depends_on_later(),
  dependsOnDanger: () => m.categories_problem_depends_on_danger(),
  retiredInPolicy: () => m.categories_problem_retired_in_policy(),
};

/** "Wasser, Frage 2: Diese Frage braucht mindestens zwei Antworten." */
export function sayProblem(
  { code, category: id, question, answer }: CategoryProblem,
  ...documents: CategoryDocument[]
): string {
  const category = documents.flatMap(({ categories }) => categories).find((each) => each.id === id);
  const name = category && (category.label[locale()] || category.label.de || m.categories_unnamed());
  const nth = category?.questions.findIndex((each) => each.id === question) ?? -1;
  const answers = category?.questions[nth]?.answers ?? [];
  const which = answers.findIndex((each) => each.id === answer);
  const where = [
    name,
    nth >= 0 && m.categories_question_nth({ n: nth + 1 }),
    which >= 0 && m.categories_answer_nth({ n: which + 1 }),
  ]
    .filter(Boolean)
    .join(', ');
  const sentence = problemSentences[code]();
  return where ? `${where}: ${sentence}` : sentence;
}
