import type { LetterTemplate } from '../letter.ts';

/** To the contractor: accepted, the order is closed. */
export const workAccepted: LetterTemplate = {
  de: () => ({
    headline: 'Ihre Arbeit ist abgenommen',
    paragraphs: ['Vielen Dank. Der Auftrag ist abgeschlossen.'],
    button: 'Auftrag ansehen',
  }),
  en: () => ({
    headline: 'Your work is accepted',
    paragraphs: ['Thank you. The order is closed.'],
    button: 'View the order',
  }),
};
