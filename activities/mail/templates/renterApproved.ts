import type { LetterTemplate } from '../letter.ts';

/** To an owner: the office agrees to what they said of their renter. */
export const renterApproved: LetterTemplate = {
  de: ({ company, place }) => ({
    headline: 'Ihre Meldung ist eingetragen',
    paragraphs: [`${company} hat eingetragen, was Sie zum Mieter der Wohnung ${place} gemeldet haben.`],
    button: 'Meine Wohnungen ansehen',
  }),
  en: ({ company, place }) => ({
    headline: 'What you reported has been entered',
    paragraphs: [`${company} has entered what you reported about the renter of the flat ${place}.`],
    button: 'View my flats',
  }),
};
