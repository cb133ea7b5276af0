import { m } from '../../../.build/i18n/messages.js';
import { isDomainErrorCode } from '../../../domain/errors.ts';
import { columnOf } from '../../../domain/import/columns.ts';
import type { MasterTable } from '../../../domain/import/tables.ts';
import { sayRefusal } from '../../refusals.ts';
import type { Tone } from '../../ui/tones.ts';
import { sayCount } from '../property/words.ts';
import { type Run, sum } from './queries.ts';

type Details = Readonly<Record<string, unknown>>;
const said = (details: Details, name: string) => String(details[name] ?? '');
const counted = (details: Details, name: string) => sayCount(Number(details[name] ?? 0));

/** How the tables are called. */
export const tableNames: Record<MasterTable, () => string> = {
  persons: () => m.imports_table_persons(),
  properties: () => m.imports_table_properties(),
  buildings: () => m.imports_table_buildings(),
  units: () => m.imports_table_units(),
  tenancies: () => m.imports_table_tenancies(),
  ownerships: () => m.imports_table_ownerships(),
  boardMemberships: () => m.imports_table_board_memberships(),
  contractors: () => m.imports_table_contractors(),
  roles: () => m.imports_table_roles(),
  employees: () => m.imports_table_employees(),
  employeeRoles: () => m.imports_table_employee_roles(),
};

const stateWords: Record<Run['state'], { say: () => string; tone: Tone }> = {
  mapping: { say: () => m.imports_state_mapping(), tone: 'us' },
  planning: { say: () => m.imports_state_planning(), tone: 'others' },
  planned: { say: () => m.imports_state_planned(), tone: 'us' },
  applying: { say: () => m.imports_state_applying(), tone: 'others' },
  applied: { say: () => m.imports_state_applied(), tone: 'done' },
  undoing: { say: () => m.imports_state_undoing(), tone: 'others' },
  undone: { say: () => m.imports_state_undone(), tone: 'neutral' },
  refused: { say: () => m.imports_state_refused(), tone: 'late' },
  discarded: { say: () => m.imports_state_discarded(), tone: 'neutral' },
};

/** How far a run is, in words and colour; one with wrong rows is not ready, whatever was planned. */
export const standingOf = (run: Pick<Run, 'state' | 'counts'>): { say: () => string; tone: Tone } =>
  run.state === 'planned' && sum(run, 'wrong') > 0
    ? { say: () => m.imports_state_wrong(), tone: 'late' }
    : stateWords[run.state];

const problems: Record<string, (details: Details) => string> = {
  dateInvalid: (d) => m.imports_problem_date({ text: said(d, 'text') }),
  numberInvalid: (d) => m.imports_problem_number({ text: said(d, 'text') }),
  amountInvalid: (d) => m.imports_problem_amount({ text: said(d, 'text') }),
  fractionInvalid: (d) => m.imports_problem_fraction({ text: said(d, 'text') }),
  wordUnknown: (d) => m.imports_problem_word({ text: said(d, 'text'), words: said(d, 'words') }),
  keyTwice: (d) => (d.line ? m.imports_problem_twice({ line: said(d, 'line') }) : m.imports_problem_twice_there()),
  roleKeyInvalid: (d) => m.imports_problem_role_key({ text: said(d, 'text') }),
  roleReadyMade: (d) => m.imports_problem_role_ready({ what: said(d, 'what') }),
  roleNameShort: () => m.imports_problem_role_name(),
  notKnown: (d) => m.imports_problem_not_known({ what: said(d, 'what') }),
  buildingUnclear: (d) => m.imports_problem_building({ count: said(d, 'count') }),
  lettersBroken: (d) => m.imports_problem_letters_broken({ text: said(d, 'text') }),
  lettersStrange: (d) => m.imports_doubt_letters({ text: said(d, 'text') }),
  formulaLike: (d) => m.imports_doubt_formula({ text: said(d, 'text') }),
  emailTwice: (d) => m.imports_problem_email_twice({ line: said(d, 'line'), file: said(d, 'file') }),
  emailThere: (d) => m.imports_problem_email_there({ number: said(d, 'number') }),
  tooManyOfUnit: (d) => m.imports_problem_unit_rows({ count: counted(d, 'count'), maximum: counted(d, 'maximum') }),
  valueRefused: () => m.imports_value_refused(),
  sharesDiffer: (d) =>
    m.imports_problem_shares({
      property: said(d, 'property'),
      sum: counted(d, 'sum'),
      whole: counted(d, 'denominator'),
      difference: counted(d, 'difference'),
    }),
  nothingInIt: () => m.imports_file_empty(),
  encodingUnknown: () => m.imports_file_no_text(),
  quoteOpen: () => m.imports_file_quote(),
  rowTooShort: (d) =>
    m.imports_file_row_short({
      found: said(d, 'found'),
      columns: said(d, 'columns'),
      heading: said(d, 'heading'),
    }),
  rowTooLong: (d) => m.imports_file_row_long({ found: said(d, 'found'), columns: said(d, 'columns') }),
  headingMissing: (d) => m.imports_file_heading_missing({ column: said(d, 'column') }),
  headingTwice: (d) => m.imports_file_heading_twice({ heading: said(d, 'heading') }),
  tooManyColumns: (d) => m.imports_file_columns({ maximum: said(d, 'maximum') }),
  tooManyRows: (d) => m.imports_file_rows({ maximum: counted(d, 'maximum') }),
  tooLarge: () => m.imports_file_large(),
  xmlBroken: () => m.imports_file_xml_broken(),
  xmlUnsafe: () => m.imports_file_xml_unsafe(),
  xmlUnknown: () => m.imports_file_xml_unknown(),
  xmlStrange: (d) => m.imports_file_xml_strange({ name: said(d, 'name') }),
  xmlValue: (d) => m.imports_file_xml_value({ name: said(d, 'name'), value: said(d, 'value') }),
  zipBroken: () => m.imports_file_zip_broken(),
  zipTooLarge: () => m.imports_file_zip_large(),
  kindUnknown: () => m.imports_file_kind(),
  workbook: () => m.imports_file_workbook(),
  inUse: () => m.imports_in_use(),
  changedMeanwhile: () => m.imports_changed_meanwhile(),
};

/** Says what is wrong with a file or row. */
export function sayProblem(code: string, details: Details = {}): string {
  const own = problems[code];
  if (own) return own(details);
  return isDomainErrorCode(code) ? sayRefusal({ code, details }) : m.errors_bad_input();
}

/** How a field of a table is called: by the heading of our own files. */
export const sayField = (table: MasterTable, field: string): string => columnOf(table, field)?.heading ?? field;
