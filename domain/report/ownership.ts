import type { Trade } from './categories.ts';

/** Whose property the damaged part is, and so who decides and who pays. */
export type PropertyKind = 'common' | 'separate';

/**
 * The trades whose work in a flat mostly concerns common property even there: windows, the flat's entrance door, roof
 * and balcony slab, the lift (§ 5 (2) WEG: what is needed for the building's substance or safety, or serves all, can't
 * be separate). What is inside (taps, radiators, sockets, paint) is separate. The office knows better case by case.
 */
const commonInFlats: ReadonlySet<Trade> = new Set(['windows', 'locks', 'roof', 'lift']);

/** Whose property a report is about by its place and trade; the rule to start from, not a judgement. */
export function propertyKind(place: 'unit' | 'common', trade: Trade): PropertyKind {
  return place === 'common' || commonInFlats.has(trade) ? 'common' : 'separate';
}

/** What decides about the owner of a flat in which something is reported. */
export interface FlatFacts {
  managementType: 'weg' | 'rental' | 'ownStock';
  place: 'unit' | 'common';
  trade: Trade;
  /** Whether somebody who does not own it lives there. */
  rented: boolean;
}

/**
 * Whether the owner of a flat is asked before work in it is ordered, or told of it. Only in condominiums, only for
 * flats that are let: who lives in the own flat reports it. Separate property is the owner's to order and to pay
 * (§ 13 (1), § 14 (1) WEG); common property is the association's (§ 9a (2), § 18 (1) WEG), its owner only learns of it.
 */
export function ownerRule({ managementType, place, trade, rented }: FlatFacts): 'ask' | 'inform' | null {
  if (managementType !== 'weg' || place !== 'unit' || !rented) return null;
  return propertyKind(place, trade) === 'separate' ? 'ask' : 'inform';
}
