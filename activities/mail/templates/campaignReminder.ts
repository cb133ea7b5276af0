import { ballotSlip, isVote, motionOf } from '../campaign-phrases.ts';
import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To those who have not answered: they still can. */
export const campaignReminder: LetterTemplate = {
  de: (context) => ({
    headline: isVote(context) ? 'Erinnerung: Ihre Stimme fehlt noch' : 'Erinnerung: bitte lesen und bestätigen',
    asked: isVote(context)
      ? `Bitte stimmen Sie ab${until(context)}.`
      : `Bitte bestätigen Sie${until(context)}, dass Sie es gelesen haben.`,
    paragraphs: motionOf(context),
    button: isVote(context) ? 'Ansehen und abstimmen' : 'Lesen und bestätigen',
    otherwise: isVote(context)
      ? 'Ohne Ihre Antwort wird ohne Sie ausgezählt.'
      : 'Ohne Ihre Bestätigung schicken wir es Ihnen vielleicht als Brief.',
    ...ballotSlip(context),
  }),
  en: (context) => ({
    headline: isVote(context) ? 'Reminder: your vote is still missing' : 'Reminder: please read and confirm',
    asked: isVote(context) ? `Please vote${until(context)}.` : `Please confirm${until(context)} that you have read it.`,
    paragraphs: motionOf(context),
    button: isVote(context) ? 'View and vote' : 'Read and confirm',
    otherwise: isVote(context)
      ? 'Without your answer the count goes ahead without you.'
      : 'Without your confirmation we may send it to you as a letter.',
    ...ballotSlip(context),
  }),
};
