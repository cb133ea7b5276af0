import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** To the management: somebody responsible is no longer there. */
export const responsibleLeft: LetterTemplate = {
  de: (context) => ({
    headline: 'Aufgaben, für die niemand zuständig ist',
    asked: 'Bitte bestimmen Sie, wer sie übernimmt.',
    paragraphs: ['Wer zuständig war, ist nicht mehr da.'],
    facts: todoRows(context),
    button: 'Projekt öffnen',
  }),
  en: (context) => ({
    headline: 'To-dos that nobody is responsible for',
    asked: 'Please decide who takes them over.',
    paragraphs: ['The person responsible is no longer here.'],
    facts: todoRows(context),
    button: 'Open the project',
  }),
};
