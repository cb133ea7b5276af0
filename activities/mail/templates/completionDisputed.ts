import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To us: who reported says the work is not in order. */
export const completionDisputed: LetterTemplate = {
  de: (context) => ({
    headline: 'Die Arbeit wurde beanstandet',
    asked: `Bitte klären Sie den Einwand${until(context)}.`,
    quote: true,
    facts: [['Betrieb', context.contractor]],
    button: 'Einwand ansehen',
  }),
  en: (context) => ({
    headline: 'There is an objection to the work',
    asked: `Please resolve the objection${until(context)}.`,
    quote: true,
    facts: [['Contractor', context.contractor]],
    button: 'View the objection',
  }),
};
