import type { LetterTemplate } from '../letter.ts';

/** To somebody who has the same damage and joined instead of reporting it again. */
export const followStarted: LetterTemplate = {
  de: () => ({
    headline: 'Sie sind dabei: Wir halten Sie auf dem Laufenden',
    paragraphs: [
      'Der Schaden ist schon gemeldet. Sie müssen nichts weiter tun; wir schreiben Ihnen, wenn er behoben ist.',
      'Den Stand sehen Sie jederzeit auf der Seite. Dort können Sie die Benachrichtigung auch beenden.',
    ],
    button: 'Stand ansehen',
  }),
  en: () => ({
    headline: 'You have joined: we will keep you informed',
    paragraphs: [
      'The damage has already been reported. You do not have to do anything else; we will write to you when it is repaired.',
      'The page always shows where it stands. You can also stop these messages there.',
    ],
    button: 'See where it stands',
  }),
};
