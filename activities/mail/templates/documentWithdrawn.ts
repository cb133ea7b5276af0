import type { LetterTemplate } from '../letter.ts';

/** To those who had heard of a document that was withdrawn. */
export const documentWithdrawn: LetterTemplate = {
  de: ({ title, number }) => ({
    headline: 'Dokument zurückgezogen',
    paragraphs: [`Wir haben „${title}“ (${number}) zurückgezogen. Bitte betrachten Sie es als gegenstandslos.`],
    button: 'Meine Dokumente',
  }),
  en: ({ title, number }) => ({
    headline: 'Document withdrawn',
    paragraphs: [`We have withdrawn “${title}” (${number}). Please disregard it.`],
    button: 'My documents',
  }),
};
