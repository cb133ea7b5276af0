import { type Problem, problem } from '../problem.ts';

/** An exact part of a whole, never a float. */
export interface Fraction {
  numerator: number;
  denominator: number;
}

/** An exact sum, in lowest terms; of nothing it is 0/1. */
export interface ExactSum {
  numerator: bigint;
  denominator: bigint;
}

/** The exact sum of fractions. @throws RangeError for a denominator that is none */
export function sumOf(fractions: readonly Fraction[]): ExactSum {
  let numerator = 0n;
  let denominator = 1n;
  for (const each of fractions) {
    if (!Number.isSafeInteger(each.numerator) || !Number.isSafeInteger(each.denominator) || each.denominator < 1)
      throw new RangeError('no fraction');
    numerator = numerator * BigInt(each.denominator) + BigInt(each.numerator) * denominator;
    denominator *= BigInt(each.denominator);
    const divisor = greatestCommonDivisor(numerator, denominator);
    numerator /= divisor;
    denominator /= divisor;
  }
  return { numerator, denominator };
}

/** Below 0, 0 or above 0 as a sum is less than one, one, or more. */
export function comparedToOne({ numerator, denominator }: ExactSum): -1 | 0 | 1 {
  return numerator < denominator ? -1 : numerator > denominator ? 1 : 0;
}

/**
 * What the shares of an association's units make up, beside the whole that they are parts of: `difference` is missing
 * when positive, too much when negative. Units without a share count as nothing.
 */
export function sharesOf(
  denominator: number,
  numerators: readonly (number | null)[],
): { sum: number; difference: number; without: number } {
  const sum = numerators.reduce<number>((all, each) => all + (each ?? 0), 0);
  return { sum, difference: denominator - sum, without: numerators.filter((each) => each === null).length };
}

/** The warning that shares do not make up the whole, which names the difference; none when they do (§ 16 (1) WEG). */
export function shareProblems(denominator: number, numerators: readonly (number | null)[]): Problem[] {
  const { sum, difference } = sharesOf(denominator, numerators);
  return difference === 0 ? [] : [problem('sharesDiffer', 'shareNumerator', { sum, difference, denominator })];
}

/** The same parts of another whole; undefined where one of them would not be a whole number of it. */
export function rescaled(numerators: readonly number[], from: number, to: number): number[] | undefined {
  const scaled = numerators.map((each) => BigInt(each) * BigInt(to));
  if (scaled.some((each) => each % BigInt(from) !== 0n)) return undefined;
  return scaled.map((each) => Number(each / BigInt(from)));
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
