import type { LetterTemplate } from '../letter.ts';
import { appointmentDate } from '../phrases.ts';

/** To the other side and to us: the visit did not happen. */
export const appointmentMissed: LetterTemplate = {
  de: (context) => ({
    headline: 'Der Termin hat nicht stattgefunden',
    paragraphs: [
      context.facts.absent === 'dwelling' ? 'Vor Ort hat niemand geöffnet.' : 'Der Betrieb ist nicht gekommen.',
      context.reader === 'contractor'
        ? 'Bitte schlagen Sie neue Termine vor.'
        : 'Der Betrieb schlägt neue Termine vor.',
    ],
    quote: true,
    facts: [
      ['Termin', appointmentDate(context)],
      ['Betrieb', context.reader === 'contractor' ? null : context.contractor],
    ],
    button: context.reader === 'contractor' ? 'Neue Termine vorschlagen' : 'Stand ansehen',
  }),
  en: (context) => ({
    headline: 'The appointment did not take place',
    paragraphs: [
      context.facts.absent === 'dwelling' ? 'Nobody opened the door.' : 'The contractor did not come.',
      context.reader === 'contractor' ? 'Please propose new dates.' : 'The contractor will propose new dates.',
    ],
    quote: true,
    facts: [
      ['Appointment', appointmentDate(context)],
      ['Contractor', context.reader === 'contractor' ? null : context.contractor],
    ],
    button: context.reader === 'contractor' ? 'Propose new dates' : 'See where it stands',
  }),
};
