import type { LetterTemplate } from '../letter.ts';
import { appointmentDate } from '../phrases.ts';

/** To the dwelling, and to the firm that had agreed to it: nobody comes at that date. */
export const appointmentCancelled: LetterTemplate = {
  de: (context) => ({
    headline: 'Der Termin entfällt',
    paragraphs: [
      context.reader === 'contractor'
        ? 'Dieser Termin gilt nicht mehr. Wie es weitergeht, sehen Sie auf der Seite zum Auftrag.'
        : 'Zu diesem Termin kommt niemand. Wie es weitergeht, sehen Sie auf der Seite zu Ihrer Meldung.',
    ],
    facts: [['Entfällt', appointmentDate(context)]],
    button: context.reader === 'contractor' ? 'Auftrag ansehen' : 'Stand ansehen',
    calendar: 'CANCEL',
  }),
  en: (context) => ({
    headline: 'The appointment is cancelled',
    paragraphs: [
      context.reader === 'contractor'
        ? 'This appointment no longer applies. The order’s page shows what happens next.'
        : 'Nobody will come on that date. Your report’s page shows what happens next.',
    ],
    facts: [['Cancelled', appointmentDate(context)]],
    button: context.reader === 'contractor' ? 'View the order' : 'See where it stands',
    calendar: 'CANCEL',
  }),
};
