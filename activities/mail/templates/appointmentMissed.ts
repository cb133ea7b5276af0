import type { LetterTemplate, MessageContext } from '../letter.ts';
import { appointmentDate, comes } from '../phrases.ts';

/** To the other side and to us: the visit did not happen. */
export const appointmentMissed: LetterTemplate = {
  de: (context) => ({
    headline: 'Der Termin hat nicht stattgefunden',
    paragraphs: [
      absence(context).de,
      comes(context)
        ? 'Bitte schlagen Sie neue Termine vor.'
        : context.visitor
          ? 'Wir schlagen Ihnen neue Termine vor.'
          : 'Der Betrieb schlägt neue Termine vor.',
    ],
    quote: true,
    facts: [
      ['Termin', appointmentDate(context)],
      ['Betrieb', context.reader === 'contractor' ? null : context.contractor],
    ],
    button: comes(context) ? 'Neue Termine vorschlagen' : 'Stand ansehen',
  }),
  en: (context) => ({
    headline: 'The appointment did not take place',
    paragraphs: [
      absence(context).en,
      comes(context)
        ? 'Please propose new dates.'
        : context.visitor
          ? 'We will propose new dates.'
          : 'The contractor will propose new dates.',
    ],
    quote: true,
    facts: [
      ['Appointment', appointmentDate(context)],
      ['Contractor', context.reader === 'contractor' ? null : context.contractor],
    ],
    button: comes(context) ? 'Propose new dates' : 'See where it stands',
  }),
};

/** Who was not there. */
function absence({ facts, visitor }: MessageContext): { de: string; en: string } {
  if (facts.absent === 'dwelling') return { de: 'Vor Ort hat niemand geöffnet.', en: 'Nobody opened the door.' };
  return visitor
    ? { de: 'Von der Verwaltung ist niemand gekommen.', en: 'Nobody came from the management.' }
    : { de: 'Der Betrieb ist nicht gekommen.', en: 'The contractor did not come.' };
}
