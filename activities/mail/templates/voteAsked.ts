import { ballotSlip, questionOf } from '../campaign-phrases.ts';
import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';
import { stageOf } from '../stages.ts';

/** To everybody who has a vote: what is asked, and until when. */
export const voteAsked: LetterTemplate = {
  de: (context) => ({
    headline: 'Ihre Stimme ist gefragt',
    asked: `Bitte stimmen Sie ab${until(context)}.`,
    paragraphs: questionOf(context),
    button: 'Ansehen und abstimmen',
    otherwise: stageOf(context).otherwise,
    slip: ballotSlip(context),
  }),
  en: (context) => ({
    headline: 'Your vote is asked for',
    asked: `Please vote${until(context)}.`,
    paragraphs: questionOf(context),
    button: 'View and vote',
    otherwise: stageOf(context).otherwise,
    slip: ballotSlip(context),
  }),
};
