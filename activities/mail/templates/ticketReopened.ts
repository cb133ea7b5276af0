import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To the other side: a closed ticket goes on. */
export const ticketReopened: LetterTemplate = {
  de: (context) => ({
    headline: 'Der Vorgang ist wieder offen',
    asked: context.reader === 'us' ? `Bitte entscheiden Sie${until(context)}, wie es weitergeht.` : undefined,
    paragraphs: context.reader === 'us' ? [] : ['Wir kümmern uns wieder darum und schreiben Ihnen, wie es weitergeht.'],
    quote: true,
    button: 'Vorgang ansehen',
  }),
  en: (context) => ({
    headline: 'The ticket is open again',
    asked: context.reader === 'us' ? `Please decide what happens next${until(context)}.` : undefined,
    paragraphs: context.reader === 'us' ? [] : ['We are taking care of it again and will tell you what happens next.'],
    quote: true,
    button: 'View the ticket',
  }),
};
