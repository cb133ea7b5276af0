/** Why a cell can't be taken. Each has a sentence in the interface. */
export const cellProblems = [
  'dateInvalid',
  'numberInvalid',
  'amountInvalid',
  'wordUnknown',
  'fractionInvalid',
  'roleKeyInvalid',
] as const;
export type CellProblem = (typeof cellProblems)[number];

/**
 * How a cell's text is read and written. In between stands one plain text per value, the same however somebody wrote it,
 * so that two tables can be compared; an empty one is nothing.
 */
export interface Cell {
  problem: CellProblem;
  /** What a trimmed, filled text means; null when it can't mean anything. */
  read(text: string): string | null;
  /** The plain text as our own German files write it. */
  write(plain: string): string;
  /** The words that are understood, for the sentence. */
  words?: readonly string[];
  /** What plain texts there are: words, or a pattern that XML Schema and JavaScript understand alike; null for any text. */
  plain: readonly string[] | string | null;
}

/** Whether a text is a plain one of a cell, to the letter. */
export function isPlain({ plain }: Pick<Cell, 'plain'>, given: string): boolean {
  if (plain === null) return true;
  return typeof plain === 'string' ? new RegExp(`^(${plain})$`).test(given) : plain.includes(given);
}

const WHOLE = '0|-?[1-9][0-9]*';

const asIs = (plain: string) => plain;

/** Any text. */
export const text: Cell = { problem: 'wordUnknown', read: asIs, write: asIs, plain: null };

/**
 * What is wrong with the letters of a text: `broken` where signs stand that no text has, or the one for what could not be
 * read; `strange` where a file was read in another encoding than it was written in (`MÃ¼ller`, `M„ller`).
 */
export function lettersOf(given: string): 'sound' | 'broken' | 'strange' {
  if (BROKEN.test(given)) return 'broken';
  return MISREAD.test(given) ? 'strange' : 'sound';
}

const BROKEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffd]/u;
// UTF-8 read as Windows-1252 or twice encoded; then what DOS and old Macs wrote for ä, ö, ü between small letters.
const MISREAD = /Ã[¤¶¼Ÿ„–œ©¨]|Â[§°²³´]|â€|\p{L}[„”™†‡Ÿ€]\p{Ll}|[Ss]tra[á§]e/u;

/** A text's beginning, for a sentence about it; no sign is cut in half. */
export function clipped(given: string, longest = 60): string {
  return given.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
}

const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one. */
export function guarded(given: string): string {
  return FORMULA.test(given) ? `'${given}` : given;
}

/** The text without the apostrophe that `guarded` has put before it. */
export function unguarded(given: string): string {
  return given.startsWith("'") && FORMULA.test(given.slice(1)) ? given.slice(1) : given;
}

/** `15.05.2024`, `15.5.24` or `2024-05-15` (a time behind it is dropped), from 1800 on; plain: `2024-05-15`. */
export const day: Cell = {
  problem: 'dateInvalid',
  read(given) {
    const [bare = ''] = given.split(/[T ]/, 1);
    const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/.exec(bare);
    const iso = german ? `${fullYear(german[3] ?? '')}-${two(german[2])}-${two(german[1])}` : bare;
    const at = new Date(`${iso}T00:00:00Z`);
    const there =
      /^(1[89]|[2-9]\d)\d{2}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso);
    return there ? iso : null;
  },
  write: (plain) => plain.split('-').reverse().join('.'),
  plain: '(1[89]|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])',
};

const two = (part: string | undefined) => (part ?? '').padStart(2, '0');
// Two digits are this century up to twenty years ahead, else the last one: births and old leases.
const fullYear = (year: string) =>
  year.length === 4 ? year : `${Number(year) <= (CENTURY_TURNS_AT % 100) ? '20' : '19'}${year}`;
const CENTURY_TURNS_AT = 2045;

/** A whole number, perhaps with dots between thousands. */
export const whole: Cell = {
  problem: 'numberInvalid',
  read: (given) => (/^-?(\d+|\d{1,3}(\.\d{3})+)$/.test(given) ? String(Number(given.replaceAll('.', ''))) : null),
  write: asIs,
  plain: WHOLE,
};

/** A number such as `72,5`; plain: `72.5`. */
export const decimal: Cell = {
  problem: 'numberInvalid',
  read(given) {
    const plain = decimalOf(given);
    return plain === null || !Number.isFinite(Number(plain)) ? null : String(Number(plain));
  },
  write: (plain) => plain.replace('.', ','),
  plain: '-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?',
};

/** An amount such as `1.840,00` or `1.840,00 €`; plain: cents. */
export const amount: Cell = {
  problem: 'amountInvalid',
  read(given) {
    const plain = decimalOf(given.replace(/\s*(€|EUR)$/i, ''));
    if (plain === null || !/^-?\d+(\.\d{1,2})?$/.test(plain)) return null;
    const [euros = '0', cents = ''] = plain.split('.');
    return String(Number(euros) * 100 + Number(cents.padEnd(2, '0')) * (euros.startsWith('-') ? -1 : 1));
  },
  write: (plain) => `${Math.trunc(Number(plain) / 100)},${String(Math.abs(Number(plain)) % 100).padStart(2, '0')}`,
  plain: WHOLE,
};

// `1.840,5` and `1840,5` are German, `1840.5` and `1,840.5` English; `1.840` is read as German, like the rest of the file.
function decimalOf(given: string): string | null {
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(given) || /^-?\d+,\d+$/.test(given))
    return given.replaceAll('.', '').replace(',', '.');
  if (/^-?\d{1,3}(,\d{3})+\.\d+$/.test(given)) return given.replaceAll(',', '');
  return /^-?\d+(\.\d+)?$/.test(given) ? given : null;
}

/** A part such as `1/2`; plain: the same without gaps. */
export const fraction: Cell = {
  problem: 'fractionInvalid',
  read(given) {
    const [, numerator, denominator] = /^(\d{1,9})\s*\/\s*(\d{1,9})$/.exec(given) ?? [];
    return numerator && denominator && Number(denominator) > 0 && Number(numerator) > 0
      ? `${Number(numerator)}/${Number(denominator)}`
      : null;
  },
  write: asIs,
  plain: '[1-9][0-9]{0,8}/[1-9][0-9]{0,8}',
};

/**
 * One of some words, each with everything that it may be called: the first is how our own files write it. Case, dots and
 * gaps don't matter; the plain word itself is understood too.
 */
export function oneOf(meanings: Readonly<Record<string, readonly [string, ...string[]]>>): Cell {
  const known = new Map<string, string>();
  for (const [plain, names] of Object.entries(meanings))
    for (const name of [plain, ...names]) known.set(bare(name), plain);
  return {
    problem: 'wordUnknown',
    read: (given) => known.get(bare(given)) ?? null,
    write: (plain) => meanings[plain]?.[0] ?? plain,
    words: Object.values(meanings).map(([first]) => first),
    plain: Object.keys(meanings),
  };
}

/** Several of some words, separated by commas; plain: in alphabetical order. */
export function severalOf(item: Cell): Cell {
  return {
    problem: item.problem,
    read(given) {
      const read = given
        .split(/[,;|]/)
        .map((part) => part.trim())
        .filter(Boolean)
        .map((part) => item.read(part));
      return read.includes(null) ? null : [...new Set(read)].sort().join(',');
    },
    write: (plain) => plain.split(',').filter(Boolean).map(item.write).join(', '),
    ...(item.words && { words: item.words }),
    plain: Array.isArray(item.plain) ? listOf(item.plain.join('|')) : null,
  };
}

const listOf = (word: string) => `((${word})(,(${word}))*)?`;

/** A word without what people write in two ways: case, dots, gaps, hyphens. */
export function bare(word: string): string {
  return word.toLocaleLowerCase('de').replace(/[\s.\-_/()*:]+/g, '');
}
