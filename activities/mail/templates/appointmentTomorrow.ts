import type { LetterTemplate } from '../letter.ts';
import { appointmentDate, appointmentDay, appointmentParty, comes } from '../phrases.ts';

/** To both sides, the day before. */
export const appointmentTomorrow: LetterTemplate = {
  de: (context) => ({
    headline: `Erinnerung: Termin am ${appointmentDay(context)}`,
    paragraphs: comes(context) ? [] : ['Bitte sorgen Sie dafür, dass jemand öffnet.'],
    facts: [['Termin', appointmentDate(context)], appointmentParty(context)],
    button: 'Termin ansehen oder verlegen',
  }),
  en: (context) => ({
    headline: `Reminder: appointment on ${appointmentDay(context)}`,
    paragraphs: comes(context) ? [] : ['Please make sure that somebody opens the door.'],
    facts: [['Appointment', appointmentDate(context)], appointmentParty(context)],
    button: 'View or move the appointment',
  }),
};
