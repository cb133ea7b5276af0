import type { Party } from '../parties.ts';

/** What decides who opens the door for a ticket of an order. */
export interface OrderedPlace {
  id: string;
  place: 'unit' | 'common';
  unitId: string | null;
  /** Whether somebody reported it who can open; else the management does. */
  reported: boolean;
}

/** A visit to be made: the ticket that it is about, other tickets of the same dwelling, who opens. */
export interface WantedVisit {
  ticket: string;
  also: string[];
  with: Party;
}

/**
 * One visit per dwelling that has to be entered: tickets of one flat share theirs, common property is accessible. Where
 * no flat is among them, one visit for the whole, so that somebody meets the firm.
 */
export function dwellingsOf(tickets: readonly OrderedPlace[]): WantedVisit[] {
  const flats = tickets.filter(({ place }) => place === 'unit');
  const entered = flats.length > 0 ? flats : tickets.slice(0, 1);
  const visits = new Map<string, WantedVisit>();
  for (const { id, unitId, reported } of entered) {
    const known = visits.get(unitId ?? id);
    if (known) known.also.push(id);
    else visits.set(unitId ?? id, { ticket: id, also: [], with: { role: reported ? 'reporter' : 'management' } });
  }
  return [...visits.values()];
}
