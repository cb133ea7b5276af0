/** An exact share of a whole, e.g. a co-ownership share of 87/1000. Never a float. */
export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

export const zero: Fraction = { numerator: 0n, denominator: 1n };

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b);
}

/** A fraction in its lowest terms. Throws RangeError for a denominator below 1 or a negative numerator. */
export function fraction(numerator: bigint | number, denominator: bigint | number): Fraction {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (d < 1n || n < 0n) throw new RangeError('a share is not negative and part of something');
  const divisor = commonDivisor(n, d) || 1n;
  return { numerator: n / divisor, denominator: d / divisor };
}

/** The exact sum. */
export function sum(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce(
    (total, { numerator, denominator }) =>
      fraction(total.numerator * denominator + numerator * total.denominator, total.denominator * denominator),
    zero,
  );
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `part` of `whole`, e.g. two thirds of the votes cast. */
export function times(whole: Fraction, part: Fraction): Fraction {
  return fraction(whole.numerator * part.numerator, whole.denominator * part.denominator);
}

/**
 * A written fraction in parts of a whole, as a declaration of division counts shares: `1/4` is `250/1000` of 1000. What does
 * not come out even, or is no part of that whole, stays as it is written.
 */
export function inPartsOf(said: string, whole: number | null): string {
  const [numerator = '', denominator = '1'] = said.split('/');
  if (whole === null || BigInt(whole) % BigInt(denominator) !== 0n) return said;
  return `${(BigInt(numerator) * BigInt(whole)) / BigInt(denominator)}/${whole}`;
}

/** As people write it: `87/1000`; a whole number without its denominator. */
export function written({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}
