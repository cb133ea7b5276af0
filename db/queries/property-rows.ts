import { containing, searchWords } from '../../domain/desk/view.ts';
import { type CommunityRules, communityRules, type ManagementType } from '../../domain/property/property.ts';
import type { UnitUsage } from '../../domain/property/unit.ts';
import type { Workspace } from '../workspaces.ts';
import { nameOf } from './known-people.ts';
import { iso, today } from './moments.ts';
import type { StoredProperty } from './properties.ts';

/** How a property list is narrowed. */
export interface PropertyFilter {
  text: string;
  managementType: ManagementType | null;
  /** Those that are managed no longer, instead of those that are. */
  inactive: boolean;
}

/** A line of the list of properties. */
export interface PropertyLine {
  id: string;
  number: string;
  name: string;
  managementType: ManagementType;
  street: string;
  postalCode: string;
  city: string;
  buildings: number;
  units: number;
  /** Flats, shops and offices in which nobody lives today. */
  vacant: number;
  openTickets: number;
  shareDenominator: number | null;
  shareSum: number;
}

const LINES_MOST = 500;

/** The properties that an employee works on, by name, with what they hold today; one statement. */
export async function propertyLines(
  workspace: Workspace,
  properties: string[] | null,
  { text, managementType, inactive }: PropertyFilter,
): Promise<PropertyLine[]> {
  const params: unknown[] = [properties, managementType, !inactive];
  const like = searchWords(text).map((word) => `and p.words like folded($${params.push(containing(word))})`);
  return workspace.query<PropertyLine>(
    `with mine as (
       select * from property p where ($1::uuid[] is null or p.id = any($1::uuid[]))
         and ($2::text is null or p.management_type = $2) and p.active = $3 ${like.join(' ')}
       order by p.name, p.number limit ${LINES_MOST}
     ), held as (
       select b.property_id, count(distinct b.id)::int as buildings, count(u.id)::int as units,
         coalesce(sum(u.share_numerator), 0)::float8 as shares,
         count(u.id) filter (where u.usage in ('flat', 'shop', 'office') and not exists (
           select from tenancy t where t.unit_id = u.id and daterange(t.valid_from, t.valid_until, '[]') @> berlin_today())
         )::int as vacant
       from building b left join unit u on u.building_id = b.id and u.active
       where b.property_id in (select id from mine) group by b.property_id
     ), open as (
       select property_id, count(*)::int as count from ticket where closed_at is null group by property_id
     )
     select p.id, p.number, p.name, p.management_type as "managementType", p.street, p.postal_code as "postalCode",
       p.city, coalesce(h.buildings, 0) as buildings, coalesce(h.units, 0) as units, coalesce(h.vacant, 0) as vacant,
       coalesce(o.count, 0) as "openTickets", p.share_denominator as "shareDenominator",
       coalesce(h.shares, 0) as "shareSum"
     from mine p left join held h on h.property_id = p.id left join open o on o.property_id = p.id
     order by p.name, p.number`,
    params,
  );
}

/** A person who lives in a unit or owns it, as lists name them. */
export interface Named {
  id: string;
  name: string;
}

/** A unit as its property's page shows it. */
export interface UnitOfProperty {
  id: string;
  number: string;
  usage: UnitUsage;
  floor: number;
  position: string;
  staircase: string;
  shareNumerator: number | null;
  active: boolean;
  residents: Named[];
  owners: Named[];
  openTickets: number;
}

/** A property with all that its page shows. */
export interface PropertyPage extends Omit<StoredProperty, 'communityRules' | 'landlordId'> {
  id: string;
  revision: number;
  communityRules: CommunityRules;
  landlord: Named | null;
  reportCode: string;
  buildings: { id: string; revision: number; name: string; street: string; units: UnitOfProperty[] }[];
  board: { personId: string; name: string; from: string; until: string | null; ownsUnit: boolean }[];
  preferred: { trade: string; contractorId: string; name: string; active: boolean }[];
  tickets: { id: string; number: string; title: string; place: string; reportedAt: string; dueAt: string | null }[];
  openTickets: number;
  files: { id: string; name: string; mediaType: string; ticketId: string; ticketNumber: string; uploadedAt: string }[];
}

const TICKETS_SHOWN = 8;
const FILES_SHOWN = 12;

/** A property's page, in one statement; undefined when there is none. */
export async function propertyPage(workspace: Workspace, id: string): Promise<PropertyPage | undefined> {
  const people = (table: string) => `coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'name', ${nameOf('n')})
      order by n.family_name, n.given_name) from ${table} x join person n on n.id = x.person_id
      where x.unit_id = u.id and ${today('x')}), '[]')`;
  const [row] = await workspace.query<Omit<PropertyPage, 'communityRules'> & { communityRules: unknown }>(
    `select p.id, p.revision, p.active, p.number, p.name, p.management_type as "managementType",
       p.federal_state as "federalState", p.street, p.postal_code as "postalCode", p.city,
       p.share_denominator as "shareDenominator", p.approval_limit_cents as "approvalLimitCents",
       p.community_rules as "communityRules", p.report_code as "reportCode",
       (select jsonb_build_object('id', l.id, 'name', ${nameOf('l')}) from person l where l.id = p.landlord_id) as landlord,
       coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'revision', b.revision, 'name', b.name,
           'street', b.street, 'units', coalesce((
             select jsonb_agg(jsonb_build_object('id', u.id, 'number', u.number, 'usage', u.usage, 'floor', u.floor,
               'position', u.position, 'staircase', u.staircase, 'shareNumerator', u.share_numerator,
               'active', u.active, 'residents', ${people('tenancy')}, 'owners', ${people('ownership')},
               'openTickets', (select count(*) from ticket t where t.unit_id = u.id and t.closed_at is null))
               order by u.staircase, u.floor, length(u.number), u.number)
             from unit u where u.building_id = b.id), '[]'))
           order by length(b.name), b.name) from building b where b.property_id = p.id), '[]') as buildings,
       coalesce((select jsonb_agg(jsonb_build_object('personId', m.person_id, 'name', ${nameOf('n')},
           'from', m.valid_from, 'until', m.valid_until, 'ownsUnit', exists (
             select from ownership o join unit u on u.id = o.unit_id join building b on b.id = u.building_id
             where b.property_id = p.id and o.person_id = m.person_id and ${today('o')}))
           order by coalesce(m.valid_until, 'infinity') desc, m.valid_from desc, n.family_name)
         from board_membership m join person n on n.id = m.person_id where m.property_id = p.id), '[]') as board,
       coalesce((select jsonb_agg(jsonb_build_object('trade', f.trade, 'contractorId', c.id, 'name', ${nameOf('n')},
           'active', c.active) order by f.trade, f.rank)
         from preferred_contractor f join contractor c on c.id = f.contractor_id join person n on n.id = c.person_id
         where f.property_id = p.id), '[]') as preferred,
       coalesce((select jsonb_agg(t) from (
         select t.id, t.number, t.title, concat_ws(', ', coalesce(b.street, p.street), u.number) as place,
           ${iso('t.reported_at')} as "reportedAt",
           ${iso('t.due_at')} as "dueAt"
         from ticket t left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
         where t.property_id = p.id and t.closed_at is null
         order by t.due_at nulls last, t.reported_at limit ${TICKETS_SHOWN}) t), '[]') as tickets,
       (select count(*)::int from ticket t where t.property_id = p.id and t.closed_at is null) as "openTickets",
       coalesce((select jsonb_agg(f) from (
         select f.id, f.name, f.media_type as "mediaType", t.id as "ticketId", t.number as "ticketNumber",
           ${iso('f.uploaded_at')} as "uploadedAt"
         from stored_file f join ticket t on t.id = f.subject_id
         where f.noun = 'ticket' and t.property_id = p.id
           and not exists (select from command c where c.id = f.command_id and c.state = 'held')
         order by f.uploaded_at desc limit ${FILES_SHOWN}) f), '[]') as files
     from property p where p.id = $1`,
    [id],
  );
  return row && { ...row, communityRules: communityRules.parse(row.communityRules) };
}
