import { documentText, newDocument, papersFact } from '../document-phrases.ts';
import type { LetterTemplate } from '../letter.ts';

/** To everybody to whom a document is addressed: what it says, and where its papers are. */
export const documentPublished: LetterTemplate = {
  de: (context) => ({
    headline: newDocument(context),
    paragraphs: documentText(context),
    facts: [papersFact(context)],
    button: 'Dokument ansehen',
  }),
  en: (context) => ({
    headline: newDocument(context),
    paragraphs: documentText(context),
    facts: [papersFact(context)],
    button: 'View the document',
  }),
};
