import type { LetterTemplate } from '../letter.ts';

/** To everybody who was asked: nothing is asked of them any more. */
export const campaignWithdrawn: LetterTemplate = {
  de: (context) => ({
    headline: `${context.label} zurückgezogen`,
    paragraphs: ['Wir haben die Frage zurückgezogen. Sie müssen nichts mehr tun; gegebene Antworten zählen nicht.'],
    button: 'Ansehen',
  }),
  en: (context) => ({
    headline: `${context.label} withdrawn`,
    paragraphs: ['We have withdrawn the question. You do not have to do anything; answers already given do not count.'],
    button: 'View',
  }),
};
