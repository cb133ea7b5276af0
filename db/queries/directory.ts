import { containing, searchWords } from '../../domain/desk/view.ts';
import type { CommunityRules } from '../../domain/property/property.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import { togetherIn } from '../together.ts';
import type { Workspace } from '../workspaces.ts';
import { categoryVersions } from './categories.ts';
import { policyVersions } from './policies.ts';

/** A firm or caretaker that orders can go to. */
export interface ContractorRow {
  id: string;
  name: string;
  trades: string[];
  internal: boolean;
  channel: string;
  /** Beginnings of the postal codes where it comes; none means everywhere. */
  districts: string[];
  openOrders: number;
  /** What a property wishes of it, by trade; empty where no property is meant. */
  preferred: { trade: string; rank: number }[];
  /** The first vacation that ends today or later. */
  away: { from: string; until: string; substitute: string | null; now: boolean } | null;
}

/** The active contractors with how many open orders each has, and with a property's wishes where one is named. */
export async function contractorRows(workspace: Workspace, propertyId: string | null = null): Promise<ContractorRow[]> {
  return workspace.query<ContractorRow>(
    `select c.id, trim(p.given_name || ' ' || p.family_name) as name, c.trades, c.internal, p.channel, c.districts,
       (select count(*)::int from work_order w where w.contractor_id = c.id and w.closed_at is null) as "openOrders",
       coalesce((select jsonb_agg(jsonb_build_object('trade', f.trade, 'rank', f.rank) order by f.rank)
         from preferred_contractor f where f.contractor_id = c.id and f.property_id = $1), '[]') as preferred,
       (select jsonb_build_object('from', a.first_day, 'until', a.last_day, 'now', a.first_day <= berlin_today(),
          'substitute', (select trim(s.given_name || ' ' || s.family_name) from contractor sc
            join person s on s.id = sc.person_id where sc.id = a.substitute_contractor_id))
        from absence a where a.contractor_id = c.id and a.last_day >= berlin_today() order by a.first_day limit 1) as away
     from contractor c join person p on p.id = c.person_id where c.active order by c.internal, name`,
    [propertyId],
  );
}

/** What the rules of a row of `property` say of votes; what nobody entered is as the law has it. */
export const communityRulesSaid = `jsonb_build_object(
  'votingPrinciple', coalesce(community_rules ->> 'votingPrinciple', 'heads'),
  'proxiesMost', (community_rules ->> 'proxiesMost')::int)`;

/** The properties that an employee works on. */
export async function propertyRows(
  workspace: Workspace,
  rights: EmployeeRights,
): Promise<
  {
    id: string;
    number: string;
    name: string;
    street: string;
    city: string;
    managementType: string;
    /** What an association's rules say of votes; null where nobody votes. */
    communityRules: Pick<CommunityRules, 'votingPrinciple' | 'proxiesMost'> | null;
  }[]
> {
  return workspace.query(
    `select id, number, name, street, city, management_type as "managementType",
       case when management_type = 'weg' then ${communityRulesSaid} end as "communityRules"
     from property
     where active and ($1::uuid[] is null or id = any($1::uuid[])) order by name`,
    [rights.allProperties ? null : [...rights.propertyIds]],
  );
}

/** The active employees, for forwarding. */
export async function employeeRows(workspace: Workspace): Promise<{ id: string; name: string; function: string }[]> {
  return workspace.query(
    `select e.person_id as id, trim(p.given_name || ' ' || p.family_name) as name, e.function
     from employee e join person p on p.id = e.person_id where e.active order by p.family_name, p.given_name`,
  );
}

/** A place that somebody can report for. */
export interface PlaceRow {
  propertyId: string;
  property: string;
  buildingId: string;
  street: string;
  city: string;
  federalState: string;
  unitId: string | null;
  unit: string | null;
  floor: number | null;
  position: string | null;
}

const placeColumns = `p.id as "propertyId", p.name as property, b.id as "buildingId", b.street, p.city,
  p.federal_state as "federalState"`;

/** The units that a person lives in or owns today. */
export async function placesOfPerson(workspace: Workspace, personId: string): Promise<PlaceRow[]> {
  return workspace.query<PlaceRow>(
    `select distinct ${placeColumns}, u.id as "unitId", u.number as unit, u.floor, u.position
     from unit u join building b on b.id = u.building_id join property p on p.id = b.property_id
     where exists (select from tenancy n where n.unit_id = u.id and n.person_id = $1
         and daterange(n.valid_from, n.valid_until, '[]') @> berlin_today())
       or exists (select from ownership o where o.unit_id = u.id and o.person_id = $1
         and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today())
     order by b.street, u.number`,
    [personId],
  );
}

/** The buildings behind a report code (a link or QR code in the house), without anything about who lives there. */
export async function placesOfReportCode(workspace: Workspace, code: string): Promise<PlaceRow[]> {
  return workspace.query<PlaceRow>(
    `select ${placeColumns}, null::uuid as "unitId", null as unit, null::int as floor, null as position
     from property p join building b on b.property_id = p.id where p.active and p.report_code = $1 order by b.street`,
    [code],
  );
}

/**
 * Units of the properties that an employee works on, for reports on somebody's behalf; at most 50. Each word of the text
 * stands in the address, as it is said on the phone: "Schillerstr. 30 WE 5", "Tuebinger".
 */
export async function placesByText(workspace: Workspace, rights: EmployeeRights, text: string): Promise<PlaceRow[]> {
  const words = searchWords(text).map(containing);
  // What houses are found by is put together once for each, however many units they have.
  return workspace.query<PlaceRow>(
    `with house as materialized (
       select b.id, findable(concat_ws(' ', p.number, p.name, b.street, b.name)) || ' ' as words
       from building b join property p on p.id = b.property_id
       where p.active and ($1::uuid[] is null or p.id = any($1::uuid[])))
     select ${placeColumns}, u.id as "unitId", u.number as unit, u.floor, u.position
     from unit u join house h on h.id = u.building_id join building b on b.id = h.id
     join property p on p.id = b.property_id
     where u.active and h.words || folded(u.number) like all (array(select folded(w) from unnest($2::text[]) w))
     order by b.street, u.number limit 50`,
    [rights.allProperties ? null : [...rights.propertyIds], words],
  );
}

/** A place that is reported for, with what decides about the owner of a flat. */
export interface ReportedPlace extends PlaceRow {
  managementType: 'weg' | 'rental' | 'ownStock';
  /** Whether somebody who does not own it lives in the unit. */
  rented: boolean;
  /** The version of the policy that a ticket begun now takes. */
  policy: number;
  /** The version of the categories by which it is reported where none is named. */
  categories: number;
}

interface Address {
  buildingId: string;
  unitId: string | null;
}

const PLACES_AT_ONCE = 100;
const find = togetherIn(PLACES_AT_ONCE, placesOf);

/**
 * One building with its property and, if given, one of its units; undefined when they do not belong together. Those that are
 * asked for in the same moment are looked up together.
 */
export function placeOf(
  workspace: Workspace,
  buildingId: string,
  unitId: string | null,
): Promise<ReportedPlace | undefined> {
  return find(workspace, { buildingId, unitId });
}

async function placesOf(workspace: Workspace, addresses: readonly Address[]): Promise<(ReportedPlace | undefined)[]> {
  const rows = await workspace.query<ReportedPlace & { n: number }>(
    `select a.n, ${placeColumns}, u.id as "unitId", u.number as unit, u.floor, u.position,
       p.management_type as "managementType", exists (
         select from tenancy n where n.unit_id = u.id and daterange(n.valid_from, n.valid_until, '[]') @> berlin_today()
           and not exists (select from ownership o where o.unit_id = u.id and o.person_id = n.person_id
             and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today())
       ) as rented, ${policyVersions.newest} as policy, ${categoryVersions.newest} as categories
     from jsonb_to_recordset($1) as a(n integer, "buildingId" uuid, "unitId" uuid)
     join building b on b.id = a."buildingId" join property p on p.id = b.property_id
     left join unit u on u.building_id = b.id and u.id = a."unitId"
     where a."unitId" is null or u.id is not null`,
    // Not as arrays: by their lengths PostgreSQL would plan each call anew, which costs more than the looking up.
    [JSON.stringify(addresses.map((address, n) => ({ n, ...address })))],
  );
  const found = new Map(rows.map(({ n, ...place }) => [n, place]));
  return addresses.map((_, n) => found.get(n));
}
