import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** To whoever is responsible: it is to be done again. */
export const todoReopened: LetterTemplate = {
  de: (context) => ({
    headline: 'Eine Aufgabe ist wieder offen',
    asked: 'Bitte sehen Sie sie sich noch einmal an.',
    quote: true,
    facts: todoRows(context),
    button: 'Aufgabe öffnen',
  }),
  en: (context) => ({
    headline: 'A to-do is open again',
    asked: 'Please look at it once more.',
    quote: true,
    facts: todoRows(context),
    button: 'Open the to-do',
  }),
};
