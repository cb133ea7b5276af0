import type { SheetData } from 'write-excel-file/node';
import { writeCsv } from '../../db/import/csv.ts';
import { masterData } from '../../db/import/current.ts';
import { writeOpenImmo } from '../../db/import/openimmo.ts';
import { rowsInOrder, writeXml } from '../../db/import/xml.ts';
import { pack } from '../../db/import/zip.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { columns } from '../../domain/import/columns.ts';
import type { Current } from '../../domain/import/plan.ts';
import { fileNames, masterTables } from '../../domain/import/tables.ts';

/** How master data goes out: CSV files in a ZIP, our own XML, OpenImmo, a workbook to read. */
export const exportFormats = ['zip', 'xml', 'openimmo', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How many rows of a table a workbook holds: it is built in memory, and is for reading. */
const WORKBOOK_ROWS = 50_000;

/** A company's whole master data in a format; the first three come back in equal (OpenImmo: what it can say). */
export async function exported(
  workspace: Pick<Workspace, 'query' | 'name' | 'slug'>,
  format: ExportFormat,
  at: Date,
): Promise<{ type: string; name: string; body: Buffer | string }> {
  const current = await masterData((sql, params) => workspace.query(sql, params));
  const name = `stammdaten-${workspace.slug}`;
  switch (format) {
    case 'zip': {
      const files = masterTables.map((table) => [`${fileNames[table]}.csv`, writeCsv(current, table)] as const);
      return { type: 'application/zip', name: `${name}.zip`, body: Buffer.from(pack(new Map(files))) };
    }
    case 'xml':
      return { type: 'application/xml', name: `${name}.xml`, body: writeXml(current) };
    case 'openimmo':
      return {
        type: 'application/xml',
        name: `${name}-openimmo.xml`,
        body: writeOpenImmo(current, workspace.name, at.toISOString()),
      };
    case 'xlsx':
      return {
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        name: `${name}.xlsx`,
        body: await workbook(current),
      };
  }
}

async function workbook(current: Current): Promise<Buffer> {
  const { default: writeXlsx } = await import('write-excel-file/node');
  // For reading: other formats have to name the one that is meant.
  const roleName = (field: string, key: string) => (field === 'role' ? current.roles.get(key)?.name : undefined);
  const sheets = masterTables.map((table) => {
    const data: SheetData = [columns[table].map(({ heading }) => ({ value: heading, fontWeight: 'bold' as const }))];
    for (const cells of rowsInOrder(current, table).slice(0, WORKBOOK_ROWS))
      data.push(
        columns[table].map(({ field, cell }) =>
          cells[field] ? { type: String, value: roleName(field, cells[field]) ?? cell.write(cells[field]) } : null,
        ),
      );
    return {
      data,
      sheet: fileNames[table],
      columns: columns[table].map(() => ({ width: 18 })),
      stickyRowsCount: 1,
    };
  });
  return writeXlsx(sheets).toBuffer();
}
