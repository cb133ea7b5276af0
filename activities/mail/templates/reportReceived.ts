import type { LetterTemplate } from '../letter.ts';

/** To who reported: it has arrived, and what comes next. */
export const reportReceived: LetterTemplate = {
  de: () => ({
    headline: 'Ihre Meldung ist angekommen',
    paragraphs: [
      'Vielen Dank. Wir sehen uns die Meldung an und schreiben Ihnen, sobald entschieden ist, wie es weitergeht.',
      'Auf der Seite zu Ihrer Meldung sehen Sie jederzeit den Stand und können etwas ergänzen.',
    ],
    button: 'Stand der Meldung ansehen',
  }),
  en: () => ({
    headline: 'Your report has arrived',
    paragraphs: [
      'Thank you. We are looking at it and will write to you as soon as the next step is decided.',
      'Your report’s page always shows where it stands, and you can add something there.',
    ],
    button: 'See where it stands',
  }),
};
