import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';
import { todoRows } from '../project.ts';
import { stageOf } from '../stages.ts';

/** A reminder of dates that come near, to whoever is responsible. */
export const todosDue: LetterTemplate = {
  de: (context) => ({
    headline: `Erinnerung: ${stageOf(context).about}`,
    asked: `Bitte ${stageOf(context).asks}${until(context)}.`,
    facts: todoRows(context),
    button: 'Aufgabe öffnen',
    otherwise: stageOf(context).otherwise,
  }),
  en: (context) => ({
    headline: `Reminder: ${stageOf(context).about}`,
    asked: `Please ${stageOf(context).asks}${until(context)}.`,
    facts: todoRows(context),
    button: 'Open the to-do',
    otherwise: stageOf(context).otherwise,
  }),
};
