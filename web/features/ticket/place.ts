import { m } from '../../../.build/i18n/messages.js';
import { sayPosition } from '../portal/place.ts';

type Dwelling = { number: string | null; floor?: number | null; position?: string | null };

const floor = (at: number) => {
  if (at === 0) return m.ticket_floor_ground();
  return at < 0 ? m.ticket_floor_below() : m.ticket_floor({ floor: at });
};

/** A unit by its number, as its kind says it: "WE 12"; a name of its own ("Laden links") stays as it is. */
export const sayUnit = (number: string): string => (/^\d/.test(number) ? m.ticket_unit({ number }) : number);

/** "Lindenhof 4, WE 12, 3. OG links"; "Lindenhof 4, Gemeinschaftseigentum". */
export function sayPlace(street: string, unit: Dwelling | null, common = false): string {
  const parts = [street];
  if (unit?.number) parts.push(sayUnit(unit.number));
  if (unit && typeof unit.floor === 'number')
    parts.push([floor(unit.floor), sayPosition(unit.position)].filter(Boolean).join(' '));
  if (common) parts.push(m.ticket_common());
  return parts.join(', ');
}
