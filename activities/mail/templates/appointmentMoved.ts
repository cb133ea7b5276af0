import type { LetterTemplate } from '../letter.ts';
import { appointmentDate } from '../phrases.ts';

/** To the other side: the date falls away, another one is looked for. */
export const appointmentMoved: LetterTemplate = {
  de: (context) => ({
    headline: 'Der Termin wird verlegt',
    asked: context.reader === 'contractor' ? 'Bitte stimmen Sie einen anderen Termin ab.' : undefined,
    paragraphs: ['Der bisherige Termin gilt nicht mehr. Ein neuer wird gesucht; Sie bekommen dazu eine Nachricht.'],
    quote: true,
    facts: [['Bisher', appointmentDate(context)]],
    button: context.reader === 'contractor' ? 'Termin abstimmen' : 'Stand ansehen',
    calendar: 'CANCEL',
  }),
  en: (context) => ({
    headline: 'The appointment is being moved',
    asked: context.reader === 'contractor' ? 'Please find another date.' : undefined,
    paragraphs: ['The previous date no longer applies. A new one is being found; you will get a message about it.'],
    quote: true,
    facts: [['Previously', appointmentDate(context)]],
    button: context.reader === 'contractor' ? 'Find a date' : 'See where it stands',
    calendar: 'CANCEL',
  }),
};
