import { dayText } from '../dates.ts';
import type { LetterTemplate } from '../letter.ts';

/** To who asked: the copy of their data lies ready for a while. */
export const privacyReady: LetterTemplate = {
  de: ({ company, until }) => ({
    headline: 'Ihre Auskunft liegt bereit',
    asked: until ? `Sie können sie bis ${dayText(until, 'de')} herunterladen.` : undefined,
    paragraphs: [
      `Die Datei enthält, was ${company} über Sie gespeichert hat: zum Lesen als PDF und maschinenlesbar als JSON. Dafür melden Sie sich an.`,
    ],
    button: 'Auskunft ansehen',
  }),
  en: ({ company, until }) => ({
    headline: 'The copy of your data is ready',
    asked: until ? `You can download it until ${dayText(until, 'en')}.` : undefined,
    paragraphs: [
      `The file holds what ${company} stores about you: as a PDF to read and as JSON for machines. You have to sign in for it.`,
    ],
    button: 'View the copy',
  }),
};
