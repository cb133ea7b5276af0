import type { LetterTemplate } from '../letter.ts';
import { count, todoRows } from '../project.ts';

/** To one who is responsible for to-dos of a project: which, and by when. */
export const todosAssigned: LetterTemplate = {
  de: (context) => ({
    headline: count(context) === 1 ? 'Sie sind für eine Aufgabe zuständig' : 'Sie sind für Aufgaben zuständig',
    facts: todoRows(context),
    paragraphs: ['Wir sagen Ihnen Bescheid, sobald etwas davon ansteht, und erinnern Sie rechtzeitig.'],
    button: 'Aufgaben ansehen',
  }),
  en: (context) => ({
    headline: count(context) === 1 ? 'You are responsible for a to-do' : 'You are responsible for to-dos',
    facts: todoRows(context),
    paragraphs: ['We will tell you as soon as one of them can be done, and remind you in time.'],
    button: 'View the to-dos',
  }),
};
