import type { Answer, Category, CategoryDocument, Question } from '../../../domain/report/categories.ts';

/** An id for something new. It never changes, however often the thing is renamed. */
const newId = (): string => crypto.randomUUID().slice(0, 8);

const blank = { de: '', en: '' };

/** The list with the one at this place changed. */
export const replaced = <T>(list: readonly T[], at: number, next: T): T[] =>
  list.map((each, n) => (n === at ? next : each));

/** The list without the one at this place. */
export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, n) => n !== at);

/** The list with the one at `from` put to `to`; as it is where there is no such place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length) return [...list];
  const rest = [...list];
  rest.splice(to, 0, ...rest.splice(from, 1));
  return rest;
}

/** A category to be filled in. */
export const newCategory = (): Category => ({
  id: newId(),
  label: blank,
  hint: blank,
  trade: 'caretaker',
  places: ['unit', 'common'],
  questions: [],
});

/** An answer to be filled in. */
export const newAnswer = (): Answer => ({ id: newId(), label: blank });

/** A question to be filled in, with two answers: fewer ask nothing. */
export const newQuestion = (): Question => ({ id: newId(), label: blank, answers: [newAnswer(), newAnswer()] });

/** The document with this category changed. */
export const withCategory = (document: CategoryDocument, category: Category): CategoryDocument => ({
  categories: document.categories.map((each) => (each.id === category.id ? category : each)),
});

/** What follows from an answer, as one choice: how urgent it makes the matter, or the danger that ends the form. */
export const effects = ['normal', 'urgent', 'emergency', 'water', 'gas', 'lift', 'fire'] as const;
export type Effect = (typeof effects)[number];

/** What follows from an answer. */
export const effectOf = ({ urgency, safety }: Answer): Effect => safety ?? urgency ?? 'normal';

/** The answer with another effect. */
export function withEffect({ id, label }: Answer, effect: Effect): Answer {
  if (effect === 'normal' || effect === 'urgent' || effect === 'emergency') return { id, label, urgency: effect };
  return { id, label, safety: effect };
}

/** The question with its condition, or asked always. */
export function withCondition({ id, label, answers }: Question, when: Question['when']): Question {
  return { id, label, answers, ...(when && { when }) };
}
