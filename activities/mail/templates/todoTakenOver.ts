import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** To whoever was responsible: somebody else is now. */
export const todoTakenOver: LetterTemplate = {
  de: (context) => ({
    headline: 'Jemand anderes übernimmt eine Aufgabe',
    quote: true,
    facts: todoRows(context),
    paragraphs: ['Sie brauchen nichts mehr zu tun.'],
    button: 'Aufgaben ansehen',
  }),
  en: (context) => ({
    headline: 'Somebody else takes over a to-do',
    quote: true,
    facts: todoRows(context),
    paragraphs: ['You do not have to do anything else.'],
    button: 'View the to-dos',
  }),
};
