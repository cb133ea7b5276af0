import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To the contractor: dates have to be offered anew. */
export const proposeSlots: LetterTemplate = {
  de: (context) => ({
    headline: 'Bitte schlagen Sie neue Termine vor',
    asked: `Wir bitten Sie${until(context)} um möglichst drei Termine.`,
    button: 'Termine vorschlagen',
    otherwise: 'Ohne Vorschlag klärt die Verwaltung, ob der Auftrag bei Ihnen bleibt.',
  }),
  en: (context) => ({
    headline: 'Please propose new dates',
    asked: `Please propose three dates if possible${until(context)}.`,
    button: 'Propose dates',
    otherwise: 'Without a proposal the management decides whether the order stays with you.',
  }),
};
