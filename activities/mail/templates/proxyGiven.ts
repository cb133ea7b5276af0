import { questionOf } from '../campaign-phrases.ts';
import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To whom somebody has given a proxy: for whom they may vote, and until when. */
export const proxyGiven: LetterTemplate = {
  de: (context) => ({
    headline: `Sie stimmen für ${context.campaign?.principal || 'jemand anderen'} ab`,
    asked: `Sie haben eine Vollmacht erhalten. Bitte stimmen Sie ab${until(context)}.`,
    paragraphs: questionOf(context),
    button: 'Ansehen und abstimmen',
    otherwise: 'Ohne Ihre Antwort zählt diese Stimme nicht.',
  }),
  en: (context) => ({
    headline: `You vote for ${context.campaign?.principal || 'somebody else'}`,
    asked: `You were given a proxy. Please vote${until(context)}.`,
    paragraphs: questionOf(context),
    button: 'View and vote',
    otherwise: 'Without your answer this vote does not count.',
  }),
};
