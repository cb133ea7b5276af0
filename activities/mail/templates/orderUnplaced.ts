import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To us: nobody is left to ask. */
export const orderUnplaced: LetterTemplate = {
  de: (context) => ({
    headline: 'Für den Auftrag ist kein Betrieb mehr vorgesehen',
    asked: `Bitte suchen Sie${until(context)} einen anderen Betrieb.`,
    facts: [['Auftrag', context.orderNumber]],
    button: 'Anderen Betrieb beauftragen',
  }),
  en: (context) => ({
    headline: 'No contractor is left to ask for the order',
    asked: `Please find another contractor${until(context)}.`,
    facts: [['Order', context.orderNumber]],
    button: 'Choose another contractor',
  }),
};
