import type { LetterTemplate } from '../letter.ts';

/** To us: the contractor takes the order. */
export const orderAccepted: LetterTemplate = {
  de: ({ orderNumber, contractor }) => ({
    headline: 'Der Betrieb hat zugesagt',
    facts: [
      ['Auftrag', orderNumber],
      ['Betrieb', contractor],
    ],
    button: 'Vorgang öffnen',
  }),
  en: ({ orderNumber, contractor }) => ({
    headline: 'The contractor has accepted',
    facts: [
      ['Order', orderNumber],
      ['Contractor', contractor],
    ],
    button: 'Open the ticket',
  }),
};
