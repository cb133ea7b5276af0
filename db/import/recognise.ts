import type { Mapping } from '../../domain/import/mapping.ts';
import type { SourceRow } from '../../domain/import/plan.ts';
import type { MasterTable } from '../../domain/import/tables.ts';
import { mappedRows } from './csv.ts';
import { decodeText, type Encoding } from './decode.ts';
import { isOpenImmo, readOpenImmo } from './openimmo.ts';
import { ROWS_MOST, readSheet } from './sheet.ts';
import { UnreadableFile } from './unreadable.ts';
import { readXml } from './xml.ts';
import { unpack } from './zip.ts';

/** What a file is: a table whose columns have to be understood, our own XML, or OpenImmo. */
export type FileKind = 'csv' | 'xml' | 'openimmo';

/** A file as it was recognised; only a table has headings. */
export interface Recognised {
  name: string;
  kind: FileKind;
  bytes: Uint8Array;
  encoding: Encoding;
  separator: string | null;
  headings: string[];
  /** The first rows, for a look at what the columns hold. */
  sample: string[][];
  rows: number;
}

/** A text that is longer than this is no master data. */
const BYTES_MOST = 200 * 1024 * 1024;
const SAMPLE_ROWS = 5;
const ZIP_SIGN = [0x50, 0x4b];

/**
 * What an uploaded file is; of a ZIP, what the files in it are. Names decide nothing but the order.
 * @throws UnreadableFile
 */
export function recognise(name: string, bytes: Uint8Array): Recognised[] {
  if (bytes.length > BYTES_MOST) throw new UnreadableFile('tooLarge', name);
  if (bytes.length === 0) throw new UnreadableFile('nothingInIt', name);
  const isPacked = bytes[0] === ZIP_SIGN[0] && bytes[1] === ZIP_SIGN[1];
  const found = isPacked ? packedFiles(name, bytes) : [recogniseOne(name, bytes)];
  refuseTooMany(name, found);
  return found;
}

/**
 * Files that are taken together are compared together, so that what one may have is what all may have.
 * @throws UnreadableFile tooManyRows, tooLarge
 */
export function refuseTooMany(name: string, files: readonly Pick<Recognised, 'rows' | 'bytes'>[]): void {
  if (files.reduce((all, { bytes }) => all + bytes.length, 0) > BYTES_MOST) throw new UnreadableFile('tooLarge', name);
  if (files.reduce((all, { rows }) => all + rows, 0) > ROWS_MOST)
    throw new UnreadableFile('tooManyRows', name, 1, { maximum: ROWS_MOST });
}

function packedFiles(name: string, bytes: Uint8Array): Recognised[] {
  const packed = unpack(name, bytes);
  // Workbooks of Excel and LibreOffice are ZIPs with XML in them.
  if (packed.has('[Content_Types].xml') || packed.has('mimetype')) throw new UnreadableFile('workbook', name);
  const files = [...packed].filter(
    ([inner]) => /\.(csv|txt|tsv|xml)$/i.test(inner) && !/(^|\/)(\.|__MACOSX)/.test(inner),
  );
  if (files.length === 0) throw new UnreadableFile('kindUnknown', name);
  const found = files.flatMap(([inner, body]) => {
    try {
      return [recogniseOne(inner.split('/').at(-1) ?? inner, body)];
    } catch (error) {
      // One table of many may be empty: an export has them all.
      if (error instanceof UnreadableFile && error.code === 'nothingInIt') return [];
      throw error;
    }
  });
  if (found.length === 0) throw new UnreadableFile('nothingInIt', name);
  return found;
}

function recogniseOne(name: string, bytes: Uint8Array): Recognised {
  const { text, encoding } = decodeText(name, bytes);
  const common = { name, bytes, encoding };
  if (/^\uFEFF?\s*</.test(text)) {
    const kind = isOpenImmo(text) ? ('openimmo' as const) : ('xml' as const);
    const sources = kind === 'openimmo' ? readOpenImmo(name, text) : readXml(name, text);
    const rows = Object.values(sources).reduce((all, each) => all + (each?.length ?? 0), 0);
    return { ...common, kind, separator: null, headings: [], sample: [], rows };
  }
  const { headings, rows, separator } = readSheet(name, text);
  const sample = rows.slice(0, SAMPLE_ROWS).map(({ texts }) => texts);
  return { ...common, kind: 'csv', separator, headings, sample, rows: rows.length };
}

/** The rows of recognised files by table; a table's columns mean what its mapping says. */
export function sourcesOf(
  files: readonly { name: string; kind: FileKind; bytes: Uint8Array; mapping: Mapping | null }[],
): Partial<Record<MasterTable, SourceRow[]>> {
  const all: Partial<Record<MasterTable, SourceRow[]>> = {};
  const add = (table: MasterTable, rows: readonly SourceRow[]) => {
    const there = all[table] ?? [];
    for (const row of rows) there.push(row);
    all[table] = there;
  };
  for (const { name, kind, bytes, mapping } of files) {
    const { text } = decodeText(name, bytes);
    if (kind === 'csv') {
      if (mapping) add(mapping.table, mappedRows(name, readSheet(name, text), mapping));
      continue;
    }
    const sources = kind === 'openimmo' ? readOpenImmo(name, text) : readXml(name, text);
    for (const [table, rows] of Object.entries(sources) as [MasterTable, SourceRow[]][]) add(table, rows);
  }
  return all;
}
