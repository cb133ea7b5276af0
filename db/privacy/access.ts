import type { DataKind } from '../../domain/privacy/retention.ts';
import type { Query } from '../pool.ts';
import { type Holding, holdings, listed } from './holdings.ts';

/** What one table holds about somebody, under the names of its columns. */
export interface StoredRows {
  table: string;
  kind: DataKind;
  rows: Record<string, unknown>[];
}

/**
 * Everything that is stored about a person, table by table (Art. 15 (1), (3) DSGVO), as of one moment: what the columns'
 * declaration says may be given out. `withoutInternal` leaves out what only the office reads (Art. 15 (4)).
 */
export async function storedAbout(
  q: Query,
  personId: string,
  { withoutInternal }: { withoutInternal: boolean },
): Promise<StoredRows[]> {
  const stored: StoredRows[] = [];
  for (const [table, holding] of Object.entries(holdings)) {
    const { kind } = holding;
    if (kind === null || holding.of === undefined) continue;
    const rows = await q<{ row: Record<string, unknown> }>(statementOf(table, holding, withoutInternal), [personId]);
    if (rows.length > 0) stored.push({ table, kind, rows: rows.map(({ row }) => row) });
  }
  return stored;
}

/** The columns by which rows are put in order, the first that a table has. */
const ORDER = ['at', 'reported_at', 'placed_at', 'created_at', 'received_at', 'uploaded_at', 'made_at', 'valid_from'];

function statementOf(table: string, { of, data, facts }: Holding, withoutInternal: boolean): string {
  const columns = [...listed(data), ...listed(facts)];
  const pairs = columns.map((column) => `'${column}', x.${column}`).join(', ');
  const order = ORDER.find((column) => columns.includes(column));
  const outside = withoutInternal && table === 'timeline' ? ` and x.audience <> array['management']` : '';
  return `select jsonb_build_object(${pairs}) as row from ${table} x where (${of})${outside}${order ? ` order by x.${order}` : ''}`;
}
