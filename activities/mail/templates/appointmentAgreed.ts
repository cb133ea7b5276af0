import type { LetterTemplate } from '../letter.ts';
import { appointmentDate, appointmentDay, appointmentParty, comes } from '../phrases.ts';

/** To both sides: the date stands; comes with a calendar file. */
export const appointmentAgreed: LetterTemplate = {
  de: (context) => ({
    headline: `Termin am ${appointmentDay(context)}`,
    paragraphs: [
      comes(context)
        ? 'Der Termin steht. Die Kalenderdatei hängt an dieser Nachricht.'
        : 'Der Termin steht. Bitte sorgen Sie dafür, dass jemand öffnet. Die Kalenderdatei hängt an dieser Nachricht.',
    ],
    facts: [['Termin', appointmentDate(context)], appointmentParty(context)],
    button: context.reader === 'contractor' ? 'Auftrag ansehen' : 'Termin ansehen',
    calendar: 'REQUEST',
  }),
  en: (context) => ({
    headline: `Appointment on ${appointmentDay(context)}`,
    paragraphs: [
      comes(context)
        ? 'The date is fixed. A calendar file is attached to this message.'
        : 'The date is fixed. Please make sure that somebody opens the door. A calendar file is attached to this message.',
    ],
    facts: [['Appointment', appointmentDate(context)], appointmentParty(context)],
    button: context.reader === 'contractor' ? 'View the order' : 'View the appointment',
    calendar: 'REQUEST',
  }),
};
