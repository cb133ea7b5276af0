import type { LetterTemplate } from '../letter.ts';

/** Proves the mail address of somebody who sets up their access with a letter. */
export const invitationProof: LetterTemplate = {
  de: ({ code }) => ({
    headline: `${code} ist Ihr Code`,
    asked: 'Bitte tippen Sie den Code auf der Seite ein, auf der Sie Ihren Zugang einrichten.',
    paragraphs: ['Er gilt zehn Minuten und nur einmal. Haben Sie ihn nicht verlangt, ist nichts zu tun.'],
    facts: [['Code', code]],
  }),
  en: ({ code }) => ({
    headline: `${code} is your code`,
    asked: 'Please type the code on the page where you set up your access.',
    paragraphs: ['It works once, within ten minutes. If you did not ask for it, there is nothing to do.'],
    facts: [['Code', code]],
  }),
};
