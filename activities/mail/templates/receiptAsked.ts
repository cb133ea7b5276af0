import { ballotSlip, questionOf } from '../campaign-phrases.ts';
import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To everybody who is to read something: what it is, and until when they should say that they have. */
export const receiptAsked: LetterTemplate = {
  de: (context) => ({
    headline: 'Bitte lesen und bestätigen',
    asked: `Bitte bestätigen Sie${until(context)}, dass Sie es gelesen haben.`,
    paragraphs: questionOf(context),
    button: 'Lesen und bestätigen',
    otherwise: 'Ohne Ihre Bestätigung schicken wir es Ihnen vielleicht als Brief.',
    ...ballotSlip(context),
  }),
  en: (context) => ({
    headline: 'Please read and confirm',
    asked: `Please confirm${until(context)} that you have read it.`,
    paragraphs: questionOf(context),
    button: 'Read and confirm',
    otherwise: 'Without your confirmation we may send it to you as a letter.',
    ...ballotSlip(context),
  }),
};
