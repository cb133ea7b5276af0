/** One line of the table: what was measured beside its floor of the same run. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  floor: number | null;
  /** Value to floor; null where there is no floor, or none to divide by. */
  ratio: number | null;
  /** As the promise says it, e.g. `≤ 1.5 ×`; null for figures that are printed for the record. */
  target: string | null;
  ok: boolean | null;
};

/** What a figure is held against: a bound of the value itself, or (`times`) of its ratio to the floor. */
export type Target = { most: number; times?: true } | { least: number; times?: true };

/** A figure, judged. */
export function figure(name: string, value: number, unit: string, floor: number | null, target?: Target): Figure {
  const ratio = floor ? value / floor : null;
  if (target === undefined) return { name, value, unit, floor, ratio, target: null, ok: null };
  const judged = target.times ? (ratio ?? Number.NaN) : value;
  const [sign, bound, ok] =
    'most' in target ? ['≤', target.most, judged <= target.most] : ['≥', target.least, judged >= target.least];
  return { name, value, unit, floor, ratio, target: `${sign} ${bound}${target.times ? ' ×' : ` ${unit}`}`, ok };
}

/** The middle one of an odd number of measurements. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that this share of the measurements does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

function rounded(value: number | null): string {
  if (value === null) return '–';
  if (value >= 100 || Number.isInteger(value)) return String(Math.round(value));
  return value.toPrecision(value >= 10 ? 3 : 2);
}

/** The figures as a table for people. */
export function table(figures: readonly Figure[]): string {
  const head = ['figure', 'value', 'unit', 'floor', 'ratio', 'target', ''];
  const lines = figures.map((f) => [
    f.name,
    rounded(f.value),
    f.unit,
    rounded(f.floor),
    f.ratio === null ? '–' : `${f.ratio.toFixed(2)} ×`,
    f.target ?? 'for the record',
    f.ok === null ? '' : f.ok ? 'met' : 'MISSED',
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)));
  const isNumber = (column: number) => column === 1 || column === 3 || column === 4;
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
