import { z } from 'zod';
import { urgencies } from '../policy/policy.ts';
import { type Category, type CategoryDocument, type Question, safeties, type Text, trades } from './categories.ts';

/** How much a document may hold: a resident has to find the way through it on a phone. */
export const MOST = { categories: 40, questions: 12, answers: 12, words: 120 };

const id = z.string().regex(/^[a-zA-Z0-9-]{1,40}$/);
const text = z.strictObject({ de: z.string().trim().max(MOST.words), en: z.string().trim().max(MOST.words) });

const answer = z.strictObject({
  id,
  label: text,
  urgency: z.enum(urgencies).optional(),
  safety: z.enum(safeties).optional(),
});

const question = z.strictObject({
  id,
  label: text,
  answers: z.array(answer).max(MOST.answers),
  when: z.strictObject({ question: id, answer: id }).optional(),
});

const category = z.strictObject({
  id,
  label: text,
  hint: text,
  trade: z.enum(trades),
  places: z.array(z.enum(['unit', 'common'])).max(2),
  questions: z.array(question).max(MOST.questions),
  retired: z.boolean().optional(),
});

/** A document of categories as it comes from outside: its shape only, see `categoryProblems` for what it says. */
export const categoryDocument = z.strictObject({ categories: z.array(category).max(MOST.categories) });

/** What is wrong with a document, and where: a category, one of its questions, one of that question's answers. */
export interface CategoryProblem {
  code:
    | 'nothingOffered'
    | 'missing'
    | 'sameId'
    | 'sameName'
    | 'nameMissing'
    | 'nameOneLanguage'
    | 'hintOneLanguage'
    | 'placeMissing'
    | 'questionMissing'
    | 'questionOneLanguage'
    | 'answersFew'
    | 'answerMissing'
    | 'answerOneLanguage'
    | 'answerTwice'
    | 'dependsOnUnknown'
    | 'dependsOnLater'
    | 'dependsOnDanger'
    | 'retiredInPolicy';
  /** Whether the document can't be published because of it. */
  blocks: boolean;
  category: string | null;
  question?: string;
  answer?: string;
}

/** What surrounds a document: the one that is in force, and the categories for which the policy has rules of its own. */
export interface Surroundings {
  live: CategoryDocument;
  inPolicy: readonly string[];
}

const empty = ({ de, en }: Text): boolean => de.trim() === '' && en.trim() === '';
const half = ({ de, en }: Text): boolean => (de.trim() === '') !== (en.trim() === '');
const said = ({ de }: Text): string => de.trim().toLowerCase();

/** Everything that speaks against publishing a document, or that its author should know before; in its order. */
export function categoryProblems(document: CategoryDocument, { live, inPolicy }: Surroundings): CategoryProblem[] {
  const found: CategoryProblem[] = [];
  const { categories } = document;
  const offered = categories.filter(({ retired }) => !retired);
  for (const place of ['unit', 'common'] as const)
    if (!offered.some(({ places }) => places.includes(place))) {
      found.push({ code: 'nothingOffered', blocks: true, category: null });
      break;
    }
  for (const { id } of live.categories)
    if (!categories.some((category) => category.id === id)) found.push({ code: 'missing', blocks: true, category: id });
  categories.forEach((category, at) => {
    const add = (code: CategoryProblem['code'], where: { question?: string; answer?: string } = {}, blocks = true) =>
      found.push({ code, blocks, category: category.id, ...where });
    if (categories.findIndex(({ id }) => id === category.id) < at) add('sameId');
    // What is no longer offered is not asked any more either: it only has to be named.
    if (category.retired) {
      if (inPolicy.includes(category.id)) add('retiredInPolicy', {}, false);
      if (category.label.de.trim() === '' || category.label.en.trim() === '') add('nameMissing');
      return;
    }
    if (empty(category.label)) add('nameMissing');
    else if (half(category.label)) add('nameOneLanguage');
    const namesake = offered.find(({ label }) => said(label) !== '' && said(label) === said(category.label));
    if (namesake && namesake.id !== category.id) add('sameName');
    if (half(category.hint)) add('hintOneLanguage');
    if (category.places.length === 0) add('placeMissing');
    category.questions.forEach((asked, nth) => {
      for (const problem of questionProblems(category, asked, nth))
        add(problem.code, { question: asked.id, ...(problem.answer && { answer: problem.answer }) });
    });
  });
  return found;
}

function questionProblems(
  { questions }: Category,
  asked: Question,
  nth: number,
): { code: CategoryProblem['code']; answer?: string }[] {
  const found: { code: CategoryProblem['code']; answer?: string }[] = [];
  if (questions.findIndex(({ id }) => id === asked.id) < nth) found.push({ code: 'sameId' });
  if (empty(asked.label)) found.push({ code: 'questionMissing' });
  else if (half(asked.label)) found.push({ code: 'questionOneLanguage' });
  if (asked.answers.length < 2) found.push({ code: 'answersFew' });
  asked.answers.forEach(({ id, label }, at) => {
    if (empty(label)) found.push({ code: 'answerMissing', answer: id });
    else if (half(label)) found.push({ code: 'answerOneLanguage', answer: id });
    const first = asked.answers.findIndex(
      (other) => other.id === id || (said(label) && said(other.label) === said(label)),
    );
    if (first < at) found.push({ code: 'answerTwice', answer: id });
  });
  const code = asked.when && dependencyProblem(questions, asked.when, nth);
  if (code) found.push({ code });
  return found;
}

function dependencyProblem(
  questions: readonly Question[],
  when: NonNullable<Question['when']>,
  nth: number,
): CategoryProblem['code'] | null {
  const at = questions.findIndex(({ id }) => id === when.question);
  const given = questions[at]?.answers.find(({ id }) => id === when.answer);
  if (!given) return 'dependsOnUnknown';
  if (at >= nth) return 'dependsOnLater';
  // After such an answer the form ends: nothing is asked any more.
  return given.safety ? 'dependsOnDanger' : null;
}
