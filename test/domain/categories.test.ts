import { expect, test } from 'vitest';
import { builtinCategories } from '../../domain/report/builtin.ts';
import { areAnswers, type Category, judge, offeredIn, questionsFor } from '../../domain/report/categories.ts';
import { categoryDocument, categoryProblems } from '../../domain/report/document.ts';

const { document: builtin } = builtinCategories;
const text = (de: string, en = de) => ({ de, en });
const answers = [
  { id: 'yes', label: text('Ja', 'Yes'), urgency: 'urgent' as const },
  { id: 'no', label: text('Nein', 'No') },
];
const laundry: Category = {
  id: 'laundry',
  label: text('Waschküche', 'Laundry'),
  hint: text('', ''),
  trade: 'plumbing',
  places: ['common'],
  questions: [
    { id: 'machine', label: text('Läuft die Maschine?', 'Does the machine run?'), answers },
    { id: 'noise', label: text('Ist sie laut?', 'Is it loud?'), answers, when: { question: 'machine', answer: 'yes' } },
    { id: 'smell', label: text('Riecht es?', 'Does it smell?'), answers, when: { question: 'noise', answer: 'yes' } },
  ],
};
const withLaundry = (change: Partial<Category> = {}) => ({
  categories: [...builtin.categories, { ...laundry, ...change }],
});
const codes = (change: Partial<Category> = {}, inPolicy: string[] = []) =>
  categoryProblems(withLaundry(change), { live: builtin, inPolicy }).map(({ code }) => code);

test('the built-in categories, and a new one that is whole, can be published', () => {
  expect(categoryDocument.parse(builtin)).toEqual(builtin);
  expect(categoryProblems(builtin, { live: builtin, inPolicy: [] })).toEqual([]);
  expect(codes()).toEqual([]);
});

test('a question is asked only while the whole chain of answers before it holds', () => {
  const asked = (given: Record<string, string>) => questionsFor(laundry, given).map(({ id }) => id);
  expect(asked({})).toEqual(['machine']);
  expect(asked({ machine: 'yes', noise: 'yes' })).toEqual(['machine', 'noise', 'smell']);
  // The answer to a question that fell away counts for nothing.
  expect(asked({ machine: 'no', noise: 'yes' })).toEqual(['machine']);
  expect(judge(laundry, { machine: 'no', noise: 'yes' })).toEqual({ urgency: 'normal', safety: null });
});

test('answers are taken only to questions that were asked, and only those that were offered', () => {
  expect(areAnswers(laundry, {})).toBe(true);
  expect(areAnswers(laundry, { machine: 'yes', noise: 'no' })).toBe(true);
  expect(areAnswers(laundry, { machine: 'no', noise: 'no' })).toBe(false);
  expect(areAnswers(laundry, { machine: 'maybe' })).toBe(false);
  expect(areAnswers(laundry, { colour: 'yes' })).toBe(false);
});

const [machine, noise] = laundry.questions as [Category['questions'][0], Category['questions'][0]];
const dangerous = { ...machine, answers: [{ id: 'yes', label: text('Gas'), safety: 'gas' as const }, answers[1]!] };

test.each<[string, Partial<Category>, string[]]>([
  ['a missing name', { label: text('', '') }, ['nameMissing']],
  ['a name in one language', { label: text('Waschküche', '') }, ['nameOneLanguage']],
  ['the name of another', { label: text(' wasser ', 'Laundry') }, ['sameName']],
  ['an example in one language', { hint: text('', 'Soap') }, ['hintOneLanguage']],
  ['nowhere to be', { places: [] }, ['placeMissing']],
  ['a question without words', { questions: [{ ...machine, label: text('') }] }, ['questionMissing']],
  ['a question in one language', { questions: [{ ...machine, label: text('', 'What?') }] }, ['questionOneLanguage']],
  ['a question with one answer', { questions: [{ ...machine, answers: answers.slice(0, 1) }] }, ['answersFew']],
  [
    'the same answer twice',
    { questions: [{ ...machine, answers: [answers[0]!, { id: 'other', label: text('ja') }] }] },
    ['answerTwice'],
  ],
  ['a dependency on what is not there', { questions: [noise] }, ['dependsOnUnknown']],
  ['a dependency on a later question', { questions: [noise, machine] }, ['dependsOnLater']],
  ['a dependency on an answer that ends the form', { questions: [dangerous, noise] }, ['dependsOnDanger']],
  ['a question twice', { questions: [machine, machine] }, ['sameId']],
])('%s is named', (_what, change, expected) => {
  expect(codes(change)).toEqual(expected);
});

test('what was published is retired and never deleted; a retired one with periods of its own is said, and does not block', () => {
  const without = { categories: builtin.categories.filter(({ id }) => id !== 'garden') };
  expect(categoryProblems(without, { live: builtin, inPolicy: [] })).toEqual([
    { code: 'missing', blocks: true, category: 'garden' },
  ]);
  const retired = { categories: [...without.categories, { ...laundry, retired: true }] };
  expect(offeredIn(retired)).not.toContainEqual(expect.objectContaining({ id: 'laundry' }));
  expect(
    categoryProblems(retired, { live: without, inPolicy: ['laundry'] }).map(({ code, blocks }) => [code, blocks]),
  ).toEqual([['retiredInPolicy', false]]);
});

test('a form with nothing for the flat is not published', () => {
  const onlyCommon = { categories: [laundry] };
  expect(categoryProblems(onlyCommon, { live: { categories: [] }, inPolicy: [] }).map(({ code }) => code)).toEqual([
    'nothingOffered',
  ]);
});
