import type { Current } from '../../domain/import/plan.ts';
import { type Cells, EVERYWHERE, keyOf, type MasterTable, masterTables, NOWHERE } from '../../domain/import/tables.ts';
import type { Query } from '../pool.ts';

/** What is there, with the ids of its rows. */
export interface CurrentRows {
  cells: Record<MasterTable, Map<string, Cells>>;
  ids: Record<MasterTable, Map<string, string>>;
}

const PLACE = `p.number as property, b.name as building, u.number as unit`;
const UNIT_JOIN =
  'join unit u on u.id = x.unit_id join building b on b.id = u.building_id join property p on p.id = b.property_id';
const YES = (column: string) => `case when ${column} then 'yes' else 'no' end`;

/** Every row of every table as the plain texts of its columns; one statement per table. */
const SELECTS: Record<MasterTable, string> = {
  persons: `select id, number, kind, given_name as "givenName", family_name as "familyName", other_names as "otherNames",
      coalesce(email, '') as email, coalesce(phone, '') as phone, coalesce(mobile, '') as mobile,
      coalesce(fax, '') as fax, coalesce(street, '') as street, coalesce(postal_code, '') as "postalCode",
      coalesce(city, '') as city, locale, channel, ${YES('share_phone')} as "sharePhone", ${YES('active')} as active
    from person where merged_into is null`,
  properties: `select x.id, x.number, x.name, x.management_type as "managementType", x.federal_state as "federalState",
      x.street, x.postal_code as "postalCode", x.city, coalesce(x.share_denominator::text, '') as "shareDenominator",
      x.approval_limit_cents::text as "approvalLimitCents", coalesce(l.number, '') as landlord,
      coalesce(x.community_rules ->> 'votingPrinciple', '') as "votingPrinciple",
      coalesce(x.community_rules ->> 'quorumPercent', '') as "quorumPercent",
      coalesce(x.community_rules ->> 'proxiesMost', '') as "proxiesMost",
      coalesce(x.community_rules ->> 'note', '') as "rulesNote", ${YES('x.active')} as active
    from property x left join person l on l.id = x.landlord_id`,
  buildings: `select x.id, p.number as property, x.name, x.street from building x join property p on p.id = x.property_id`,
  units: `select x.id, p.number as property, b.name as building, x.number, x.usage, x.floor::text as floor, x.position,
      x.staircase, coalesce(trim_scale(x.area)::text, '') as area, coalesce(trim_scale(x.rooms)::text, '') as rooms,
      coalesce(x.share_numerator::text, '') as "shareNumerator", ${YES('x.active')} as active
    from unit x join building b on b.id = x.building_id join property p on p.id = b.property_id`,
  // A lease has a label only where its first day does not tell it apart from others of the unit.
  tenancies: `with lease as (
      select lease_id, unit_id, min(valid_from) as first, count(distinct valid_from) as days from tenancy
      where role = 'renter' group by lease_id, unit_id
    ), labelled as (
      select lease_id, days > 1 or count(*) over (partition by unit_id, first) > 1 as needed,
        row_number() over (partition by unit_id order by first, lease_id) as place from lease
    )
    select x.id, ${PLACE}, q.number as person, x.role, x.valid_from::text as "from", coalesce(x.valid_until::text, '') as until,
      case when l.needed then l.place::text else '' end as lease
    from tenancy x ${UNIT_JOIN} join person q on q.id = x.person_id left join labelled l on l.lease_id = x.lease_id`,
  ownerships: `select x.id, ${PLACE}, q.number as person, x.valid_from::text as "from",
      coalesce(x.valid_until::text, '') as until,
      coalesce(x.share_numerator || '/' || x.share_denominator, '') as share
    from ownership x ${UNIT_JOIN} join person q on q.id = x.person_id`,
  boardMemberships: `select null as id, p.number as property, q.number as person, x.valid_from::text as "from",
      coalesce(x.valid_until::text, '') as until
    from board_membership x join property p on p.id = x.property_id join person q on q.id = x.person_id`,
  contractors: `select x.id, q.number as person, array_to_string(array(select t from unnest(x.trades) t order by t collate "C"), ',') as trades,
      ${YES('x.internal')} as internal,
      array_to_string(array(select d from unnest(x.districts) d order by d collate "C"), ',') as districts, x.note,
      ${YES('x.active')} as active
    from contractor x join person q on q.id = x.person_id`,
  // A ready-made role has no name: it is every company's.
  roles: `select key as id, key, name, array_to_string(array(select f from unnest(functions) f order by f collate "C"), ',') as functions,
      coalesce(told, '') as told from role where name <> ''`,
  employees: `select x.person_id as id, q.number as person, x.function as role, ${YES('x.on_call')} as "onCall",
      case when x.all_properties then '${EVERYWHERE}' else coalesce((
        select string_agg(p.number, ',' order by p.number collate "C") from employee_property e
        join property p on p.id = e.property_id where e.person_id = x.person_id), '${NOWHERE}') end as properties,
      coalesce(x.approval_limit_cents::text, '') as "approvalLimitCents", ${YES('x.active')} as active
    from employee x join person q on q.id = x.person_id`,
  employeeRoles: `select x.id, q.number as person, x.place::text as number, x.role,
      case when x.all_properties then '${EVERYWHERE}' else coalesce((
        select string_agg(p.number, ',' order by p.number collate "C") from employee_role_property e
        join property p on p.id = e.property_id where e.employee_role_id = x.id), '${NOWHERE}') end as properties,
      coalesce(x.approval_limit_cents::text, '') as "approvalLimitCents",
      coalesce(x.valid_from::text, '') as "from", coalesce(x.valid_until::text, '') as until
    from employee_role x join person q on q.id = x.person_id`,
};

/** Reads a company's whole master data, as files would give it. */
export async function readCurrent(q: Query): Promise<CurrentRows> {
  const cells = {} as Record<MasterTable, Map<string, Cells>>;
  const ids = {} as Record<MasterTable, Map<string, string>>;
  for (const table of masterTables) {
    cells[table] = new Map();
    ids[table] = new Map();
    for (const { id, ...row } of await q<{ id: string | null } & Record<string, string>>(SELECTS[table])) {
      const key = keyOf(table, row);
      cells[table].set(key, row);
      if (id !== null) ids[table].set(key, id);
    }
  }
  return { cells, ids };
}

/** A company's master data alone, for export. */
export async function masterData(q: Query): Promise<Current> {
  return (await readCurrent(q)).cells;
}
