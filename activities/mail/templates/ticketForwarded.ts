import type { LetterTemplate } from '../letter.ts';
import { until } from '../phrases.ts';

/** To whom a ticket was passed on. */
export const ticketForwarded: LetterTemplate = {
  de: (context) => ({
    headline: context.reader === 'us' ? 'Ein Vorgang wurde Ihnen übergeben' : 'Wir bitten Sie um Ihre Mithilfe',
    asked: `Bitte sehen Sie sich den Vorgang an${until(context)}.`,
    quote: true,
    button: 'Vorgang öffnen',
    otherwise: context.reader === 'us' ? undefined : 'Ohne Antwort geht der Vorgang an die Verwaltung zurück.',
  }),
  en: (context) => ({
    headline: context.reader === 'us' ? 'A ticket was forwarded to you' : 'We ask for your help',
    asked: `Please look at the ticket${until(context)}.`,
    quote: true,
    button: 'Open the ticket',
    otherwise: context.reader === 'us' ? undefined : 'Without an answer the ticket goes back to the management.',
  }),
};
