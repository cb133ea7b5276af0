import { randomBytes, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Query } from '../pool.ts';
import { type MasterTable, masterTables } from './rows.ts';
import { ImportError, type ImportProblem, type Row, readTable } from './table.ts';

/** A company's master data as the texts of its tables, by name. */
export type MasterTexts = Readonly<Record<MasterTable, string>>;

type Tables = { [Name in MasterTable]: Row<z.output<(typeof masterTables)[Name]>>[] };

/** How many rows of each table were taken. */
export type Imported = Readonly<Record<MasterTable, number>>;

/**
 * Takes a company's whole master data into an empty workspace: within one transaction, all of it or nothing.
 * @throws ImportError with every problem, by file, line and column
 */
export async function importMasterData(q: Query, texts: MasterTexts): Promise<Imported> {
  const tables = readTables(texts);
  const ids = new Identities();
  const rows = resolved(tables, ids);
  if (ids.problems.length > 0) throw new ImportError(ids.problems);
  for (const [table, columns, values] of rows) await insert(q, table, columns, values);
  return Object.fromEntries(Object.entries(tables).map(([name, { length }]) => [name, length])) as Imported;
}

function readTables(texts: MasterTexts): Tables {
  const problems: ImportProblem[] = [];
  const tables: Partial<Record<MasterTable, unknown>> = {};
  for (const name of Object.keys(masterTables) as MasterTable[]) {
    try {
      const schema: z.ZodObject = masterTables[name];
      tables[name] = readTable(`${name}.csv`, texts[name], schema);
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ImportError(problems);
  return tables as Tables;
}

/** What the tables' own numbers mean, and which of them mean nothing or two things. */
class Identities {
  readonly problems: ImportProblem[] = [];
  readonly #known = new Map<string, string>();

  give(file: MasterTable, line: number, column: string, ...key: string[]): string {
    const name = [column, ...key].join('\n');
    if (this.#known.has(name)) this.#blame(file, line, column, `${key.join(', ')} is there twice`);
    const id = randomUUID();
    this.#known.set(name, id);
    return id;
  }

  find(file: MasterTable, line: number, column: string, ...key: string[]): string {
    const id = this.#known.get([column, ...key].join('\n'));
    if (id === undefined) this.#blame(file, line, column, `${key.join(', ')} is not known`);
    return id ?? '';
  }

  #blame(file: MasterTable, line: number, column: string, problem: string): void {
    this.problems.push({ file: `${file}.csv`, line, column, problem });
  }
}

type Insert = [table: string, columns: string[], values: unknown[][]];

function resolved(tables: Tables, ids: Identities): Insert[] {
  const persons = tables.personen.map((row) => [
    ids.give('personen', row.line, 'Person', row.Nr),
    row.Art,
    row.Vorname,
    row.Nachname,
    row['E-Mail'],
    row.Telefon,
    row.Mobil,
    row.Sprache,
    row.Versandweg,
    row['Rufnummer weitergeben'],
    row.Fax,
    row.Straße,
    row.PLZ,
    row.Ort,
  ]);
  const properties = tables.objekte.map((row) => [
    ids.give('objekte', row.line, 'Objektnummer', row.Objektnummer),
    row.Objektnummer,
    row.Bezeichnung,
    row.Verwaltungsart,
    row.Bundesland,
    row.Straße,
    row.PLZ,
    row.Ort,
    row['MEA gesamt'],
    row.Freigabegrenze,
    row.Vermieter && ids.find('objekte', row.line, 'Person', row.Vermieter),
    // Hangs in the house and opens the report form: not to be guessed from the property's number.
    randomBytes(9).toString('base64url'),
  ]);
  const buildings = tables.gebaeude.map((row) => [
    ids.give('gebaeude', row.line, 'Gebäude', row.Objektnummer, row.Gebäude),
    ids.find('gebaeude', row.line, 'Objektnummer', row.Objektnummer),
    row.Gebäude,
    row.Straße,
  ]);
  const units = tables.einheiten.map((row) => [
    ids.give('einheiten', row.line, 'Einheit', row.Objektnummer, row.Gebäude, row.Einheit),
    ids.find('einheiten', row.line, 'Gebäude', row.Objektnummer, row.Gebäude),
    row.Einheit,
    row.Nutzung,
    row.Etage,
    row.Lage,
    row.MEA,
  ]);
  const unitOf = (file: MasterTable, row: { line: number; Objektnummer: string; Gebäude: string; Einheit: string }) =>
    ids.find(file, row.line, 'Einheit', row.Objektnummer, row.Gebäude, row.Einheit);
  const personOf = (file: MasterTable, row: { line: number; Person: string }) =>
    ids.find(file, row.line, 'Person', row.Person);
  const everywhere = (row: { Objekte: string }) => row.Objekte.toLowerCase() === 'alle';
  return [
    [
      'person',
      `id kind given_name family_name email phone mobile locale channel share_phone fax street postal_code
       city`.split(/\s+/),
      persons,
    ],
    [
      'property',
      `id number name management_type federal_state street postal_code city share_denominator approval_limit_cents
       landlord_id report_code`.split(/\s+/),
      properties,
    ],
    ['building', ['id', 'property_id', 'name', 'street'], buildings],
    ['unit', ['id', 'building_id', 'number', 'usage', 'floor', 'position', 'share_numerator'], units],
    [
      'tenancy',
      ['unit_id', 'person_id', 'role', 'valid_from', 'valid_until'],
      tables.bewohner.map((row) => [unitOf('bewohner', row), personOf('bewohner', row), row.Rolle, row.Von, row.Bis]),
    ],
    [
      'ownership',
      ['unit_id', 'person_id', 'valid_from', 'valid_until'],
      tables.eigentuemer.map((row) => [unitOf('eigentuemer', row), personOf('eigentuemer', row), row.Von, row.Bis]),
    ],
    [
      'board_membership',
      ['property_id', 'person_id', 'valid_from', 'valid_until'],
      tables.beirat.map((row) => [
        ids.find('beirat', row.line, 'Objektnummer', row.Objektnummer),
        personOf('beirat', row),
        row.Von,
        row.Bis,
      ]),
    ],
    [
      'employee',
      ['person_id', 'function', 'on_call', 'all_properties'],
      tables.mitarbeiter.map((row) => [personOf('mitarbeiter', row), row.Funktion, row.Bereitschaft, everywhere(row)]),
    ],
    [
      'employee_property',
      ['person_id', 'property_id'],
      tables.mitarbeiter
        .filter((row) => !everywhere(row))
        .flatMap((row) =>
          row.Objekte.split(',').map((number) => [
            personOf('mitarbeiter', row),
            ids.find('mitarbeiter', row.line, 'Objektnummer', number.trim()),
          ]),
        ),
    ],
    [
      'contractor',
      ['person_id', 'trades', 'internal'],
      tables.handwerker.map((row) => [personOf('handwerker', row), row.Gewerke, row['Eigener Betrieb']]),
    ],
  ];
}

const ROWS_AT_ONCE = 500;

async function insert(q: Query, table: string, columns: string[], rows: unknown[][]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const part = rows.slice(from, from + ROWS_AT_ONCE);
    const places = part.map((row, r) => `(${row.map((_, c) => `$${r * columns.length + c + 1}`).join(', ')})`);
    await q(`insert into ${table} (${columns.join(', ')}) values ${places.join(', ')}`, part.flat());
  }
}
