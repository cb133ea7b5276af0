import { m } from '../../../.build/i18n/messages.js';

const floorText = (floor: number) => {
  if (floor === 0) return m.portal_floor_ground();
  return floor < 0 ? m.portal_floor_below() : m.portal_floor({ floor });
};

const positions: Readonly<Record<string, () => string>> = {
  links: m.portal_position_left,
  rechts: m.portal_position_right,
  mitte: m.portal_position_middle,
};

/** Where on its floor a dwelling lies, in the reader's language as far as it is a usual word. */
export const sayPosition = (position: string | null | undefined): string =>
  position ? (positions[position.toLowerCase()]?.() ?? position) : '';

/** A dwelling as those call it who live there: "Wohnung 12, 3. OG links". */
export function sayDwelling(number: string | null, floor: number | null, position: string | null): string {
  const name = number && sayFlat(number);
  const where = [floor === null ? '' : floorText(floor), sayPosition(position)].filter(Boolean).join(' ');
  return [name, where].filter(Boolean).join(', ');
}

/** "Wohnung 12" for "12" and "WE 12"; a name of its own ("Laden links") stays as it is. */
export function sayFlat(number: string): string {
  const [, plain] = /^(?:WE\s*)?(\d.*)$/.exec(number) ?? [];
  return plain ? m.portal_flat({ number: plain }) : number;
}
