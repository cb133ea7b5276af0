import type { LetterTemplate } from '../letter.ts';

/** A visible note, to the other side. */
export const noteAdded: LetterTemplate = {
  de: () => ({ headline: 'Neue Nachricht zum Vorgang', quote: true, button: 'Nachricht ansehen' }),
  en: () => ({ headline: 'New message on the ticket', quote: true, button: 'View the message' }),
};
