import type { LetterTemplate } from '../letter.ts';

/** Proves the address of somebody who reports without an account. */
export const reportCode: LetterTemplate = {
  de: ({ code }) => ({
    headline: `${code} ist Ihr Code`,
    asked: 'Bitte tippen Sie den Code auf der Seite ein, auf der Sie Ihre Meldung schreiben.',
    paragraphs: ['Er gilt zehn Minuten und nur einmal. Erst danach ist Ihre Meldung gesendet.'],
    facts: [['Code', code]],
  }),
  en: ({ code }) => ({
    headline: `${code} is your code`,
    asked: 'Please type the code on the page where you write your report.',
    paragraphs: ['It works once and only for ten minutes. Your report is sent only after that.'],
    facts: [['Code', code]],
  }),
};
