import type { LetterTemplate } from '../letter.ts';

/** To an owner: the office does not take over what they said of their renter, and why. */
export const renterRejected: LetterTemplate = {
  de: ({ company, place, words }) => ({
    headline: 'Ihre Meldung wurde nicht eingetragen',
    paragraphs: [
      `${company} hat nicht eingetragen, was Sie zum Mieter der Wohnung ${place} gemeldet haben.`,
      `Grund: ${words}`,
    ],
    button: 'Meine Wohnungen ansehen',
    otherwise: 'An der Wohnung ändert sich nichts. Sie können den Mieter jederzeit neu melden.',
  }),
  en: ({ company, place, words }) => ({
    headline: 'What you reported was not entered',
    paragraphs: [
      `${company} has not entered what you reported about the renter of the flat ${place}.`,
      `Reason: ${words}`,
    ],
    button: 'View my flats',
    otherwise: 'Nothing changes for the flat. You can report the renter again at any time.',
  }),
};
