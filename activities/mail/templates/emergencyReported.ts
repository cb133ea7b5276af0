import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To the people on call: somebody reported an emergency. */
export const emergencyReported: LetterTemplate = {
  de: (context) => ({
    headline: 'Notfall gemeldet',
    asked: `Bitte sehen Sie sich die Meldung sofort an${until(context)}.`,
    facts: [['Gemeldet von', context.dwelling]],
    button: 'Meldung öffnen',
    otherwise: 'Handelt niemand, werden Sie wieder erinnert, und die Leitung wird verständigt.',
  }),
  en: (context) => ({
    headline: 'Emergency reported',
    asked: `Please look at the report immediately${until(context)}.`,
    facts: [['Reported by', context.dwelling]],
    button: 'Open the report',
    otherwise: 'If nobody acts, you are reminded again and the managers are told.',
  }),
};
