import type { Urgency } from '../policy/policy.ts';

/** A text in the languages that residents report in. */
export interface Text {
  de: string;
  en: string;
}

/** The dangers about which an answer may end the form with advice. */
export const safeties = ['gas', 'water', 'lift', 'fire'] as const;
export type Safety = (typeof safeties)[number];

/** One of a question's answers; it may settle how urgent the matter is, or end the form with safety advice. */
export interface Answer {
  id: string;
  label: Text;
  urgency?: Urgency;
  safety?: Safety;
}

/** A follow-up question; `when` names the answer (question id and answer id) on which it depends. */
export interface Question {
  id: string;
  label: Text;
  answers: Answer[];
  when?: { question: string; answer: string };
}

/** The trades that contractors have and categories ask for. */
export const trades = [
  'plumbing',
  'heating',
  'electrics',
  'locks',
  'lift',
  'windows',
  'roof',
  'painting',
  'cleaning',
  'garden',
  'caretaker',
] as const;
export type Trade = (typeof trades)[number];

/** A kind of report, with what has to be asked about it. */
export interface Category {
  id: string;
  label: Text;
  hint: Text;
  trade: Trade;
  /** Where it can be: inside a dwelling, in what belongs to all, or both. */
  places: ('unit' | 'common')[];
  questions: Question[];
  /** No longer offered; tickets that were reported with it keep its name. */
  retired?: boolean;
}

/** The kinds of report as a manager writes them, in the order in which they are offered. */
export interface CategoryDocument {
  categories: Category[];
}

/** What can be reported, and the version of the document that says so. */
export interface Catalogue {
  version: number;
  categories: readonly Category[];
}

/** What a document offers to whoever reports. */
export const offeredIn = ({ categories }: CategoryDocument): Category[] => categories.filter(({ retired }) => !retired);

/**
 * The questions to be asked, given the answers so far: those without a condition, and those whose condition holds in a
 * question that is asked itself. A question depends on earlier ones only.
 */
export function questionsFor(category: Category, answers: Readonly<Record<string, string>>): Question[] {
  const asked = new Set<string>();
  return category.questions.filter(({ id, when }) => {
    const holds = !when || (asked.has(when.question) && answers[when.question] === when.answer);
    if (holds) asked.add(id);
    return holds;
  });
}

const rank: Record<Urgency, number> = { normal: 0, urgent: 1, emergency: 2 };

/** What the answers say about a report: its urgency (the highest named), and the danger that ends the form. */
export function judge(
  category: Category,
  answers: Readonly<Record<string, string>>,
): { urgency: Urgency; safety: Safety | null } {
  let urgency: Urgency = 'normal';
  let safety: Safety | null = null;
  for (const question of questionsFor(category, answers)) {
    const given = question.answers.find(({ id }) => id === answers[question.id]);
    if (given?.urgency && rank[given.urgency] > rank[urgency]) urgency = given.urgency;
    if (given?.safety) {
      safety = given.safety;
      urgency = 'emergency';
    }
  }
  return { urgency, safety };
}

/**
 * Whether answers could have been given in the form: each to a question that they lead to, each one of its answers.
 * Questions may be left open: who is in danger is not made to answer them, who phones is not asked them all.
 */
export function areAnswers(category: Category, answers: Readonly<Record<string, string>>): boolean {
  const asked = new Map(questionsFor(category, answers).map((question) => [question.id, question]));
  return Object.entries(answers).every(([question, answer]) =>
    asked.get(question)?.answers.some(({ id }) => id === answer),
  );
}

/** The questions that were answered, and the answers, as they were put. Unknown ones are left out. */
export function spoken(
  category: Category | undefined,
  answers: readonly { question: string; answer: string }[],
): { question: Text; answer: Text }[] {
  return answers.flatMap((given) => {
    const question = category?.questions.find(({ id }) => id === given.question);
    const answer = question?.answers.find(({ id }) => id === given.answer);
    return question && answer ? [{ question: question.label, answer: answer.label }] : [];
  });
}

/** Categories for what is no damage: they say too little to be a title, or to be alike. */
export const vague: ReadonlySet<string> = new Set(['inquiry', 'other']);

/** What the first answer says, as a title to start from; the category's name where nothing is asked. */
export function titleOf(category: Category, answers: Readonly<Record<string, string>>): Text {
  const [first] = questionsFor(category, answers);
  const given = first?.answers.find(({ id }) => id === answers[first.id]);
  const { label } = category;
  if (!given || given.label.de.length < 6) return label;
  return { de: `${label.de}: ${given.label.de}`, en: `${label.en}: ${given.label.en}` };
}
