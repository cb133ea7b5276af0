import type { LetterTemplate } from '../letter.ts';

/** To us: the contractor's invoice is there; it is not in the mail itself, since it is the property's own paper. */
export const invoiceArrived: LetterTemplate = {
  de: ({ orderNumber, contractor }) => ({
    headline: 'Eine Rechnung ist da',
    quote: true,
    facts: [
      ['Auftrag', orderNumber],
      ['Betrieb', contractor],
    ],
    button: 'Vorgang öffnen',
  }),
  en: ({ orderNumber, contractor }) => ({
    headline: 'An invoice has arrived',
    quote: true,
    facts: [
      ['Order', orderNumber],
      ['Contractor', contractor],
    ],
    button: 'Open the ticket',
  }),
};
