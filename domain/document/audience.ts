import type { Day } from '../time/berlin.ts';
import type { Addressee, ReadableDocument, ReaderRole } from './document.ts';

/** That somebody has to do with a place for a time: lives in a unit, owns it, or sits on the board of a property. */
export interface Holding {
  role: ReaderRole;
  propertyId: string;
  /** Null only where a property has no buildings yet. */
  buildingId: string | null;
  /** Null for the board, and for a landlord as such. */
  unitId: string | null;
  validFrom: Day;
  /** The last day; null without an end. */
  validUntil: Day | null;
}

/** Why somebody may read a document. */
export type Reason = { addressee: Addressee; role: ReaderRole | 'person'; holding: Holding | null };

/** Why somebody who has to do with the place may not, the nearest miss: the first of these that is true. */
export const refusedBecause = ['tooLate', 'cameLater', 'notYet', 'left', 'otherRole', 'otherPlace'] as const;
export type Refused = (typeof refusedBecause)[number];

export type Verdict = { reads: true; by: Reason } | { reads: false; because: Refused };

const covers = ({ validFrom, validUntil }: Pick<Holding, 'validFrom' | 'validUntil'>, day: Day) =>
  validFrom <= day && (validUntil === null || day <= validUntil);

/** Whether a line of the address names the place of a holding. */
export function names(line: Addressee, { propertyId, buildingId, unitId, role }: Holding): boolean {
  switch (line.scope) {
    case 'everybody':
      return true;
    case 'property':
      return line.id === propertyId;
    case 'building':
      return line.id === buildingId;
    case 'unit':
      return role !== 'board' && line.id === unitId;
    case 'person':
      return false;
  }
}

/**
 * Whether somebody may read a published document on a day, and why: they are named themselves, or have to do with an
 * addressed place on that very day, in an addressed role (in any where it is public). Unless it is for those who come
 * later too, they have to have had to do with it already on the day since which it counts.
 */
export function mayRead(document: ReadableDocument, personId: string, holdings: readonly Holding[], day: Day): Verdict {
  if (!covers(document, day)) return { reads: false, because: day < document.validFrom ? 'notYet' : 'tooLate' };
  const self = document.addressees.find((line) => line.scope === 'person' && line.id === personId);
  if (self) return { reads: true, by: { addressee: self, role: 'person', holding: null } };
  const found: Verdict[] = holdings.flatMap((holding) =>
    document.addressees.filter((line) => names(line, holding)).map((line) => judged(document, line, holding, day)),
  );
  // Whom it is addressed to is told so, also where everybody of the house may read it.
  const readers = found.filter((verdict) => verdict.reads);
  const addressed = readers.find(
    ({ by }) =>
      by.addressee.scope !== 'person' && by.role !== 'person' && by.addressee.roles.some((role) => role === by.role),
  );
  if (addressed ?? readers[0]) return (addressed ?? readers[0])!;
  const missed = found.flatMap((verdict) => (verdict.reads ? [] : verdict.because));
  return { reads: false, because: refusedBecause.find((each) => missed.includes(each)) ?? 'otherPlace' };
}

function judged(document: ReadableDocument, line: Addressee, holding: Holding, day: Day): Verdict {
  const meant = line.scope !== 'person' && (line.roles as readonly ReaderRole[]).includes(holding.role);
  if (!meant && document.visibility !== 'public') return { reads: false, because: 'otherRole' };
  if (!covers(holding, day)) return { reads: false, because: day < holding.validFrom ? 'notYet' : 'left' };
  if (!document.newcomers && !covers(holding, document.since)) return { reads: false, because: 'cameLater' };
  return { reads: true, by: { addressee: line, role: holding.role, holding } };
}
