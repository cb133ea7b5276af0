import { ballotSlip, motionOf } from '../campaign-phrases.ts';
import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';
import { stageOf } from '../stages.ts';

/** To everybody who has a vote: what is asked, and until when. */
export const voteAsked: LetterTemplate = {
  de: (context) => ({
    headline: 'Ihre Stimme ist gefragt',
    asked: `Bitte stimmen Sie ab${until(context)}.`,
    paragraphs: motionOf(context),
    button: 'Ansehen und abstimmen',
    otherwise: stageOf(context).otherwise,
    ...ballotSlip(context),
  }),
  en: (context) => ({
    headline: 'Your vote is asked for',
    asked: `Please vote${until(context)}.`,
    paragraphs: motionOf(context),
    button: 'View and vote',
    otherwise: stageOf(context).otherwise,
    ...ballotSlip(context),
  }),
};
