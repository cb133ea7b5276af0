import { z } from 'zod';
import { covers, daysBetween, overlaps, type Period, period, turningDays } from '../period.ts';
import { type Problem, problem } from '../problem.ts';
import { comparedToOne, type Fraction, sumOf } from '../property/shares.ts';
import { addDays, type Day } from '../time/berlin.ts';

/** As what somebody lives in a unit: with a lease, or without one (an owner, a child, a partner). */
export const tenancyRoles = ['renter', 'resident'] as const;
export type TenancyRole = (typeof tenancyRoles)[number];

/** Somebody who lives in a unit for a period. Those of one lease have one `leaseId`. */
export interface Tenancy extends Period {
  id: string;
  unitId: string;
  leaseId: string;
  personId: string;
  role: TenancyRole;
}

/** Somebody who owns a unit for a period; with others each has a part, or they hold it jointly (null). */
export interface Ownership extends Period {
  id: string;
  unitId: string;
  personId: string;
  share: Fraction | null;
}

/** The most parts that a unit's ownership is divided into. */
const PARTS_MOST = 1_000_000;

/** A co-owner's part of a unit. */
export const coOwnerShare = z
  .object({
    numerator: z.int('shareInvalid').min(1, 'shareInvalid'),
    denominator: z.int('shareInvalid').max(PARTS_MOST, 'shareInvalid'),
  })
  .refine(({ numerator, denominator }) => numerator <= denominator, { message: 'shareInvalid', path: ['numerator'] });

/** A tenancy as it is written down. */
export const tenancy = period.safeExtend({ personId: z.uuid('nobodyNamed'), role: z.enum(tenancyRoles) });
/** An ownership as it is written down. */
export const ownership = period.safeExtend({ personId: z.uuid('nobodyNamed'), share: coOwnerShare.nullable() });

/** Which rows are to be judged: those that an act touches, or all. What was wrong before is not its fault. */
type About = ReadonlySet<string> | undefined;
const concerns = (about: About, ...ids: string[]) => about === undefined || ids.some((id) => about.has(id));

function endsFirst(rows: readonly (Period & { id: string })[], about: About): Problem[] {
  return rows.flatMap(({ id, from, until }, n) =>
    concerns(about, id) && until !== null && until < from
      ? [problem('endsBeforeItBegins', 'until', { from, until }, n)]
      : [],
  );
}

/** Pairs of rows of one unit that share a day, the later one first. */
function* overlapping<Row extends Period & { id: string; unitId: string }>(
  rows: readonly Row[],
  about: About,
): Generator<[later: number, row: Row, other: Row]> {
  const byUnit = Map.groupBy(
    rows.map((row, n) => ({ row, n })),
    ({ row }) => row.unitId,
  );
  for (const mates of byUnit.values()) {
    mates.sort((a, b) => (a.row.from < b.row.from ? -1 : a.row.from > b.row.from ? 1 : a.n - b.n));
    for (const [at, { row, n }] of mates.entries())
      for (const { row: other } of mates.slice(0, at))
        if (overlaps(row, other) && concerns(about, row.id, other.id)) yield [n, row, other];
  }
}

/**
 * What is wrong with who lives where: a lease that ends before it begins, one person twice at once, two leases of a unit
 * at once. Those who live there without a lease may overlap with anybody.
 */
export function tenancyProblems(rows: readonly Tenancy[], about?: ReadonlySet<string>): Problem[] {
  const found = endsFirst(rows, about);
  for (const [n, row, other] of overlapping(rows, about)) {
    if (row.personId === other.personId) found.push(problem('personTwice', 'personId', { from: row.from }, n));
    else if (row.role === 'renter' && other.role === 'renter' && row.leaseId !== other.leaseId)
      found.push(problem('leasesOverlap', 'from', { from: row.from, ...(other.until && { until: other.until }) }, n));
  }
  return found;
}

/** Days on which a unit stands empty between two leases: taken, and said. */
export function leaseGaps(rows: readonly Tenancy[]): Problem[] {
  const found: Problem[] = [];
  for (const mates of Map.groupBy(rows, ({ unitId }) => unitId).values()) {
    const inOrder = mates.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    let last: Day | null = null;
    for (const [at, row] of inOrder.entries()) {
      if (at > 0 && last !== null && row.from > addDays(last, 1))
        found.push(
          problem(
            'leaseGap',
            'from',
            { from: addDays(last, 1), until: addDays(row.from, -1), days: daysBetween(last, row.from) },
            rows.indexOf(row),
          ),
        );
      if (at === 0 || (last !== null && (row.until === null || row.until > last))) last = row.until;
    }
  }
  return found;
}

/** What the owners of a unit hold on a day: less than all of it, all, more, or (jointly) nothing that can be summed. */
export function heldOn(rows: readonly Ownership[], day: Day): 'nothing' | 'jointly' | 'mixed' | -1 | 0 | 1 {
  const there = rows.filter((row) => covers(row, day));
  const shares = there.flatMap(({ share }) => (share ? [share] : []));
  if (there.length === 0) return 'nothing';
  if (shares.length === 0) return 'jointly';
  return shares.length < there.length ? 'mixed' : comparedToOne(sumOf(shares));
}

/**
 * What is wrong with who owns what: a period that ends before it begins, one person twice at once, parts that are more
 * than the whole on some day, or stand beside somebody without a part. Parts that are less, and days without an owner,
 * are doubtful only.
 */
export function ownershipProblems(rows: readonly Ownership[], about?: ReadonlySet<string>): Problem[] {
  const found = endsFirst(rows, about);
  for (const [n, row, other] of overlapping(rows, about))
    if (row.personId === other.personId) found.push(problem('personTwice', 'personId', { from: row.from }, n));
  for (const mates of Map.groupBy(rows, ({ unitId }) => unitId).values()) {
    const sound = mates.filter(({ from, until }) => until === null || from <= until);
    for (const day of turningDays(sound)) {
      const there = sound.filter((row) => covers(row, day));
      const at = rows.indexOf(there.at(-1) ?? sound[0]!);
      const held = heldOn(sound, day);
      const mine = about === undefined || there.some(({ id }) => about.has(id));
      if (held === 'mixed' && mine) found.push(problem('coOwnersDiffer', 'share', { from: day }, at));
      if (held === 1 && mine) found.push(problem('ownershipsExceed', 'share', { from: day }, at));
      else if (held === -1)
        found.push(problem('ownershipIncomplete', 'share', { from: day, missing: missingOn(there) }, at));
      else if (held === 'nothing' && day !== turningDays(sound)[0])
        found.push(problem('nobodyOwns', 'from', { from: day }, at));
    }
  }
  return found;
}

function missingOn(rows: readonly Ownership[]): string {
  const { numerator, denominator } = sumOf(rows.flatMap(({ share }) => (share ? [share] : [])));
  return `${denominator - numerator}/${denominator}`;
}
