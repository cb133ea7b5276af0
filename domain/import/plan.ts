import type { DomainErrorDetails } from '../errors.ts';
import type { Problem } from '../problem.ts';
import { isPreset } from '../roles.ts';
import { type CellProblem, clipped, lettersOf, text, unguarded } from './cells.ts';
import { type Column, columnOf, columns, emptyCells } from './columns.ts';
import { factProblems } from './facts.ts';
import { presetNamed } from './role-columns.ts';
import {
  type Cells,
  EVERYWHERE,
  givingRoles,
  keyFields,
  keyOf,
  type MasterTable,
  masterTables,
  NOWHERE,
  references,
} from './tables.ts';
import { acrossRows, doubtful } from './together.ts';

/** A row as a file has it: its texts by field, and where it stands (the header of a table is line 1). */
export interface SourceRow {
  file: string;
  line: number;
  cells: Cells;
}

/** What is wrong with a row besides what its facts say. */
export type RowProblem =
  | 'keyTwice'
  | 'notKnown'
  | 'buildingUnclear'
  | 'lettersBroken'
  | 'emailTwice'
  | 'emailThere'
  | 'roleReadyMade'
  | 'roleNameShort'
  | 'tooManyOfUnit';

/** What a cell holds that is taken as it stands, and said. */
export type CellDoubt = 'lettersStrange' | 'formulaLike';

/** Something that is wrong (or, as a doubt, only said), precise to row and column. */
export interface ImportProblem {
  code: CellProblem | RowProblem | CellDoubt | Problem['code'];
  file: string;
  line: number;
  /** The column's field; null for the whole row. */
  field: string | null;
  details: DomainErrorDetails;
}

/** What taking a row would do. */
export type RowKind = 'new' | 'changed' | 'same' | 'wrong';

/** A row of a file beside what is there. */
export interface PlannedRow {
  table: MasterTable;
  key: string;
  kind: RowKind;
  file: string;
  line: number;
  before: Cells | null;
  after: Cells;
  problems: ImportProblem[];
}

/** A row that is there and in none of the files, though others of its property (or table) are. It stays. */
export interface MissingRow {
  table: MasterTable;
  key: string;
  cells: Cells;
}

/** What taking files would do. Nothing is taken while a row is wrong. */
export interface Plan {
  rows: PlannedRow[];
  missing: MissingRow[];
  /** What is taken all the same, and said. */
  doubts: ImportProblem[];
}

/** How many doubtful cells are said: where there are more, the whole file is to be looked at. */
const DOUBTS_MOST = 200;

/** What is there, by table and key. */
export type Current = Readonly<Record<MasterTable, ReadonlyMap<string, Cells>>>;

/** A company that has nothing yet. */
export function nothingThere(): Record<MasterTable, Map<string, Cells>> {
  return Object.fromEntries(masterTables.map((table) => [table, new Map()])) as Record<MasterTable, Map<string, Cells>>;
}

/**
 * What taking rows of files would do to what is there: each row is new, changed, the same, or wrong with its reasons. A
 * field that a file does not give stays as it is. Pure; the same files twice give a plan without a change.
 */
export function planImport(sources: Partial<Record<MasterTable, readonly SourceRow[]>>, current: Current): Plan {
  const rows: PlannedRow[] = [];
  const doubts: ImportProblem[] = [];
  const known = new Map<MasterTable, Map<string, Cells>>();
  for (const table of masterTables) {
    const housesOf = table === 'persons' || table === 'properties' ? undefined : housesByProperty(known);
    const there = new Map(current[table]);
    known.set(table, there);
    const seen = new Map<string, SourceRow>();
    for (const source of sources[table] ?? []) {
      const row = plannedRow(table, source, { current, known, housesOf, seen });
      rows.push(row);
      if (row.kind !== 'same' && doubts.length < DOUBTS_MOST) doubts.push(...doubtfulCells(table, source, row.after));
      if (row.key !== '') there.set(row.key, row.after);
    }
  }
  acrossRows(rows, current);
  for (const row of rows) if (row.problems.length > 0) row.kind = 'wrong';
  return { rows, missing: missingRows(sources, rows, current), doubts: [...doubtful(rows, known), ...doubts] };
}

function plannedRow(
  table: MasterTable,
  source: SourceRow,
  {
    current,
    known,
    housesOf,
    seen,
  }: {
    current: Current;
    known: ReadonlyMap<MasterTable, ReadonlyMap<string, Cells>>;
    housesOf: HousesOf | undefined;
    seen: Map<string, SourceRow>;
  },
): PlannedRow {
  const problems: ImportProblem[] = [];
  const blame = (code: ImportProblem['code'], field: string | null, details: DomainErrorDetails = {}) =>
    problems.push({ code, file: source.file, line: source.line, field, details });
  const given = readCells(table, source, blame, known.get('roles'));
  if (housesOf) placeInOnlyBuilding(table, given, housesOf, blame);
  for (const field of keyFields[table])
    if (!given[field] && !problems.some((each) => each.field === field)) blame('fieldRequired', field);
  const key = keyOf(table, given);
  const first = key === '' ? undefined : seen.get(key);
  if (first) blame('keyTwice', keyFields[table].at(-1) ?? null, { line: first.line, file: first.file });
  else if (key !== '') seen.set(key, source);
  const before = current[table].get(key) ?? null;
  const after: Record<string, string> = { ...emptyCells(table), ...before, ...given };
  for (const { fields, to } of references[table]) {
    const named = fields.map((field) => after[field] ?? '');
    if (named.includes('')) continue;
    const target = keyOf(to, Object.fromEntries(keyFields[to].map((field, n) => [field, named[n] ?? ''])));
    const there = known.get(to)?.get(target);
    if (!there) blame('notKnown', fields.at(-1) ?? null, { what: clipped(named.at(-1) ?? '') });
    // As it is written there: the database compares gaps to the letter.
    else {
      const spelled = spelledKey(to, there, known);
      for (const [n, field] of fields.entries()) after[field] = spelled[keyFields[to][n] ?? ''] ?? '';
    }
  }
  if (table === 'roles') asRoles(after, blame);
  if (givingRoles.includes(table)) {
    after.properties = heldOn(after.properties ?? '', (number) => {
      const there = known.get('properties')?.get(keyOf('properties', { number }));
      if (!there) blame('notKnown', 'properties', { what: clipped(number) });
      return there?.number ?? number;
    });
    const { role = '' } = after;
    if (role !== '' && !isPreset(role) && !known.get('roles')?.has(role))
      blame('notKnown', 'role', { what: clipped(role) });
  }
  if (problems.length === 0) for (const each of factProblems(table, after)) blame(each.code, each.field, each.details);
  const same = before !== null && columns[table].every(({ field }) => (before[field] ?? '') === (after[field] ?? ''));
  const kind = before === null ? 'new' : same ? 'same' : 'changed';
  return { table, key, kind, file: source.file, line: source.line, before, after, problems };
}

/** A row with its key as it will be written: the same files may spell anew what the key names (the house of a unit). */
function spelledKey(
  table: MasterTable,
  row: Cells,
  known: ReadonlyMap<MasterTable, ReadonlyMap<string, Cells>>,
): Cells {
  const spelled: Record<string, string> = { ...row };
  for (const { fields, to } of references[table]) {
    if (!fields.every((field) => keyFields[table].includes(field))) continue;
    const named = Object.fromEntries(keyFields[to].map((field, n) => [field, spelled[fields[n] ?? ''] ?? '']));
    const there = known.get(to)?.get(keyOf(to, named));
    if (!there) continue;
    const above = spelledKey(to, there, known);
    for (const [n, field] of fields.entries()) spelled[field] = above[keyFields[to][n] ?? ''] ?? '';
  }
  return spelled;
}

/** The properties of a role: all, none, or these by the numbers that they have here. */
function heldOn(properties: string, numberHere: (number: string) => string): string {
  if (properties === EVERYWHERE || properties === NOWHERE) return properties;
  const named = properties.split(',').filter(Boolean).map(numberHere);
  return [...new Set(named)].sort().join(',') || NOWHERE;
}

/** A role as the page for roles makes one: every one sees, and those that are ready-made stay as they are. */
function asRoles(
  after: Record<string, string>,
  blame: (code: ImportProblem['code'], field: string, details?: DomainErrorDetails) => void,
): void {
  const { key = '', name = '', functions = '' } = after;
  after.functions = [...new Set(['see', ...functions.split(',').filter(Boolean)])].sort().join(',');
  // Where a file says its name alone, that column is the one to look at.
  if (isPreset(key)) blame('roleReadyMade', presetNamed(name) === key ? 'name' : 'key', { what: clipped(name || key) });
  if (name.length === 1) blame('roleNameShort', 'name');
}

function readCells(
  table: MasterTable,
  source: SourceRow,
  blame: (code: ImportProblem['code'], field: string, details?: DomainErrorDetails) => void,
  roles: ReadonlyMap<string, Cells> = new Map(),
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [field, raw] of Object.entries(source.cells)) {
    const column = columnOf(table, field);
    if (!column) continue;
    const trimmed = unguarded(raw.trim());
    if (lettersOf(trimmed) === 'broken') {
      blame('lettersBroken', field, { text: clipped(trimmed.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd')) });
      continue;
    }
    const plain = trimmed === '' ? (column.otherwise ?? '') : readCell(column, trimmed);
    if (plain === null) {
      const own = givingRoles.includes(table) && field === 'role' ? [...roles.values()] : [];
      const words = column.cell.words && [...new Set([...column.cell.words, ...own.map(({ name = '' }) => name)])];
      blame(column.cell.problem, field, {
        text: clipped(trimmed),
        ...(words && { words: words.slice(0, 12).join(', ') }),
      });
    } else given[field] = plain;
  }
  return given;
}

function readCell(column: Column, trimmed: string): string | null {
  const plain = column.cell.read(trimmed);
  return plain === null || column.cell === text ? plain : plain.trim();
}

/** What a row's texts look like that nobody means: taken as they stand, but said. */
function doubtfulCells(table: MasterTable, source: SourceRow, after: Cells): ImportProblem[] {
  return columns[table].flatMap(({ field, heading, cell }) => {
    const given = after[field] ?? '';
    if (cell !== text || source.cells[field] === undefined || given === '') return [];
    const code = lettersOf(given) === 'strange' ? 'lettersStrange' : FORMULA_LIKE.test(given) ? 'formulaLike' : null;
    const details = { text: clipped(given), heading };
    return code ? [{ code, file: source.file, line: source.line, field, details } as const] : [];
  });
}

// A phone number begins with a plus, and a dash may stand for nothing: what is left calculates or calls something.
const FORMULA_LIKE = /^([=@]|[+-][^\s\d(+-])/;

type HousesOf = (property: string) => readonly Cells[];

/** The houses of a property by its number; found once, for files have many rows. */
function housesByProperty(known: ReadonlyMap<MasterTable, ReadonlyMap<string, Cells>>): HousesOf {
  const byNumber = Map.groupBy(known.get('buildings')?.values() ?? [], ({ property = '' }) =>
    property.toLocaleLowerCase('de'),
  );
  return (property) => byNumber.get(property.toLocaleLowerCase('de')) ?? [];
}

/** Many sources know no buildings: then a unit lies in the only one that its property has. */
function placeInOnlyBuilding(
  table: MasterTable,
  given: Record<string, string>,
  housesOf: HousesOf,
  blame: (code: ImportProblem['code'], field: string, details?: DomainErrorDetails) => void,
): void {
  const field = table === 'units' || table === 'tenancies' || table === 'ownerships' ? 'building' : null;
  if (field === null || given[field] || !given.property) return;
  const houses = housesOf(given.property);
  if (houses.length === 1) given[field] = houses[0]?.name ?? '';
  else if (houses.length > 1) blame('buildingUnclear', field, { count: houses.length });
}

/** A file of one property says nothing about the others: only rows of the properties that it names are missed. */
function missingRows(
  sources: Partial<Record<MasterTable, readonly SourceRow[]>>,
  rows: readonly PlannedRow[],
  current: Current,
): MissingRow[] {
  return masterTables.flatMap((table) => {
    if (!sources[table]?.length) return [];
    const mine = rows.filter((row) => row.table === table);
    const there = new Set(mine.map(({ key }) => key));
    const named = new Set(mine.map(({ after }) => (after.property ?? '').toLowerCase()));
    const scoped = columnOf(table, 'property') !== undefined;
    return [...current[table]]
      .filter(([key, cells]) => !there.has(key) && (!scoped || named.has((cells.property ?? '').toLowerCase())))
      .map(([key, cells]) => ({ table, key, cells }));
  });
}
