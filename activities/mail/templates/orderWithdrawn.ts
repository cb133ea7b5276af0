import type { LetterTemplate } from '../letter.ts';

/** To a contractor: the order is theirs no longer. */
export const orderWithdrawn: LetterTemplate = {
  de: () => ({
    headline: 'Der Auftrag ist zurückgenommen',
    paragraphs: ['Sie brauchen nichts mehr zu tun. Vereinbarte Termine entfallen.'],
    quote: true,
    button: 'Auftrag ansehen',
  }),
  en: () => ({
    headline: 'The order has been withdrawn',
    paragraphs: ['You do not have to do anything else. Agreed appointments are cancelled.'],
    quote: true,
    button: 'View the order',
  }),
};
