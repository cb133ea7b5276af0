import type { LetterTemplate } from '../letter.ts';
import { slotList, until } from '../phrases.ts';

/** To who wants to come: the dwelling asks for other dates. */
export const slotsCountered: LetterTemplate = {
  de: (context) => ({
    headline: 'Andere Terminwünsche',
    asked: `Bitte sagen Sie${until(context)} einen der Termine zu, oder schlagen Sie andere vor.`,
    quote: true,
    facts: slotList(context),
    button: 'Termin zusagen',
    otherwise: context.visitor ? undefined : 'Ohne Antwort klärt die Verwaltung den Termin mit Ihnen.',
  }),
  en: (context) => ({
    headline: 'Other dates requested',
    asked: `Please agree to one of the dates${until(context)}, or propose others.`,
    quote: true,
    facts: slotList(context),
    button: 'Agree to a date',
    otherwise: context.visitor ? undefined : 'Without an answer the management arranges the date with you.',
  }),
};
