import { contractorFacts, person } from '../person/person.ts';
import { type Problem, problem, problemsBySchema } from '../problem.ts';
import { building, property } from '../property/property.ts';
import { unit } from '../property/unit.ts';
import { ROLE_FUNCTIONS } from '../roles.ts';
import { ownRole, ROLES_MOST } from '../team.ts';
import type { Cells, MasterTable } from './tables.ts';

const number = (plain: string | undefined) => (plain ? Number(plain) : null);
const list = (plain: string | undefined) => (plain ?? '').split(',').filter(Boolean);
/** Whom a row names is proven elsewhere; schemas want an id for it. */
const SOMEBODY = '00000000-0000-4000-8000-000000000000';

/** What a row's plain texts say, as the schema of its facts takes it, with the fields that its columns have. */
export function factOf(table: MasterTable, cells: Cells): Record<string, unknown> {
  switch (table) {
    case 'persons':
      return { ...cells, sharePhone: cells.sharePhone === 'yes' };
    case 'properties': {
      const { landlord, shareDenominator, votingPrinciple, quorumPercent, proxiesMost, rulesNote, ...rest } = cells;
      return {
        ...rest,
        approvalLimitCents: Number(cells.approvalLimitCents || '0'),
        ...(cells.managementType === 'weg' && {
          shareDenominator: number(shareDenominator) ?? undefined,
          communityRules: {
            ...(votingPrinciple && { votingPrinciple }),
            quorumPercent: number(quorumPercent),
            proxiesMost: number(proxiesMost),
            note: rulesNote ?? '',
          },
        }),
        ...(cells.managementType === 'rental' && { landlordId: landlord ? SOMEBODY : '' }),
      };
    }
    case 'units':
      return {
        ...cells,
        floor: Number(cells.floor || '0'),
        area: number(cells.area),
        rooms: number(cells.rooms),
        shareNumerator: number(cells.shareNumerator),
      };
    case 'contractors':
      return {
        trades: list(cells.trades),
        internal: cells.internal === 'yes',
        districts: list(cells.districts),
        note: cells.note ?? '',
      };
    case 'roles':
      return {
        name: cells.name ?? '',
        functions: ROLE_FUNCTIONS.filter((each) => list(cells.functions).includes(each)),
        told: cells.told || null,
      };
    default:
      return { ...cells };
  }
}

/** How long the number may be by which a company calls a person. */
const NUMBER_LONGEST = 40;

const FIELD_OF: Record<string, string> = {
  landlordId: 'landlord',
  'communityRules.votingPrinciple': 'votingPrinciple',
  'communityRules.quorumPercent': 'quorumPercent',
  'communityRules.proxiesMost': 'proxiesMost',
  'communityRules.note': 'rulesNote',
};

/** What is wrong with the facts of one row taken by itself; fields are those of the table's columns. */
export function factProblems(table: MasterTable, cells: Cells): Problem[] {
  switch (table) {
    case 'persons':
      return [
        ...((cells.number ?? '').length > NUMBER_LONGEST
          ? [problem('textTooLong', 'number', { maximum: NUMBER_LONGEST })]
          : []),
        ...problemsBySchema(person, factOf(table, cells)),
      ];
    case 'properties':
      return [
        ...problemsBySchema(property, factOf(table, cells)).map((each) => ({
          ...each,
          field: FIELD_OF[each.field ?? ''] ?? each.field,
        })),
        ...(cells.managementType !== 'weg' && cells.shareDenominator ? [problem('badInput', 'shareDenominator')] : []),
        ...(cells.managementType !== 'rental' && cells.landlord ? [problem('badInput', 'landlord')] : []),
      ];
    case 'buildings':
      return problemsBySchema(building, cells);
    case 'units':
      return problemsBySchema(unit, factOf(table, cells));
    case 'contractors':
      return problemsBySchema(contractorFacts, factOf(table, cells)).map((each) => ({
        ...each,
        field: each.field?.split('.')[0] ?? null,
      }));
    case 'roles':
      return problemsBySchema(ownRole, factOf(table, cells));
    case 'tenancies':
    case 'ownerships':
    case 'boardMemberships':
      return periodProblems(cells);
    case 'employees':
      return cells.role ? [] : [problem('fieldRequired', 'role')];
    case 'employeeRoles':
      return [
        ...(cells.role ? [] : [problem('fieldRequired', 'role')]),
        // The first one stands with the employee.
        ...(Number(cells.number) < 2 || Number(cells.number) > ROLES_MOST ? [problem('badInput', 'number')] : []),
        ...periodProblems(cells),
      ];
  }
}

function periodProblems({ from = '', until = '' }: Cells): Problem[] {
  return until !== '' && from > until ? [problem('endsBeforeItBegins', 'until', { from, until })] : [];
}
