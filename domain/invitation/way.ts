/** How an invitation reaches somebody. */
export const invitationWays = ['mail', 'letter'] as const;
export type InvitationWay = (typeof invitationWays)[number];

/** Why nobody can be invited as things are. */
export const unreachableReasons = ['noAddress', 'noEmail', 'noLetterhead'] as const;
export type UnreachableReason = (typeof unreachableReasons)[number];

/** What decides how somebody is invited. */
export interface Reachable {
  hasEmail: boolean;
  /** A postal address is known: their own, or the flat in which they live. */
  hasAddress: boolean;
  /** Wants letters, as their entry says. */
  prefersLetter: boolean;
}

/** What the office chose: whatever suits each best, or only one of the ways. */
export const invitationChoices = ['best', 'mail', 'letter'] as const;
export type InvitationChoice = (typeof invitationChoices)[number];

/**
 * How somebody is invited: by mail where an address is stored, by letter where none is or letters are wished for; or why
 * they can't be. Letters need the company's letterhead.
 */
export function wayFor(
  who: Reachable,
  choice: InvitationChoice,
  hasLetterhead: boolean,
): { way: InvitationWay } | { why: UnreachableReason } {
  const letter = who.hasAddress && hasLetterhead;
  if (choice === 'mail') return who.hasEmail ? { way: 'mail' } : { why: 'noEmail' };
  if (choice === 'best') {
    if (who.hasEmail && !(who.prefersLetter && letter)) return { way: 'mail' };
  }
  if (letter) return { way: 'letter' };
  return { why: who.hasAddress ? 'noLetterhead' : 'noAddress' };
}

/** Where a letter belongs in the print file. */
export interface PrintPlace {
  property: string;
  building: string;
  unit: string;
  name: string;
}

const byWords = new Intl.Collator('de', { numeric: true });

/** The order of a print file: by property, building, unit, then name; numbers as people count, 2 before 10. */
export function printOrder(a: PrintPlace, b: PrintPlace): number {
  return (
    byWords.compare(a.property, b.property) ||
    byWords.compare(a.building, b.building) ||
    byWords.compare(a.unit, b.unit) ||
    byWords.compare(a.name, b.name)
  );
}
