import type { LetterTemplate } from '../letter.ts';
import { appointmentParty, slotList, until } from '../phrases.ts';

/** To the dwelling: dates to pick from. */
export const slotsProposed: LetterTemplate = {
  de: (context) => ({
    headline: context.visitor ? 'Wann dürfen wir zur Besichtigung kommen?' : 'Wann darf der Handwerker kommen?',
    asked: `Bitte wählen Sie${until(context)} einen Termin aus.`,
    facts: [appointmentParty(context), ...slotList(context)],
    button: 'Termin auswählen',
    otherwise: 'Ohne Antwort klärt die Verwaltung den Termin mit Ihnen. Passt keiner, schlagen Sie dort andere vor.',
  }),
  en: (context) => ({
    headline: context.visitor ? 'When may we come for a visit?' : 'When may the contractor come?',
    asked: `Please pick an appointment${until(context)}.`,
    facts: [appointmentParty(context), ...slotList(context)],
    button: 'Pick an appointment',
    otherwise:
      'Without an answer the management arranges the date with you. If none works for you, propose others there.',
  }),
};
