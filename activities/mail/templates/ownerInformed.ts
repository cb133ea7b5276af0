import type { LetterTemplate } from '../letter.ts';

/** To a flat's owner: there is damage in it that concerns common property. The association sees to it. */
export const ownerInformed: LetterTemplate = {
  de: () => ({
    headline: 'Schaden in Ihrer vermieteten Wohnung',
    paragraphs: [
      'In Ihrer Wohnung wurde ein Schaden gemeldet, der das Gemeinschaftseigentum betrifft. Wir kümmern uns darum im Auftrag der Gemeinschaft.',
      'Sie müssen nichts tun. Den Stand sehen Sie jederzeit auf der Seite.',
    ],
    button: 'Stand ansehen',
  }),
  en: () => ({
    headline: 'Damage in the flat that you let',
    paragraphs: [
      'Damage was reported in your flat that concerns common property. We are taking care of it on behalf of the association.',
      'You do not have to do anything. The page always shows where it stands.',
    ],
    button: 'See where it stands',
  }),
};
