import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** To one whose turn has come: what it needed has ended. */
export const todoReady: LetterTemplate = {
  de: (context) => ({
    headline: 'Jetzt sind Sie dran',
    asked: `Bitte erledigen Sie, wofür Sie zuständig sind.`,
    facts: todoRows(context),
    button: 'Aufgabe öffnen',
  }),
  en: (context) => ({
    headline: 'It is your turn now',
    asked: `Please do what you are responsible for.`,
    facts: todoRows(context),
    button: 'Open the to-do',
  }),
};
