import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** To the management: somebody has done what they were responsible for. */
export const todoDone: LetterTemplate = {
  de: (context) => ({
    headline: `${context.actor ?? 'Jemand'} hat eine Aufgabe erledigt`,
    quote: true,
    facts: todoRows(context),
    button: 'Projekt öffnen',
  }),
  en: (context) => ({
    headline: `${context.actor ?? 'Somebody'} has completed a to-do`,
    quote: true,
    facts: todoRows(context),
    button: 'Open the project',
  }),
};
