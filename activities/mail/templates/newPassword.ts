import type { LetterTemplate } from '../letter.ts';

/** A new password: a link for this device, a code for another one. */
export const newPassword: LetterTemplate = {
  de: ({ code, company }) => ({
    headline: 'Ihr neues Passwort',
    paragraphs: [
      `Mit der Schaltfläche legen Sie ein neues Passwort für ${company} fest. Sie gilt zehn Minuten und nur einmal.`,
      'Auf einem anderen Gerät tippen Sie dort diesen Code ein. Haben Sie kein neues Passwort verlangt, ist nichts zu tun: Ihr bisheriges gilt weiter.',
    ],
    facts: [['Code', code]],
    button: 'Passwort festlegen',
  }),
  en: ({ code, company }) => ({
    headline: 'Your new password',
    paragraphs: [
      `The button lets you set a new password for ${company}. It works once, within ten minutes.`,
      'On another device, type this code there. If you did not ask for a new password, there is nothing to do: your old one stays.',
    ],
    facts: [['Code', code]],
    button: 'Set password',
  }),
};
