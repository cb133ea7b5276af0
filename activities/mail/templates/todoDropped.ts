import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** To whoever was responsible: it need not be done any more. */
export const todoDropped: LetterTemplate = {
  de: (context) => ({
    headline: 'Eine Aufgabe entfällt',
    quote: true,
    facts: todoRows(context),
    paragraphs: ['Sie brauchen nichts mehr zu tun.'],
    button: 'Aufgaben ansehen',
  }),
  en: (context) => ({
    headline: 'A to-do was dropped',
    quote: true,
    facts: todoRows(context),
    paragraphs: ['You do not have to do anything else.'],
    button: 'View the to-dos',
  }),
};
