import { dayText } from '../dates.ts';
import type { LetterTemplate } from '../letter.ts';

/** To those who answer them: the period of a request ends soon. */
export const privacyDue: LetterTemplate = {
  de: ({ facts, until }) => ({
    headline: `Erinnerung: ${facts.kind === 'erasure' ? 'Löschung' : 'Auskunft'} nach der DSGVO`,
    asked: until ? `Bitte antworten Sie bis ${dayText(until, 'de')}.` : undefined,
    paragraphs: [
      'Reicht die Zeit nicht, können Sie die Frist um bis zu zwei Monate verlängern. Den Grund müssen Sie der Person innerhalb des ersten Monats mitteilen.',
    ],
    button: 'Anfrage ansehen',
  }),
  en: ({ facts, until }) => ({
    headline: `Reminder: ${facts.kind === 'erasure' ? 'erasure' : 'access'} under the GDPR`,
    asked: until ? `Please answer by ${dayText(until, 'en')}.` : undefined,
    paragraphs: [
      'If that is too soon, you can extend the period by up to two months. The person has to be told the reason within the first month.',
    ],
    button: 'View the request',
  }),
};
