import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { clipped, guarded, isPlain } from '../../domain/import/cells.ts';
import { columns } from '../../domain/import/columns.ts';
import type { Current, SourceRow } from '../../domain/import/plan.ts';
import { type Cells, fileNames, type MasterTable, masterTables } from '../../domain/import/tables.ts';
import { UnreadableFile } from './unreadable.ts';

/** The name of our own format's root, and of its version. */
export const ROOT = 'stammdaten';
export const XML_VERSION = '1';

/**
 * Reads any XML into elements. A document type is refused before anything is parsed: with it come entities that grow
 * without end, and files of the server.
 * @throws UnreadableFile xmlUnsafe, xmlBroken
 */
export function parseXml(file: string, text: string, lists: readonly string[]): Record<string, unknown> {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new UnreadableFile('xmlUnsafe', file);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new UnreadableFile('xmlBroken', file, valid.err.line);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    removeNSPrefix: true,
    trimValues: true,
    isArray: (name) => lists.includes(name),
  });
  return parser.parse(text) as Record<string, unknown>;
}

/** The one element that a row of each table is. */
export const ROW: Record<MasterTable, string> = {
  persons: 'person',
  properties: 'objekt',
  buildings: 'gebaeude',
  units: 'einheit',
  tenancies: 'bewohner',
  ownerships: 'eigentuemer',
  boardMemberships: 'beirat',
  contractors: 'handwerker',
  roles: 'rolle',
  employees: 'mitarbeiter',
  employeeRoles: 'mitarbeiterrolle',
};
/** The element that holds a table's rows. */
export const listOf = (table: MasterTable) => `${fileNames[table]}liste`;

/**
 * Reads our own format: `<stammdaten version="1"><personenliste><person number="…" …/>…`, one attribute per field with
 * its plain text, and nothing else: `writeSchema` describes it, and what breaks it is refused with its line.
 * @throws UnreadableFile xmlUnknown, xmlStrange, xmlValue
 */
export function readXml(file: string, text: string): Partial<Record<MasterTable, SourceRow[]>> {
  const parsed = parseXml(file, text, Object.values(ROW));
  const root = parsed[ROOT];
  if (!isElement(root) || root['@version'] !== XML_VERSION) throw new UnreadableFile('xmlUnknown', file);
  for (const name of Object.keys(root))
    if (!ROOT_MAY_HAVE.test(name) && !masterTables.some((table) => listOf(table) === name)) strange(file, text, name);
  const lines = lineCounter(text);
  const sources: Partial<Record<MasterTable, SourceRow[]>> = {};
  for (const table of masterTables) {
    const list = root[listOf(table)];
    if (!isElement(list)) {
      if (list !== undefined && list !== '') strange(file, text, listOf(table));
      continue;
    }
    for (const name of Object.keys(list)) if (name !== ROW[table]) strange(file, text, name);
    const rows = list[ROW[table]];
    if (!Array.isArray(rows)) continue;
    const next = lines(ROW[table]);
    sources[table] = rows.map((row) => {
      const line = next();
      return { file, line, cells: plainCells(file, line, table, row) };
    });
  }
  return sources;
}

/** What stands at the root besides the lists: its version, and where a schema is. */
const ROOT_MAY_HAVE = /^@(version|xmlns.*|schemaLocation|noNamespaceSchemaLocation)$/;

/** Refuses what the schema does not know, at the line of its first sight. */
function strange(file: string, text: string, name: string): never {
  const bare = name.replace(/^@/, '');
  const at = text.search(new RegExp(name.startsWith('@') ? `\\s${bare}\\s*=` : `<${bare}[\\s/>]`));
  throw new UnreadableFile('xmlStrange', file, at < 0 ? 1 : text.slice(0, at).split('\n').length, { name: bare });
}

// Attributes are plain texts; the plan reads texts as people write them, so they are written like that.
function plainCells(file: string, line: number, table: MasterTable, row: unknown): Cells {
  if (row === '') return {};
  const cells: Record<string, string> = {};
  if (!isElement(row)) throw new UnreadableFile('xmlStrange', file, line, { name: ROW[table] });
  for (const [name, text] of Object.entries(row)) {
    const column = columns[table].find(({ field }) => name === `@${field}`);
    if (!column || typeof text !== 'string')
      throw new UnreadableFile('xmlStrange', file, line, { name: name.replace(/^@/, '') });
    if (!isPlain(column.cell, text))
      throw new UnreadableFile('xmlValue', file, line, { name: column.field, value: clipped(text) });
    cells[column.field] = text === '' ? '' : guarded(column.cell.write(text));
  }
  return cells;
}

function isElement(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The line of each next element of a name, in the order in which they stand. */
export function lineCounter(text: string) {
  return (name: string) => {
    const opening = new RegExp(`<${name}[\\s/>]`, 'g');
    let line = 1;
    let from = 0;
    return () => {
      const found = opening.exec(text);
      if (!found) return line;
      for (let at = text.indexOf('\n', from); at !== -1 && at < found.index; at = text.indexOf('\n', at + 1)) {
        line += 1;
        from = at + 1;
      }
      return line;
    };
  };
}

/** Writes our own format: every field of every row, in the order of their keys. */
export function writeXml(current: Current): string {
  const out = ['<?xml version="1.0" encoding="UTF-8"?>', `<${ROOT} version="${XML_VERSION}">`];
  for (const table of masterTables) {
    out.push(`  <${listOf(table)}>`);
    for (const cells of rowsInOrder(current, table)) {
      const attributes = columns[table]
        .filter(({ field }) => (cells[field] ?? '') !== '')
        .map(({ field }) => ` ${field}="${escaped(cells[field] ?? '')}"`);
      out.push(`    <${ROW[table]}${attributes.join('')}/>`);
    }
    out.push(`  </${listOf(table)}>`);
  }
  return `${[...out, `</${ROOT}>`].join('\n')}\n`;
}

/** A table's rows in the order of their keys, so that the same company is written the same way. */
export function rowsInOrder(current: Current, table: MasterTable): Cells[] {
  return [...current[table]].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, cells]) => cells);
}

/** A text as it may stand in an attribute or element; line breaks survive. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
}
