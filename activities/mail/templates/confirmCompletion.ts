import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To who reported: the work is reported as done; is it? */
export const confirmCompletion: LetterTemplate = {
  de: (context) => ({
    headline: 'Die Arbeit ist fertig gemeldet. Ist alles in Ordnung?',
    asked: `Bitte bestätigen Sie das${until(context)}, oder sagen Sie uns, was noch fehlt.`,
    facts: [['Betrieb', context.contractor]],
    button: 'Arbeit bestätigen oder beanstanden',
    otherwise: 'Ohne Antwort prüft die Verwaltung die Arbeit und schließt den Vorgang ab.',
  }),
  en: (context) => ({
    headline: 'The work is reported as done. Is everything in order?',
    asked: `Please confirm it${until(context)}, or tell us what is missing.`,
    facts: [['Contractor', context.contractor]],
    button: 'Confirm the work or object',
    otherwise: 'Without an answer the management checks the work and closes the ticket.',
  }),
};
