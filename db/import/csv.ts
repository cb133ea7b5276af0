import { stringify } from 'csv-stringify/sync';
import { guarded } from '../../domain/import/cells.ts';
import { columns } from '../../domain/import/columns.ts';
import type { Mapping } from '../../domain/import/mapping.ts';
import type { Current, SourceRow } from '../../domain/import/plan.ts';
import type { MasterTable } from '../../domain/import/tables.ts';
import type { Sheet } from './sheet.ts';
import { rowsInOrder } from './xml.ts';

/** A sheet's rows by the fields that a mapping gives its columns. */
export function mappedRows(file: string, { headings, rows }: Sheet, { fields }: Mapping): SourceRow[] {
  const taken = headings.flatMap((heading, n) => {
    const field = fields[heading];
    return field ? [{ field, n }] : [];
  });
  return rows.map(({ line, texts }) => ({
    file,
    line,
    cells: Object.fromEntries(taken.map(({ field, n }) => [field, texts[n] ?? ''])),
  }));
}

/**
 * A table as our own CSV: German headings and words, semicolons and a byte order mark, as a German spreadsheet opens it.
 * What it would take for a formula has an apostrophe before it, which reading takes away again.
 */
export function writeCsv(current: Current, table: MasterTable): string {
  const lines = rowsInOrder(current, table).map((cells) =>
    columns[table].map(({ field, cell }) => (cells[field] ? guarded(cell.write(cells[field])) : '')),
  );
  return stringify([columns[table].map(({ heading }) => heading), ...lines], {
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
  });
}
