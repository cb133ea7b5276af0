import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** A comment on a to-do, to the other side. */
export const todoCommented: LetterTemplate = {
  de: (context) => ({
    headline: `Nachricht${context.actor ? ` von ${context.actor}` : ''} zu einer Aufgabe`,
    quote: true,
    facts: todoRows(context),
    button: 'Aufgabe öffnen',
  }),
  en: (context) => ({
    headline: `Message${context.actor ? ` from ${context.actor}` : ''} about a to-do`,
    quote: true,
    facts: todoRows(context),
    button: 'Open the to-do',
  }),
};
