import { dayText } from '../dates.ts';
import type { LetterTemplate } from '../letter.ts';

/** Reminds somebody who was invited and has not come. */
export const invitationReminder: LetterTemplate = {
  de: ({ company, until }) => ({
    headline: 'Ihr Zugang wartet noch auf Sie',
    paragraphs: [
      `${company} hat Sie eingeladen, und Ihr Zugang ist noch nicht eingerichtet. Das dauert etwa zwei Minuten.`,
    ],
    button: 'Zugang einrichten',
    otherwise: until
      ? `Die Einladung gilt bis zum ${dayText(until, 'de')}. Danach müssten wir Sie neu einladen.`
      : undefined,
  }),
  en: ({ company, until }) => ({
    headline: 'Your access is still waiting for you',
    paragraphs: [`${company} has invited you, and your access is not set up yet. It takes about two minutes.`],
    button: 'Set up access',
    otherwise: until
      ? `The invitation works until ${dayText(until, 'en')}. After that we would have to invite you again.`
      : undefined,
  }),
};
