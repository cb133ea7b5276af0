import { m } from '../../../.build/i18n/messages.js';

/** What was said about an order and waits, in the words of who said it. */
export function sayHeld(types: readonly string[]): string {
  switch (types[0]) {
    case 'accept':
      return types.length > 1 ? m.order_held_accept_with_slots() : m.order_held_accept();
    case 'decline':
      return m.order_held_decline();
    case 'complete':
      return m.order_held_complete();
    case 'invoice':
      return m.order_held_invoice();
    case 'ask':
      return m.order_held_ask();
    case 'answer':
      return m.held_answer();
    case 'pickSlot':
      return m.order_held_pick();
    case 'missAppointment':
      return m.order_held_missed();
    default:
      return m.order_held_slots();
  }
}
