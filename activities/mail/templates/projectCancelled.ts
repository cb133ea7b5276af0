import type { LetterTemplate } from '../letter.ts';

/** To everybody with something open in a project: it is over. */
export const projectCancelled: LetterTemplate = {
  de: () => ({
    headline: 'Das Projekt wurde beendet',
    quote: true,
    paragraphs: ['Sie brauchen nichts mehr zu tun.'],
    button: 'Projekt ansehen',
  }),
  en: () => ({
    headline: 'The project was ended',
    quote: true,
    paragraphs: ['You do not have to do anything else.'],
    button: 'View the project',
  }),
};
