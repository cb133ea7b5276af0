import { randomBytes, randomUUID } from 'node:crypto';
import type { Plan, PlannedRow } from '../../domain/import/plan.ts';
import { type Cells, EVERYWHERE, keyOf, type MasterTable, masterTables, NOWHERE } from '../../domain/import/tables.ts';
import { ROLE_FUNCTIONS } from '../../domain/roles.ts';
import type { Query } from '../pool.ts';
import type { CurrentRows } from './current.ts';

/** How many rows go to the database in one statement. */
const AT_ONCE = 2_000;

/** A row as it is written: its id, what it says, and for a new lease or property what no file gives. */
interface WrittenRow {
  id: string;
  a: Cells;
  lease?: string | undefined;
  code?: string | undefined;
}

const text = (field: string) => `coalesce(r.a ->> '${field}', '')`;
const given = (field: string) => `nullif(r.a ->> '${field}', '')`;
const yes = (field: string) => `(r.a ->> '${field}' = 'yes')`;
const listed = (field: string) => `string_to_array(coalesce(r.a ->> '${field}', ''), ',')`;
const person = (field: string) => `(select x.id from person x where lower(x.number) = lower(r.a ->> '${field}'))`;
const property = `(select x.id from property x where lower(x.number) = lower(r.a ->> 'property'))`;
const building = `(select x.id from building x where lower(x.name) = lower(r.a ->> 'building') and x.property_id = ${property})`;
const unit = `(select x.id from unit x where lower(x.number) = lower(r.a ->> 'unit') and x.building_id = ${building})`;
const everywhere = `(r.a ->> 'properties' = '${EVERYWHERE}')`;
const place = `(r.a ->> 'number')::integer`;
const period = { valid_from: `(r.a ->> 'from')::date`, valid_until: `${given('until')}::date` };

/** What stands in each column of the database, said over a row `r` of plain texts `r.a`. */
const COLUMNS: Record<
  MasterTable,
  { table: string; columns: Record<string, string>; onlyNew?: Record<string, string> }
> = {
  persons: {
    table: 'person',
    columns: {
      number: text('number'),
      kind: text('kind'),
      given_name: text('givenName'),
      family_name: text('familyName'),
      other_names: text('otherNames'),
      email: given('email'),
      phone: given('phone'),
      mobile: given('mobile'),
      fax: given('fax'),
      street: given('street'),
      postal_code: given('postalCode'),
      city: given('city'),
      locale: text('locale'),
      channel: text('channel'),
      share_phone: yes('sharePhone'),
      active: yes('active'),
    },
  },
  properties: {
    table: 'property',
    columns: {
      number: text('number'),
      name: text('name'),
      management_type: text('managementType'),
      federal_state: text('federalState'),
      street: text('street'),
      postal_code: text('postalCode'),
      city: text('city'),
      share_denominator: `${given('shareDenominator')}::integer`,
      approval_limit_cents: `${text('approvalLimitCents')}::bigint`,
      landlord_id: person('landlord'),
      community_rules: `case when r.a ->> 'managementType' = 'weg' then jsonb_strip_nulls(jsonb_build_object(
        'votingPrinciple', ${given('votingPrinciple')}, 'quorumPercent', ${given('quorumPercent')}::integer,
        'proxiesMost', ${given('proxiesMost')}::integer, 'note', ${given('rulesNote')})) else '{}'::jsonb end`,
      active: yes('active'),
    },
    onlyNew: { report_code: 'r.code' },
  },
  buildings: {
    table: 'building',
    columns: { property_id: property, name: text('name'), street: text('street') },
  },
  units: {
    table: 'unit',
    columns: {
      building_id: building,
      number: text('number'),
      usage: text('usage'),
      floor: `${text('floor')}::integer`,
      position: text('position'),
      staircase: text('staircase'),
      area: `${given('area')}::numeric`,
      rooms: `${given('rooms')}::numeric`,
      share_numerator: `${given('shareNumerator')}::integer`,
      active: yes('active'),
    },
  },
  tenancies: {
    table: 'tenancy',
    columns: { unit_id: unit, person_id: person('person'), role: text('role'), ...period },
    onlyNew: { lease_id: 'r.lease::uuid' },
  },
  ownerships: {
    table: 'ownership',
    columns: {
      unit_id: unit,
      person_id: person('person'),
      ...period,
      share_numerator: `split_part(${given('share')}, '/', 1)::integer`,
      share_denominator: `split_part(${given('share')}, '/', 2)::integer`,
    },
  },
  boardMemberships: {
    table: 'board_membership',
    columns: { property_id: property, person_id: person('person'), ...period },
  },
  contractors: {
    table: 'contractor',
    columns: {
      person_id: person('person'),
      trades: listed('trades'),
      internal: yes('internal'),
      districts: listed('districts'),
      note: text('note'),
      active: yes('active'),
    },
  },
  roles: {
    table: 'role',
    columns: {
      key: text('key'),
      name: text('name'),
      functions: `array(select f from unnest(${listed('functions')}) f order by array_position('{${ROLE_FUNCTIONS.join(',')}}', f))`,
      told: given('told'),
      changed_at: 'now()',
    },
  },
  employees: {
    table: 'employee',
    columns: {
      person_id: person('person'),
      function: text('role'),
      on_call: yes('onCall'),
      all_properties: everywhere,
      approval_limit_cents: `${given('approvalLimitCents')}::bigint`,
      active: yes('active'),
    },
  },
  employeeRoles: {
    table: 'employee_role',
    columns: {
      person_id: person('person'),
      place: place,
      role: text('role'),
      all_properties: everywhere,
      approval_limit_cents: `${given('approvalLimitCents')}::bigint`,
      valid_from: `${given('from')}::date`,
      valid_until: `${given('until')}::date`,
    },
  },
};

/** What was written: the id that each new or changed row has, by table and key. */
export type WrittenIds = Map<string, string>;

/** Under which name a row's id is kept. */
export const writtenKey = (table: MasterTable, key: string): string => `${table}\n${key}`;

/**
 * Writes a plan's new and changed rows, set by set, within the caller's transaction.
 * @param progress hears how many rows are written so far
 */
export async function applyPlan(
  q: Query,
  plan: Plan,
  current: CurrentRows,
  progress: (written: number) => void = () => {},
): Promise<WrittenIds> {
  const ids: WrittenIds = new Map();
  const idOf = (row: PlannedRow) => {
    // A role is known by its key, everywhere.
    const id = row.table === 'roles' ? row.key : (current.ids[row.table].get(row.key) ?? randomUUID());
    ids.set(writtenKey(row.table, row.key), id);
    return id;
  };
  const leases = await knownLeases(q, plan);
  let written = 0;
  for (const table of masterTables) {
    const mine = plan.rows.filter((row) => row.table === table && (row.kind === 'new' || row.kind === 'changed'));
    for (const kind of ['new', 'changed'] as const) {
      const rows = mine.filter((row) => row.kind === kind).map((row) => writtenRow(row, idOf(row), leases));
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        const part = rows.slice(from, from + AT_ONCE);
        await (kind === 'new' ? insertRows(q, table, part) : updateRows(q, table, part));
        written += part.length;
        progress(written);
      }
    }
    await writeHeldOn(
      q,
      table,
      mine.map(({ after }) => after),
    );
  }
  return ids;
}

function writtenRow(row: PlannedRow, id: string, leases: Map<string, string>): WrittenRow {
  return {
    id,
    a: row.after,
    ...(row.table === 'tenancies' && { lease: leaseOf(row.after, leases) }),
    // Hangs in the house and opens the report form: not to be guessed from the property's number.
    ...(row.table === 'properties' && row.kind === 'new' && { code: randomBytes(9).toString('base64url') }),
  };
}

const leaseName = (cells: Cells) =>
  `${keyOf('units', { ...cells, number: cells.unit ?? '' })}\n${cells.role === 'renter' ? cells.lease || cells.from : randomUUID()}`;

function leaseOf(cells: Cells, leases: Map<string, string>): string {
  const name = leaseName(cells);
  const known = leases.get(name) ?? randomUUID();
  leases.set(name, known);
  return known;
}

/** The leases that are there, so that who joins one stands in it; asked only where a plan brings tenancies. */
async function knownLeases(q: Query, plan: Plan): Promise<Map<string, string>> {
  if (!plan.rows.some(({ table, kind }) => table === 'tenancies' && kind === 'new')) return new Map();
  const rows = await q<{ property: string; building: string; unit: string; from: string; leaseId: string }>(
    `select distinct p.number as property, b.name as building, u.number as unit, t.valid_from::text as "from",
       t.lease_id as "leaseId"
     from tenancy t join unit u on u.id = t.unit_id join building b on b.id = u.building_id
     join property p on p.id = b.property_id where t.role = 'renter'`,
  );
  return new Map(rows.map(({ leaseId, ...cells }) => [leaseName({ ...cells, role: 'renter', lease: '' }), leaseId]));
}

const records = `jsonb_to_recordset($1::jsonb) as r (id uuid, a jsonb, lease text, code text)`;
const withId = (table: MasterTable) => table !== 'boardMemberships' && table !== 'roles' && table !== 'employees';

async function insertRows(q: Query, table: MasterTable, rows: readonly WrittenRow[]): Promise<void> {
  const spec = COLUMNS[table];
  const columns = { ...(withId(table) && { id: 'r.id' }), ...spec.columns, ...spec.onlyNew };
  await q(
    `insert into ${spec.table} (${Object.keys(columns).join(', ')}) select ${Object.values(columns).join(', ')} from ${records}`,
    [JSON.stringify(rows)],
  );
}

async function updateRows(q: Query, table: MasterTable, rows: readonly WrittenRow[]): Promise<void> {
  const { table: name, columns } = COLUMNS[table];
  const found =
    table === 'boardMemberships'
      ? `t.property_id = ${property} and t.person_id = ${person('person')} and t.valid_from = (r.a ->> 'from')::date`
      : table === 'employees'
        ? 't.person_id = r.id'
        : table === 'roles'
          ? 't.key = r.id::text'
          : 't.id = r.id';
  const sets = Object.entries(columns).map(([column, value]) => `${column} = ${value}`);
  await q(`update ${name} t set ${sets.join(', ')} from ${records} where ${found}`, [JSON.stringify(rows)]);
}

/** Where the properties of each role stand, said over a row `r`: which table, its owner's column, and who that is. */
const HELD_ON: Partial<Record<MasterTable, { table: string; owner: string; id: string }>> = {
  employees: { table: 'employee_property', owner: 'person_id', id: person('person') },
  employeeRoles: {
    table: 'employee_role_property',
    owner: 'employee_role_id',
    id: `(select o.id from employee_role o where o.person_id = ${person('person')} and o.place = ${place})`,
  },
};

/** Writes on which properties written roles are held, in place of what they had; nothing for other tables. */
async function writeHeldOn(q: Query, of: MasterTable, rows: readonly Cells[]): Promise<void> {
  const held = HELD_ON[of];
  if (!held || rows.length === 0) return;
  const { table, owner, id } = held;
  const said = JSON.stringify(rows.map((a) => ({ id: null, a })));
  await q(`delete from ${table} e using ${records} where e.${owner} = ${id}`, [said]);
  await q(
    `insert into ${table} (${owner}, property_id)
     select ${id}, x.id from ${records}, unnest(${listed('properties')}) as n (number)
     join property x on lower(x.number) = lower(trim(n.number)) where r.a ->> 'properties' not in ('${EVERYWHERE}', '${NOWHERE}')`,
    [said],
  );
}

/**
 * Takes written rows back, in the caller's transaction: new ones go, changed ones are as before.
 * @throws a database error 23503 where somebody has used a new row since
 */
export async function revertRows(
  q: Query,
  rows: readonly { table: MasterTable; kind: 'new' | 'changed'; id: string; before: Cells | null; after: Cells }[],
): Promise<void> {
  const gone = (table: MasterTable) => rows.filter((row) => row.table === table && row.kind === 'new');
  const remove = async (tables: readonly MasterTable[]) => {
    for (const table of [...tables].reverse()) if (gone(table).length > 0) await removeRows(q, table, gone(table));
  };
  // What is found by numbers goes while those are written as the run has written them; nothing that stays refers to it.
  await remove(masterTables.filter(byNumbers));
  // Each after those that it names: they are written as they were before by then.
  for (const table of masterTables) {
    const changed = rows.flatMap((row) =>
      row.table === table && row.kind === 'changed' && row.before ? [{ id: row.id, a: row.before }] : [],
    );
    for (let from = 0; from < changed.length; from += AT_ONCE)
      await updateRows(q, table, changed.slice(from, from + AT_ONCE));
    await writeHeldOn(
      q,
      table,
      changed.map(({ a }) => a),
    );
  }
  await remove(masterTables.filter((table) => !byNumbers(table)));
}

/** Whether a table's new rows are taken away by what they name: they have no id of their own, or hang on one that has none. */
const byNumbers = (table: MasterTable) =>
  table === 'boardMemberships' || table === 'employees' || table === 'employeeRoles';

async function removeRows(q: Query, table: MasterTable, rows: readonly { id: string; after: Cells }[]): Promise<void> {
  const named = JSON.stringify(rows.map(({ after }) => ({ a: after })));
  if (table === 'boardMemberships')
    await q(
      `delete from board_membership t using ${records} where t.property_id = ${property}
         and t.person_id = ${person('person')} and t.valid_from = (r.a ->> 'from')::date`,
      [named],
    );
  else if (table === 'employees') {
    await q(`delete from employee_property e using ${records} where e.person_id = ${person('person')}`, [named]);
    await q(`delete from employee t using ${records} where t.person_id = ${person('person')}`, [named]);
  } else {
    const named = table === 'roles' ? 'key = any($1::text[])' : 'id = any($1)';
    await q(`delete from ${COLUMNS[table].table} where ${named}`, [rows.map(({ id }) => id)]);
  }
}
