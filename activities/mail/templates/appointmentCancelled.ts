import type { LetterTemplate } from '../letter.ts';
import { appointmentDate } from '../phrases.ts';

/** To the dwelling: nobody comes at that date. */
export const appointmentCancelled: LetterTemplate = {
  de: (context) => ({
    headline: 'Der Termin entfällt',
    paragraphs: ['Zu diesem Termin kommt niemand. Wie es weitergeht, sehen Sie auf der Seite zu Ihrer Meldung.'],
    facts: [['Entfällt', appointmentDate(context)]],
    button: 'Stand ansehen',
    calendar: 'CANCEL',
  }),
  en: (context) => ({
    headline: 'The appointment is cancelled',
    paragraphs: ['Nobody will come on that date. Your report’s page shows what happens next.'],
    facts: [['Cancelled', appointmentDate(context)]],
    button: 'See where it stands',
    calendar: 'CANCEL',
  }),
};
