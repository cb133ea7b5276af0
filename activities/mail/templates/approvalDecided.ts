import type { LetterTemplate } from '../letter.ts';

/** To us: the owner has decided whether work in the flat may be ordered. */
export const approvalDecided: LetterTemplate = {
  de: ({ facts }) => ({
    headline: facts.given === true ? 'Die Eigentümerseite stimmt zu' : 'Die Eigentümerseite lehnt ab',
    paragraphs: [
      facts.given === true
        ? 'Der Auftrag kann im Namen der Eigentümerseite erteilt werden.'
        : 'Im Namen der Eigentümerseite darf kein Auftrag erteilt werden.',
    ],
    quote: true,
    button: 'Vorgang öffnen',
  }),
  en: ({ facts }) => ({
    headline: facts.given === true ? 'The owner agrees' : 'The owner refuses',
    paragraphs: [
      facts.given === true
        ? 'The order can be placed in the owner’s name.'
        : 'No order may be placed in the owner’s name.',
    ],
    quote: true,
    button: 'Open the ticket',
  }),
};
