import type { LetterTemplate } from '../letter.ts';
import { appointmentDate, appointmentDay } from '../phrases.ts';

/** To both sides, the day before. */
export const appointmentTomorrow: LetterTemplate = {
  de: (context) => ({
    headline: `Erinnerung: Termin am ${appointmentDay(context)}`,
    paragraphs: context.reader === 'contractor' ? [] : ['Bitte sorgen Sie dafür, dass jemand öffnet.'],
    facts: [
      ['Termin', appointmentDate(context)],
      context.reader === 'contractor' ? ['Vor Ort', context.dwelling] : ['Betrieb', context.contractor],
    ],
    button: 'Termin ansehen oder verlegen',
  }),
  en: (context) => ({
    headline: `Reminder: appointment on ${appointmentDay(context)}`,
    paragraphs: context.reader === 'contractor' ? [] : ['Please make sure that somebody opens.'],
    facts: [
      ['Appointment', appointmentDate(context)],
      context.reader === 'contractor' ? ['On site', context.dwelling] : ['Firm', context.contractor],
    ],
    button: 'See or move the appointment',
  }),
};
