import { z } from 'zod';
import { type Problem, problem } from '../problem.ts';
import { DENOMINATOR_MOST } from './property.ts';

/** What a unit is used for. */
export const unitUsages = ['flat', 'shop', 'office', 'garage', 'parking', 'storage'] as const;
export type UnitUsage = (typeof unitUsages)[number];

const line = (longest: number) => z.string().trim().max(longest);

/** A flat, shop or garage of a building. Its share is a whole number of parts of the property's denominator. */
export const unit = z.object({
  number: line(40).min(1, 'fieldRequired'),
  usage: z.enum(unitUsages),
  /** 0 is the ground floor, below it the basement. */
  floor: z.int('badInput').min(-9, 'badInput').max(199, 'badInput'),
  position: line(60),
  staircase: line(40),
  /** In square metres. */
  area: z.number('badInput').positive('badInput').max(999_999, 'badInput').multipleOf(0.01, 'badInput').nullable(),
  rooms: z.number('badInput').positive('badInput').max(999, 'badInput').multipleOf(0.5, 'badInput').nullable(),
  shareNumerator: z.int('shareInvalid').min(1, 'shareInvalid').max(DENOMINATOR_MOST, 'shareInvalid').nullable(),
});
export type Unit = z.infer<typeof unit>;

/** A unit as far as it is told apart from others. */
export interface NamedUnit {
  buildingId: string;
  number: string;
}

/** What people take for the same number: case and gaps apart. */
export const sameNumber = (number: string): string => number.trim().replace(/\s+/g, ' ').toLocaleLowerCase('de');

/** The rows that name a unit of their building a second time, among themselves or beside those that are there. */
export function unitsTwice(rows: readonly NamedUnit[], there: readonly NamedUnit[] = []): Problem[] {
  const keyOf = ({ buildingId, number }: NamedUnit) => `${buildingId} ${sameNumber(number)}`;
  const known = new Set(there.map(keyOf));
  return rows.flatMap((row, n) => {
    const key = keyOf(row);
    if (known.has(key)) return [problem('unitTwice', 'number', { number: row.number }, n)];
    known.add(key);
    return [];
  });
}
