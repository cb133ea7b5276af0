import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To whoever wanted to visit: none of the dates suits the dwelling. */
export const slotsDeclined: LetterTemplate = {
  de: (context) => ({
    headline: 'Keiner der Termine passt',
    asked: `Bitte schlagen Sie${until(context)} andere Termine vor.`,
    quote: true,
    facts: [['Vor Ort', context.dwelling]],
    button: 'Vorgang öffnen',
  }),
  en: (context) => ({
    headline: 'None of the dates works',
    asked: `Please propose other dates${until(context)}.`,
    quote: true,
    facts: [['On site', context.dwelling]],
    button: 'Open the ticket',
  }),
};
