import { isVote, questionOf } from '../campaign-phrases.ts';
import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To those who have not answered: they have more time. */
export const campaignExtended: LetterTemplate = {
  de: (context) => ({
    headline: 'Sie haben mehr Zeit für Ihre Antwort',
    asked: `Bitte antworten Sie${until(context)}.`,
    paragraphs: questionOf(context),
    button: isVote(context) ? 'Ansehen und abstimmen' : 'Lesen und bestätigen',
  }),
  en: (context) => ({
    headline: 'You have more time for your answer',
    asked: `Please answer${until(context)}.`,
    paragraphs: questionOf(context),
    button: isVote(context) ? 'View and vote' : 'Read and confirm',
  }),
};
