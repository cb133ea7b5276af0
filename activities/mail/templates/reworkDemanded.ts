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
    headline: 'The order goes on',
    asked: 'Please mend the work, or bring it to its end.',
    quote: true,
    button: 'See the order',
  }),
};
