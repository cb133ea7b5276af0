import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** To the management: what somebody else was to do is overdue. */
export const todosLate: LetterTemplate = {
  de: (context) => ({
    headline: 'Eine Aufgabe ist überfällig',
    asked: 'Bitte entscheiden Sie, wie es weitergeht: neues Datum, andere Zuständige oder Wegfall.',
    facts: todoRows(context),
    button: 'Projekt öffnen',
  }),
  en: (context) => ({
    headline: 'A to-do is overdue',
    asked: 'Please decide how it goes on: another date, somebody else, or dropping it.',
    facts: todoRows(context),
    button: 'Open the project',
  }),
};
