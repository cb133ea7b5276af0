import type { LetterTemplate } from '../letter.ts';
import { moveRows } from '../project.ts';

/** To one whose dates have moved. */
export const todosMoved: LetterTemplate = {
  de: (context) => ({
    headline: 'Termine haben sich verschoben',
    quote: true,
    facts: moveRows(context),
    button: 'Aufgaben ansehen',
  }),
  en: (context) => ({
    headline: 'Dates have moved',
    quote: true,
    facts: moveRows(context),
    button: 'View the to-dos',
  }),
};
