import { countFacts, questionOf, whoPaysText } from '../campaign-phrases.ts';
import type { LetterTemplate } from '../letter.ts';

/** To everybody who was asked: the result. With it a resolution exists (§ 23 (3) WEG). */
export const resultAnnounced: LetterTemplate = {
  de: (context) => ({
    headline: context.facts.adopted ? 'Ergebnis: angenommen' : 'Ergebnis: nicht angenommen',
    paragraphs: [
      context.facts.adopted
        ? 'Wir stellen fest und verkünden: Der Antrag ist angenommen.'
        : 'Wir stellen fest und verkünden: Der Antrag ist nicht angenommen.',
      ...questionOf(context),
      ...whoPaysText(context),
    ],
    facts: countFacts(context),
    button: 'Ergebnis ansehen',
  }),
  en: (context) => ({
    headline: context.facts.adopted ? 'Result: adopted' : 'Result: not adopted',
    paragraphs: [
      context.facts.adopted
        ? 'We establish and announce: the motion is adopted.'
        : 'We establish and announce: the motion is not adopted.',
      ...questionOf(context),
      ...whoPaysText(context),
    ],
    facts: countFacts(context),
    button: 'View the result',
  }),
};
