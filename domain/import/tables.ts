/** The tables of a company's master data, each after those that it names rows of. */
export const masterTables = [
  'persons',
  'properties',
  'buildings',
  'units',
  'tenancies',
  'ownerships',
  'boardMemberships',
  'contractors',
  'roles',
  'employees',
  'employeeRoles',
] as const;
export type MasterTable = (typeof masterTables)[number];

/** A row's values as plain texts by field; a field that is not known is ''. */
export type Cells = Readonly<Record<string, string>>;

/** How the files of the tables are called, without their ending. */
export const fileNames: Record<MasterTable, string> = {
  persons: 'personen',
  properties: 'objekte',
  buildings: 'gebaeude',
  units: 'einheiten',
  tenancies: 'bewohner',
  ownerships: 'eigentuemer',
  boardMemberships: 'beirat',
  contractors: 'handwerker',
  roles: 'rollen',
  employees: 'mitarbeiter',
  employeeRoles: 'mitarbeiterrollen',
};

/** What tells a table's rows apart. */
export const keyFields: Record<MasterTable, readonly string[]> = {
  persons: ['number'],
  properties: ['number'],
  buildings: ['property', 'name'],
  units: ['property', 'building', 'number'],
  tenancies: ['property', 'building', 'unit', 'person', 'from'],
  ownerships: ['property', 'building', 'unit', 'person', 'from'],
  boardMemberships: ['property', 'person', 'from'],
  contractors: ['person'],
  roles: ['key'],
  employees: ['person'],
  employeeRoles: ['person', 'number'],
};

/** Which fields of a table name a row of another, by that one's key. */
export const references: Record<MasterTable, readonly { fields: readonly string[]; to: MasterTable }[]> = {
  persons: [],
  properties: [{ fields: ['landlord'], to: 'persons' }],
  buildings: [{ fields: ['property'], to: 'properties' }],
  units: [{ fields: ['property', 'building'], to: 'buildings' }],
  tenancies: [
    { fields: ['property', 'building', 'unit'], to: 'units' },
    { fields: ['person'], to: 'persons' },
  ],
  ownerships: [
    { fields: ['property', 'building', 'unit'], to: 'units' },
    { fields: ['person'], to: 'persons' },
  ],
  boardMemberships: [
    { fields: ['property'], to: 'properties' },
    { fields: ['person'], to: 'persons' },
  ],
  contractors: [{ fields: ['person'], to: 'persons' }],
  roles: [],
  employees: [{ fields: ['person'], to: 'persons' }],
  employeeRoles: [{ fields: ['person'], to: 'employees' }],
};

/** On which properties a role is held, where that is not said by their numbers. */
export const EVERYWHERE = 'alle';
export const NOWHERE = 'keine';

/** The tables whose rows give somebody a role, ready-made or the company's own. */
export const givingRoles: readonly MasterTable[] = ['employees', 'employeeRoles'];

/** The tables whose rows say what somebody may do: by which roles, and what those allow. */
export const givingRights: readonly MasterTable[] = ['roles', ...givingRoles];

/** A text without what does not tell keys and names apart: case, and how wide gaps are. */
export const folded = (text: string): string => text.trim().toLocaleLowerCase('de').replace(/\s+/g, ' ');

/** A row's key as one text; '' where a part of it is missing. */
export function keyOf(table: MasterTable, cells: Cells): string {
  const parts = keyFields[table].map((field) => (cells[field] ?? '').trim());
  return parts.includes('') ? '' : parts.map(folded).join('\n');
}
