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
    paragraphs: ['You need not do anything more. Agreed appointments fall away.'],
    quote: true,
    button: 'See the order',
  }),
};
