import type { LetterTemplate } from '../letter.ts';

/** The way in without a password: a link for this device, a code for another one. */
export const signInLink: LetterTemplate = {
  de: ({ code, company }) => ({
    headline: 'Ihr Zugang',
    paragraphs: [
      `Mit der Schaltfläche melden Sie sich bei ${company} an. Sie gilt zehn Minuten und nur einmal.`,
      'Möchten Sie sich auf einem anderen Gerät anmelden, tippen Sie dort diesen Code ein:',
    ],
    facts: [['Code', code]],
    button: 'Anmeldung öffnen',
  }),
  en: ({ code, company }) => ({
    headline: 'Your sign-in',
    paragraphs: [
      `The button signs you in to ${company}. It works once and only for ten minutes.`,
      'To sign in on another device, type this code there:',
    ],
    facts: [['Code', code]],
    button: 'Open sign-in',
  }),
};
