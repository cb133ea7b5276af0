import { type CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';

/** A cell or row that can't be taken, with the line as a spreadsheet counts it (the header is line 1). */
export interface ImportProblem {
  file: string;
  line: number;
  column: string | null;
  problem: string;
}

/** A file that can't be taken as it is. It has every problem that was found, not the first only. */
export class ImportError extends Error {
  readonly problems: readonly ImportProblem[];

  constructor(problems: readonly ImportProblem[]) {
    const [first] = problems;
    super(first ? `${first.file}, line ${first.line}: ${first.column ?? ''} ${first.problem}` : 'nothing to import');
    this.name = 'ImportError';
    this.problems = problems;
  }
}

/** A row with the line that it came from. */
export type Row<T> = T & { readonly line: number };

/**
 * Reads a table as spreadsheets write it: UTF-8 with or without a mark, semicolon, comma or tab, a header that names
 * the columns in any order. Columns that the schema does not know are refused, since a misspelt one would be lost; those that it has a default for may be
 * missing.
 * @throws ImportError with all problems
 */
export function readTable<Shape extends z.ZodRawShape>(
  file: string,
  text: string,
  schema: z.ZodObject<Shape>,
): Row<z.output<z.ZodObject<Shape>>>[] {
  const records = recordsOf(file, text);
  const wanted = Object.keys(schema.shape);
  const header = records.header;
  const problems: ImportProblem[] = [
    ...wanted
      .filter((column) => !header.includes(column) && !(schema.shape[column] as z.ZodType).safeParse(undefined).success)
      .map((column) => ({ file, line: 1, column, problem: 'column is missing' })),
    ...header
      .filter((column) => !wanted.includes(column))
      .map((column) => ({ file, line: 1, column, problem: 'column is not known' })),
  ];
  if (problems.length > 0) throw new ImportError(problems);
  const rows: Row<z.output<z.ZodObject<Shape>>>[] = [];
  for (const { record, line } of records.rows) {
    const parsed = schema.safeParse(record);
    if (parsed.success) rows.push({ ...parsed.data, line });
    else
      for (const issue of parsed.error.issues)
        problems.push({ file, line, column: issue.path.map(String).join('.') || null, problem: issue.message });
  }
  if (problems.length > 0) throw new ImportError(problems);
  return rows;
}

function recordsOf(file: string, text: string) {
  const header: string[] = [];
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      columns: (names: string[]) => {
        header.push(...names.map((name) => name.trim()));
        return header;
      },
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    return { header, rows: rows.map(({ record, info }) => ({ record, line: info.lines })) };
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw new ImportError([{ file, line: lines ?? 1, column: null, problem: message }]);
  }
}

/** The separator that the header has most of. */
function separatorOf(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const count = (mark: string) => header.split(mark).length;
  return [';', ',', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

const germanDate = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;

/** `15.05.2024` or `2024-05-15`, as `YYYY-MM-DD`. */
export const day = z.string().transform((given, ctx) => {
  const [, d = '', m = '', y = ''] = germanDate.exec(given) ?? [];
  const iso = y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : given;
  const at = new Date(`${iso}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso)) return iso;
  ctx.addIssue({ code: 'custom', message: 'is no date such as 15.05.2024' });
  return z.NEVER;
});

/** An empty cell as null. */
export function optional<Inner extends z.ZodType<unknown, string>>(inner: Inner) {
  return z.union([z.literal('').transform(() => null), inner]);
}

/** An amount as people write it (`1.840,00`), in cents. */
export const cents = z
  .string()
  .regex(/^\d{1,3}(\.?\d{3})*(,\d{1,2})?$/, 'is no amount such as 1.840,00')
  .transform((given) => Math.round(Number(given.replaceAll('.', '').replace(',', '.')) * 100));

/** A whole number. */
export const whole = z
  .string()
  .regex(/^-?\d+$/, 'is no whole number')
  .transform(Number);

/** One of the words on the left, given as what it means. */
export function oneOf<const Meaning extends string>(meanings: Readonly<Record<string, Meaning>>) {
  return z.string().transform((given, ctx): Meaning => {
    const meaning = meanings[given.toLowerCase()];
    if (meaning !== undefined) return meaning;
    ctx.addIssue({ code: 'custom', message: `is none of: ${Object.keys(meanings).join(', ')}` });
    return z.NEVER;
  });
}

/** Several words separated by commas. */
export function listOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .transform((given) =>
      given
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item));
}

/** `ja` or `nein`. */
export const yesNo = oneOf({ ja: 'yes', nein: 'no' }).transform((word) => word === 'yes');
