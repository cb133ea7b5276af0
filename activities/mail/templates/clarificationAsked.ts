import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To whoever is asked something. */
export const clarificationAsked: LetterTemplate = {
  de: (context) => ({
    headline: context.reader === 'us' ? 'Eine Frage an Sie' : 'Wir haben eine Rückfrage',
    asked: `Bitte antworten Sie${until(context)}.`,
    quote: true,
    button: 'Jetzt antworten',
    otherwise:
      context.reader === 'us' ? undefined : 'Ohne Antwort entscheidet die Verwaltung mit dem, was bekannt ist.',
  }),
  en: (context) => ({
    headline: context.reader === 'us' ? 'A question for you' : 'We have a question',
    asked: `Please answer${until(context)}.`,
    quote: true,
    button: 'Answer now',
    otherwise: context.reader === 'us' ? undefined : 'Without an answer the management decides based on what is known.',
  }),
};
