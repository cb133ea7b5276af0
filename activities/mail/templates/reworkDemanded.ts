import type { LetterTemplate } from '../letter.ts';

/** To the contractor: the work goes on. */
export const reworkDemanded: LetterTemplate = {
  de: () => ({
    headline: 'Der Auftrag geht weiter',
    asked: 'Bitte bessern Sie nach, oder führen Sie die Arbeit zu Ende.',
    quote: true,
    button: 'Auftrag ansehen',
  }),
  en: () => ({
    headline: 'The order continues',
    asked: 'Please fix the work, or complete it.',
    quote: true,
    button: 'View the order',
  }),
};
