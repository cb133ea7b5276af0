import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';

/** To the management: somebody responsible is no longer there. */
export const responsibleLeft: LetterTemplate = {
  de: (context) => ({
    headline: 'Aufgaben ohne Zuständige',
    asked: 'Bitte bestimmen Sie, wer sie übernimmt.',
    paragraphs: ['Wer zuständig war, ist nicht mehr da.'],
    facts: todoRows(context),
    button: 'Projekt öffnen',
  }),
  en: (context) => ({
    headline: 'To-dos without anybody responsible',
    asked: 'Please say who takes them over.',
    paragraphs: ['Whoever was responsible is no longer there.'],
    facts: todoRows(context),
    button: 'Open the project',
  }),
};
