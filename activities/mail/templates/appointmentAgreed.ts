import type { LetterTemplate } from '../letter.ts';
import { appointmentDate, appointmentDay } from '../phrases.ts';

/** To both sides: the date stands; comes with a calendar file. */
export const appointmentAgreed: LetterTemplate = {
  de: (context) => ({
    headline: `Termin am ${appointmentDay(context)}`,
    paragraphs: [
      context.reader === 'contractor'
        ? 'Der Termin steht. Die Kalenderdatei hängt an dieser Nachricht.'
        : 'Der Termin steht. Bitte sorgen Sie dafür, dass jemand öffnet. Die Kalenderdatei hängt an dieser Nachricht.',
    ],
    facts: [
      ['Termin', appointmentDate(context)],
      context.reader === 'contractor' ? ['Vor Ort', context.dwelling] : ['Betrieb', context.contractor],
    ],
    button: context.reader === 'contractor' ? 'Auftrag ansehen' : 'Termin ansehen',
    calendar: 'REQUEST',
  }),
  en: (context) => ({
    headline: `Appointment on ${appointmentDay(context)}`,
    paragraphs: [
      context.reader === 'contractor'
        ? 'The date stands. A calendar file is attached to this message.'
        : 'The date stands. Please make sure that somebody opens. A calendar file is attached to this message.',
    ],
    facts: [
      ['Appointment', appointmentDate(context)],
      context.reader === 'contractor' ? ['On site', context.dwelling] : ['Firm', context.contractor],
    ],
    button: context.reader === 'contractor' ? 'See the order' : 'See the appointment',
    calendar: 'REQUEST',
  }),
};
