import { dayText } from '../dates.ts';
import type { LetterTemplate } from '../letter.ts';

/** Invites somebody into the portal: the link lets them set a password. */
export const invitation: LetterTemplate = {
  de: ({ company, until, reader }) => ({
    headline: 'Richten Sie Ihren Zugang ein',
    paragraphs: [
      reader === 'resident'
        ? `${company} lädt Sie in das Portal Ihrer Hausverwaltung ein. Dort melden Sie Schäden, sehen, wie es damit steht, und lesen, was Ihr Haus betrifft.`
        : `${company} lädt Sie ein. Sie legen ein Passwort fest und können sich dann anmelden.`,
      `Die Einladung ist nur für Sie bestimmt und gilt einmal${until ? `, bis zum ${dayText(until, 'de')}` : ''}.`,
    ],
    button: 'Zugang einrichten',
  }),
  en: ({ company, until, reader }) => ({
    headline: 'Set up your access',
    paragraphs: [
      reader === 'resident'
        ? `${company} invites you into the portal of your property management. There you report damage, see how it stands, and read what concerns your house.`
        : `${company} invites you. You choose a password and can sign in then.`,
      `The invitation is meant for you alone and works once${until ? `, until ${dayText(until, 'en')}` : ''}.`,
    ],
    button: 'Set up access',
  }),
};
