import { m } from '../../../.build/i18n/messages.js';

/** For whom a note is: the choices of its form, in which the office is chosen first. */
export const noteReaders = () => ({
  label: m.ticket_note_for(),
  first: 'internal' as const,
  cards: [
    { value: 'internal' as const, title: m.ticket_note_internal(), detail: m.ticket_note_internal_hint() },
    { value: 'visible' as const, title: m.ticket_note_visible(), detail: m.ticket_note_visible_hint() },
  ],
});
