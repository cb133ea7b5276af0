import { m } from '../../../.build/i18n/messages.js';

const floorText = (floor: number) => {
  if (floor === 0) return m.portal_floor_ground();
  return floor < 0 ? m.portal_floor_below() : m.portal_floor({ floor });
};

/** A dwelling as those call it who live there: "Wohnung 12, 3. OG links". */
export function sayDwelling(number: string | null, floor: number | null, position: string | null): string {
  const name = number && /^\d/.test(number) ? m.portal_flat({ number }) : number;
  const where = [floor === null ? '' : floorText(floor), position].filter(Boolean).join(' ');
  return [name, where].filter(Boolean).join(', ');
}

/** "Wohnung 12", or the number as it is where it is a name of its own. */
export const sayFlat = (number: string): string => (/^\d/.test(number) ? m.portal_flat({ number }) : number);
