import { CsvError, parse } from 'csv-parse/sync';
import { bare, clipped } from '../../domain/import/cells.ts';
import { takenColumns } from '../../domain/import/mapping.ts';
import { masterTables } from '../../domain/import/tables.ts';
import { UnreadableFile } from './unreadable.ts';

/** A table as a spreadsheet wrote it: its headings, and its rows with the line on which each ends. */
export interface Sheet {
  separator: string;
  headings: string[];
  rows: { line: number; texts: string[] }[];
}

/** How many rows one file may have. */
export const ROWS_MOST = 300_000;
/** How many lines above the headings are looked at: titles, dates, empty lines. */
const TITLE_LINES = 10;
/** How many columns one may have: each is asked what it means. */
const COLUMNS_MOST = 200;
const SEPARATORS = [';', ',', '\t', '|'];

/**
 * Reads a table with any separator and quoting. The headings are the first line that has at least two which we know, else
 * the first that is filled.
 * @throws UnreadableFile with the line
 */
export function readSheet(file: string, text: string): Sheet {
  const separator = separatorOf(text);
  const lines = recordsOf(file, text, separator);
  const at = headingLine(lines);
  const headings = (lines[at]?.texts ?? []).map((heading) => heading.trim());
  while (headings.at(-1) === '') headings.pop();
  if (headings.length === 0) throw new UnreadableFile('nothingInIt', file);
  const line = lines[at]?.line ?? 1;
  if (headings.length > COLUMNS_MOST) throw new UnreadableFile('tooManyColumns', file, line, { maximum: COLUMNS_MOST });
  if (headings.includes(''))
    throw new UnreadableFile('headingMissing', file, line, { column: headings.indexOf('') + 1 });
  const twice = headings.find((heading, n) => headings.indexOf(heading) !== n);
  if (twice !== undefined) throw new UnreadableFile('headingTwice', file, line, { heading: clipped(twice) });
  const rows = lines.slice(at + 1).filter(({ texts }) => texts.some((each) => each.trim() !== ''));
  if (rows.length === 0) throw new UnreadableFile('nothingInIt', file, line);
  if (rows.length > ROWS_MOST) throw new UnreadableFile('tooManyRows', file, line, { maximum: ROWS_MOST });
  for (const row of rows) {
    while (row.texts.length > headings.length && row.texts.at(-1)?.trim() === '') row.texts.pop();
    const details = { columns: headings.length, found: row.texts.length };
    if (row.texts.length > headings.length) throw new UnreadableFile('rowTooLong', file, row.line, details);
    if (row.texts.length < headings.length) {
      const heading = clipped(headings[row.texts.length] ?? '');
      throw new UnreadableFile('rowTooShort', file, row.line, { ...details, heading });
    }
  }
  return { separator, headings, rows };
}

function recordsOf(file: string, text: string, delimiter: string) {
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      relax_column_count: true,
      to: ROWS_MOST + TITLE_LINES + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ texts: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnreadableFile('quoteOpen', file, Number((error as CsvError & { lines?: number }).lines ?? 1));
  }
}

const known = new Set(
  masterTables.flatMap((table) =>
    takenColumns(table).flatMap(({ heading, also = [] }) => [heading, ...also].map((each) => bare(each))),
  ),
);

const knownOf = (texts: readonly string[]) => texts.filter((text) => known.has(bare(text))).length;

function headingLine(lines: readonly { texts: string[] }[]): number {
  const first = lines.slice(0, TITLE_LINES);
  const rated = first.map(({ texts }) => knownOf(texts));
  const best = Math.max(0, ...rated);
  const at = best >= 2 ? rated.indexOf(best) : first.findIndex(({ texts }) => texts.some((text) => text.trim() !== ''));
  return Math.max(0, at);
}

/**
 * The separator that makes the most headings that we know of one of the first lines; else the one that the lines have most
 * of. Counting alone would take the commas of a list in a cell for it.
 */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r?\n/)
    .slice(0, TITLE_LINES + 5);
  const count = (mark: string) =>
    lines.reduce((all, line) => all + Math.min(40, line.replace(/"[^"]*"/g, '').split(mark).length - 1), 0);
  const headings = (mark: string) =>
    Math.max(0, ...lines.map((line) => knownOf(line.split(mark).map((each) => each.replaceAll('"', '')))));
  const rated = SEPARATORS.map((mark) => ({ mark, headings: headings(mark), count: count(mark) }));
  return rated.reduce((best, each) => ((each.headings - best.headings || each.count - best.count) > 0 ? each : best))
    .mark;
}
