import { documentText, papersFact } from '../document-phrases.ts';
import type { LetterTemplate } from '../letter.ts';

/** To the readers of a document that has a new version, where its author wants them told. */
export const documentChanged: LetterTemplate = {
  de: (context) => ({
    headline: 'Neue Fassung',
    paragraphs: ['Dieses Dokument wurde geändert. Es gilt die neue Fassung.', ...documentText(context)],
    facts: [papersFact(context)],
    button: 'Neue Fassung ansehen',
  }),
  en: (context) => ({
    headline: 'New version',
    paragraphs: ['This document was changed. The new version applies.', ...documentText(context)],
    facts: [papersFact(context)],
    button: 'View the new version',
  }),
};
