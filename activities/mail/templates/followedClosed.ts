import type { LetterTemplate } from '../letter.ts';

/** To somebody who follows a ticket: it has ended. */
export const followedClosed: LetterTemplate = {
  de: ({ outcome }) => ({
    headline: outcome === 'done' ? 'Der Schaden ist behoben' : 'Der Vorgang ist abgeschlossen',
    paragraphs: [
      outcome === 'done'
        ? 'Die Arbeit, die Sie mitverfolgt haben, ist erledigt.'
        : 'Zu dem Schaden, den Sie mitverfolgt haben, ist nichts weiter vorgesehen.',
      'Besteht der Schaden bei Ihnen weiter, melden Sie ihn bitte neu.',
    ],
    button: 'Vorgang ansehen',
  }),
  en: ({ outcome }) => ({
    headline: outcome === 'done' ? 'The damage is repaired' : 'The ticket is closed',
    paragraphs: [
      outcome === 'done'
        ? 'The work that you followed is done.'
        : 'Nothing more is planned about the damage you followed.',
      'If you still have the damage, please report it anew.',
    ],
    button: 'View the ticket',
  }),
};
