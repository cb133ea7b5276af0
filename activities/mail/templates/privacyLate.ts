import { dayText } from '../dates.ts';
import type { LetterTemplate } from '../letter.ts';

/** To those who answer them: the period of a request is over. */
export const privacyLate: LetterTemplate = {
  de: ({ facts, until }) => ({
    headline: `Überfällig: ${facts.kind === 'erasure' ? 'Löschung' : 'Auskunft'} nach der DSGVO`,
    asked: until ? `Die Frist endete am ${dayText(until, 'de')}. Bitte antworten Sie noch heute.` : undefined,
    paragraphs: ['Die Person kann sich bei der Aufsichtsbehörde beschweren (Art. 77 DSGVO).'],
    button: 'Anfrage ansehen',
  }),
  en: ({ facts, until }) => ({
    headline: `Overdue: ${facts.kind === 'erasure' ? 'erasure' : 'access'} under the GDPR`,
    asked: until ? `The period ended on ${dayText(until, 'en')}. Please answer today.` : undefined,
    paragraphs: ['The person may complain to the supervisory authority (Art. 77 GDPR).'],
    button: 'View the request',
  }),
};
