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
    headline: 'A to-do falls away',
    quote: true,
    facts: todoRows(context),
    paragraphs: ['You need not do anything about it any more.'],
    button: 'Look at the to-dos',
  }),
};
