import type { Workspace } from '../workspaces.ts';

/** A period in which somebody lives in a unit, owns it, or sits on a property's board. */
export interface PeriodRow {
  kind: 'renter' | 'resident' | 'owner' | 'landlord' | 'advisoryBoard';
  propertyId: string;
  place: string;
  from: string | null;
  until: string | null;
  state: 'before' | 'now' | 'after';
}

/** What a person has or had to do with houses, the newest first. */
export function periodsOf(workspace: Workspace, personId: string): Promise<PeriodRow[]> {
  return workspace.query<PeriodRow>(
    `select x.kind, x.property_id as "propertyId", x.place, x.valid_from as "from", x.valid_until as until,
       case when x.valid_from > berlin_today() then 'before' when x.valid_until < berlin_today() then 'after' else 'now' end
         as state
     from (
       select h.kind, b.property_id, concat_ws(', ', b.street, u.number) as place, h.valid_from, h.valid_until from (
         select role as kind, unit_id, valid_from, valid_until from tenancy where person_id = $1
         union all select 'owner', unit_id, valid_from, valid_until from ownership where person_id = $1
       ) h join unit u on u.id = h.unit_id join building b on b.id = u.building_id
       union all select 'landlord', id, name, null, null from property where landlord_id = $1
       union all select 'advisoryBoard', p.id, p.name, m.valid_from, m.valid_until
         from board_membership m join property p on p.id = m.property_id where m.person_id = $1
     ) x order by x.valid_until desc nulls first, x.valid_from desc nulls first, x.place`,
    [personId],
  );
}

/** A ticket or order that somebody may have to do with. */
export interface CandidateRow {
  id: string;
  number: string;
  title: string;
  propertyId: string;
}

/** The newest tickets that a person may have to do with; whether they have is for the rules to say. */
export function ticketCandidates(workspace: Workspace, personId: string, most: number): Promise<CandidateRow[]> {
  return workspace.query<CandidateRow>(
    `select t.id, t.number, t.title, t.property_id as "propertyId" from ticket t
     where t.reporter_id = $1
       or t.unit_id in (select unit_id from tenancy where person_id = $1
         union select unit_id from ownership where person_id = $1)
       or t.property_id in (select property_id from board_membership where person_id = $1
         union select id from property where landlord_id = $1)
       or t.state -> 'followers' @> jsonb_build_array(jsonb_build_object('kind', 'person', 'id', $1::text))
       or t.id in (select file_id from timeline where kind in ('asked', 'forwarded') and audience @> array['person:' || $1::text])
     order by t.reported_at desc, t.id limit $2`,
    [personId, most],
  );
}

/** The newest orders of these firms. */
export function orderCandidates(
  workspace: Workspace,
  contractorIds: readonly string[],
  most: number,
): Promise<CandidateRow[]> {
  return workspace.query<CandidateRow>(
    `select id, number, title, property_id as "propertyId" from work_order where contractor_id = any($1::uuid[])
     order by placed_at desc, id limit $2`,
    [contractorIds, most],
  );
}

/** A ticket by its number, however it is written. */
export async function ticketByNumber(workspace: Workspace, number: string): Promise<CandidateRow | undefined> {
  const [row] = await workspace.query<CandidateRow>(
    'select id, number, title, property_id as "propertyId" from ticket where lower(number) = lower(trim($1))',
    [number],
  );
  return row;
}

/** The names of properties by their ids. */
export async function propertyNames(workspace: Workspace, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await workspace.query<{ id: string; name: string }>(
    'select id, name from property where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
