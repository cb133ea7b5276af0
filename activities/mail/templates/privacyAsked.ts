import { dayText } from '../dates.ts';
import type { LetterTemplate } from '../letter.ts';

/** To those who answer them: somebody asked for a copy of their data, or for its erasure. */
export const privacyAsked: LetterTemplate = {
  de: ({ facts, until }) => ({
    headline:
      facts.kind === 'erasure'
        ? 'Jemand verlangt die Löschung seiner Daten'
        : 'Jemand verlangt Auskunft über seine Daten',
    asked: until ? `Bitte antworten Sie bis ${dayText(until, 'de')} (Art. 12 Abs. 3 DSGVO).` : undefined,
    button: 'Anfrage ansehen',
    otherwise: 'Wir erinnern Sie eine Woche und zwei Tage vor dem Ende der Frist.',
  }),
  en: ({ facts, until }) => ({
    headline:
      facts.kind === 'erasure' ? 'Somebody asks for their data to be erased' : 'Somebody asks for a copy of their data',
    asked: until ? `Please answer by ${dayText(until, 'en')} (Art. 12 (3) GDPR).` : undefined,
    button: 'View the request',
    otherwise: 'We remind you a week and two days before the period ends.',
  }),
};
