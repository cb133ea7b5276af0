import { z } from 'zod';
import { type Problem, problem } from '../problem.ts';
import { DENOMINATOR_MOST } from './property.ts';
import { type Unit, unitsTwice, unitUsages } from './unit.ts';

/** How many units one pattern makes at most; a house with more is made in parts. */
export const PATTERN_MOST = 1000;

const word = z.string().trim().max(40);

/** Units as floors times flats, in one staircase or in several that are alike. */
export const unitPattern = z
  .object({
    usage: z.enum(unitUsages),
    /** Their names; without one the house has a single staircase without a name. */
    staircases: z.array(word.min(1, 'fieldRequired')).max(50),
    floorFrom: z.int('badInput').min(-9, 'badInput').max(199, 'badInput'),
    floorTo: z.int('badInput').min(-9, 'badInput').max(199, 'badInput'),
    perFloor: z.int('badInput').min(1, 'badInput').max(100, 'badInput'),
    /** What each place on a floor is called, in order ("links", "rechts"); none or as many as there are places. */
    positions: z.array(word).max(100),
    /** @see namingTokens */
    naming: word.min(1, 'fieldRequired'),
    firstNumber: z.int('badInput').min(0, 'badInput').max(99_999, 'badInput'),
    /** Whether counting begins anew in each staircase. */
    restart: z.boolean(),
    /** The share of each, in parts of the property's denominator; `rest` deals out evenly what is not given yet. */
    share: z.union([
      z.int('shareInvalid').min(1, 'shareInvalid').max(DENOMINATOR_MOST, 'shareInvalid'),
      z.literal('rest'),
      z.null(),
    ]),
  })
  .refine(({ floorFrom, floorTo }) => floorFrom <= floorTo, { message: 'badInput', path: ['floorTo'] })
  .refine(({ positions, perFloor }) => positions.length === 0 || positions.length === perFloor, {
    message: 'patternInvalid',
    path: ['positions'],
  })
  .refine(({ naming }) => isNaming(naming), { message: 'patternInvalid', path: ['naming'] })
  .refine(
    ({ staircases, floorFrom, floorTo, perFloor }) =>
      Math.max(1, staircases.length) * (floorTo - floorFrom + 1) * perFloor <= PATTERN_MOST,
    { message: 'tooManyUnits', path: ['perFloor'] },
  );
export type UnitPattern = z.infer<typeof unitPattern>;

/**
 * What stands for something in a name: `{n}` the running number, `{i}` the number on the floor, `{a}` the same as a
 * letter, `{f}` the floor, `{s}` the staircase, `{p}` the place on the floor. A colon and a figure fill up numbers with
 * zeros: `WE {n:2}` makes WE 01.
 */
export const namingTokens = ['n', 'i', 'a', 'f', 's', 'p'] as const;
const TOKEN = /\{([niafsp])(?::([1-5]))?\}/g;

function isNaming(naming: string): boolean {
  return (
    /[niafs]/.test([...naming.matchAll(TOKEN)].map(([, token]) => token).join('')) &&
    !/[{}]/.test(naming.replace(TOKEN, ''))
  );
}

/** "A", "B" … "Z", "AA" for 1, 2 … 26, 27. */
function letter(n: number): string {
  let text = '';
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

/**
 * The units that a pattern means, in order of staircase, floor and place. `rest` is what of the whole is not given to
 * other units yet. Problems name rows: a pattern may give two units one number, or one that is there.
 */
export function unitsOf(
  pattern: UnitPattern,
  { rest, there }: { rest: number; there: readonly string[] },
): { units: Unit[]; problems: Problem[] } {
  const places: Omit<Unit, 'shareNumerator'>[] = [];
  let running = pattern.firstNumber;
  for (const staircase of pattern.staircases.length > 0 ? pattern.staircases : ['']) {
    if (pattern.restart) running = pattern.firstNumber;
    for (let floor = pattern.floorFrom; floor <= pattern.floorTo; floor++) {
      for (let i = 1; i <= pattern.perFloor; i++, running++) {
        const position = pattern.positions[i - 1] ?? '';
        const values: Record<string, string | number> = {
          n: running,
          i,
          a: letter(i),
          f: floor,
          s: staircase,
          p: position,
        };
        const number = pattern.naming
          .replace(TOKEN, (_, token: string, width?: string) => {
            const value = values[token] ?? '';
            return typeof value === 'number' && width
              ? (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(Number(width), '0')
              : String(value);
          })
          .trim();
        places.push({ number, usage: pattern.usage, floor, position, staircase, area: null, rooms: null });
      }
    }
  }
  const shares = pattern.share === 'rest' ? dealtOut(rest, places.length) : undefined;
  const units = places.map(
    (place, n): Unit => ({
      ...place,
      shareNumerator: pattern.share === 'rest' ? (shares?.[n] ?? null) : pattern.share,
    }),
  );
  const building = '';
  const problems = unitsTwice(
    units.map(({ number }) => ({ buildingId: building, number })),
    there.map((number) => ({ buildingId: building, number })),
  );
  if (pattern.share === 'rest' && rest < units.length) problems.push(problem('shareExceedsWhole', 'share', { rest }));
  return { units, problems };
}

/** A whole number as equal parts, the first ones greater by one where it does not divide: they make up exactly it. */
export function dealtOut(whole: number, parts: number): number[] {
  if (parts === 0 || whole < 0) return [];
  const each = Math.floor(whole / parts);
  const greater = whole - each * parts;
  return Array.from({ length: parts }, (_, n) => (n < greater ? each + 1 : each));
}
