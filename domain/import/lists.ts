import { type Column, columns } from './columns.ts';
import type { Current, SourceRow } from './plan.ts';
import { type Cells, keyOf, type MasterTable } from './tables.ts';

/** What stands before a field that describes the person of a row, instead of naming one by number. */
export const INLINE = 'person.';

/** The tables whose rows may bring their person along, as lists of renters and owners do. */
const WITH_PERSON: readonly MasterTable[] = ['tenancies', 'ownerships', 'boardMemberships', 'contractors'];

/** The columns of a person, for a table whose rows may bring theirs along. */
export function inlineColumns(table: MasterTable): readonly Column[] {
  if (!WITH_PERSON.includes(table)) return [];
  return columns.persons
    .filter(({ field }) => field !== 'number')
    .map((column) => ({ ...column, field: `${INLINE}${column.field}` }));
}

/**
 * Takes the persons out of rows that bring them along, so that each row names one by number. A person is found again by
 * mail address, else by name among those who live in or own that unit; who is new gets the next free number. The same
 * list again finds the same people.
 */
export function withPersonsApart(
  sources: Readonly<Partial<Record<MasterTable, readonly SourceRow[]>>>,
  current: Current,
): Partial<Record<MasterTable, SourceRow[]>> {
  const found = new People(current, sources.persons ?? []);
  const apart: Partial<Record<MasterTable, SourceRow[]>> = {};
  const persons = [...(sources.persons ?? [])];
  for (const [table, rows] of Object.entries(sources) as [MasterTable, readonly SourceRow[]][]) {
    if (table === 'persons') continue;
    apart[table] = rows.map((row) => {
      const about = inlineOf(row.cells);
      if (row.cells.person || !about.familyName) return row;
      const { number, isFirst } = found.numberOf(about, placeOf(row.cells));
      if (isFirst) persons.push({ ...row, cells: { ...about, number } });
      const own = Object.fromEntries(Object.entries(row.cells).filter(([field]) => !field.startsWith(INLINE)));
      return { ...row, cells: { ...own, person: number } };
    });
  }
  if (persons.length > 0) apart.persons = persons;
  return apart;
}

function inlineOf(cells: Cells): Record<string, string> {
  const about: Record<string, string> = {};
  for (const [field, text] of Object.entries(cells))
    if (field.startsWith(INLINE) && text.trim() !== '') about[field.slice(INLINE.length)] = text.trim();
  return about;
}

const placeOf = (cells: Cells) =>
  [cells.property, cells.unit].map((part) => (part ?? '').trim().toLocaleLowerCase('de')).join('\n');
const nameOf = (cells: Cells) =>
  [cells.givenName, cells.familyName].map((part) => (part ?? '').trim().toLocaleLowerCase('de')).join('\n');

/** Who is known: by mail address, and by name at a place. */
class People {
  readonly #byEmail = new Map<string, string>();
  readonly #byPlace = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #said = new Set<string>();
  #last = 0;

  constructor(current: Current, given: readonly SourceRow[]) {
    for (const cells of current.persons.values()) this.#know(cells);
    for (const { cells } of given) this.#know(cells);
    for (const table of ['tenancies', 'ownerships'] as const)
      for (const cells of current[table].values()) {
        const person = current.persons.get(keyOf('persons', { number: cells.person ?? '' }));
        if (person) this.#byPlace.set(`${placeOf(cells)}\n${nameOf(person)}`, person.number ?? '');
      }
  }

  /** The number of a person; `isFirst` where the files have not described them before. */
  numberOf(about: Cells, place: string): { number: string; isFirst: boolean } {
    const email = (about.email ?? '').toLowerCase();
    const here = `${place}\n${nameOf(about)}`;
    const known = (email && this.#byEmail.get(email)) || this.#byPlace.get(here);
    const number = known || this.#next();
    if (email) this.#byEmail.set(email, number);
    this.#byPlace.set(here, number);
    const isFirst = !this.#said.has(number);
    this.#said.add(number);
    return { number, isFirst };
  }

  #know(cells: Cells): void {
    const number = (cells.number ?? '').trim();
    if (!number) return;
    this.#taken.add(number.toLocaleLowerCase('de'));
    const email = (cells.email ?? '').trim().toLowerCase();
    if (email) this.#byEmail.set(email, number);
    const counted = /^P-(\d{1,9})$/i.exec(number);
    if (counted) this.#last = Math.max(this.#last, Number(counted[1]));
  }

  #next(): string {
    for (;;) {
      this.#last += 1;
      const number = `P-${String(this.#last).padStart(4, '0')}`;
      if (!this.#taken.has(number.toLocaleLowerCase('de'))) return number;
    }
  }
}
