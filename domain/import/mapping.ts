import { bare } from './cells.ts';
import { type Column, columns } from './columns.ts';
import { INLINE, inlineColumns } from './lists.ts';
import { fileNames, keyFields, type MasterTable, masterTables } from './tables.ts';

/** What a file's columns mean: for each of its headings a field of the table, or null where it is not taken. */
export interface Mapping {
  table: MasterTable;
  fields: Readonly<Record<string, string | null>>;
}

/** The headings of a file in one word, by which a mapping is remembered: the same source has the same headings. */
export function signatureOf(headings: readonly string[]): string {
  return headings.map(bare).sort().join('|');
}

/** How well a heading fits a column: by its own name, by one that others use, by a part of it, or not at all. */
function likeness(heading: string, { heading: own, field, also = [] }: Column): number {
  const word = bare(heading);
  if (word === '') return 0;
  if (word === bare(own) || word === bare(field)) return 3;
  if (also.some((name) => bare(name) === word)) return 2;
  // A key's own heading is mostly "Nummer", which stands in many others.
  if (field === 'number') return 0;
  return [own, ...also].some((name) => bare(name).length > 3 && word.includes(bare(name))) ? 1 : 0;
}

/** Every column that a file of this table may have: its own, and those of the person that its rows may describe. */
export function takenColumns(table: MasterTable): readonly Column[] {
  return [...columns[table], ...inlineColumns(table)];
}

/** The fields that a file's headings seem to mean in a table; each field at most once, the best fit first. */
export function suggestedFields(table: MasterTable, headings: readonly string[]): Mapping['fields'] {
  const pairs = headings
    .flatMap((heading, n) =>
      takenColumns(table).map((column) => ({ heading, n, field: column.field, fit: likeness(heading, column) })),
    )
    .filter((pair) => pair.fit > 0)
    .sort((a, b) => b.fit - a.fit || a.n - b.n);
  const fields: Record<string, string | null> = Object.fromEntries(headings.map((heading) => [heading, null]));
  const taken = new Set<string>();
  for (const { heading, field } of pairs) {
    if (fields[heading] !== null || taken.has(field)) continue;
    fields[heading] = field;
    taken.add(field);
  }
  return fields;
}

/** How else people call the files of a table. */
const CALLED: Partial<Record<MasterTable, readonly string[]>> = {
  persons: ['adressen', 'kontakte'],
  units: ['wohnungen'],
  tenancies: ['mieter'],
  ownerships: ['eigentümer'],
  employeeRoles: ['rollen'],
};

/** What a file seems to be, by its name and its headings. */
export function suggestedMapping(fileName: string, headings: readonly string[]): Mapping {
  const name = bare(fileName.replace(/\.[a-z]+$/i, ''));
  const rated = masterTables.map((table) => {
    const fields = suggestedFields(table, headings);
    const found = new Set(Object.values(fields));
    const keys = 1 - missingFields({ table, fields }).length / keyFields[table].length;
    const named = [fileNames[table], ...(CALLED[table] ?? [])].some((each) => name.includes(bare(each))) ? 2 : 0;
    const mapped = headings.filter((heading) => fields[heading] !== null).length / Math.max(1, headings.length);
    return { table, fields, rate: named + keys + mapped + found.size / 100 };
  });
  const [best] = rated.sort((a, b) => b.rate - a.rate);
  return { table: best!.table, fields: best!.fields };
}

/** The fields that a table can't do without and that a mapping does not give. */
export function missingFields({ table, fields }: Mapping): string[] {
  const given = new Set(Object.values(fields));
  return keyFields[table].filter(
    (field) =>
      !given.has(field) &&
      !(field === 'person' && given.has(`${INLINE}familyName`)) &&
      // A property with one house needs no word about it.
      field !== 'building' &&
      // A role that brings none is found by its name.
      !(field === 'key' && given.has('name')),
  );
}
