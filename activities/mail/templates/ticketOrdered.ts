import type { LetterTemplate } from '../letter.ts';

/** To who reported: a contractor has been asked to do it. */
export const ticketOrdered: LetterTemplate = {
  de: ({ contractor }) => ({
    headline: 'Die Reparatur ist in Auftrag gegeben',
    paragraphs: ['Sobald der Betrieb zugesagt hat, bekommen Sie Terminvorschläge, wenn jemand zu Ihnen kommen muss.'],
    facts: [['Betrieb', contractor]],
    button: 'Stand der Meldung ansehen',
  }),
  en: ({ contractor }) => ({
    headline: 'The repair has been ordered',
    paragraphs: [
      'As soon as the contractor has accepted, you get dates to choose from if somebody has to come to your flat.',
    ],
    facts: [['Contractor', contractor]],
    button: 'See where it stands',
  }),
};
