import type { OwnedUnit } from '../../domain/vote/electorate.ts';
import type { Workspace } from '../workspaces.ts';
import { type ReachedBy, reachedBy } from './document-readers.ts';

/** A unit of a property with its owners on a day, and what people call it. */
export interface ElectorateUnit extends OwnedUnit {
  label: string;
}

/** The units of a property that are in use, with their shares and those who own them on a day, in order of house and number. */
export function ownedUnits(workspace: Workspace, propertyId: string, day: string): Promise<ElectorateUnit[]> {
  return workspace.query<ElectorateUnit>(
    `select u.id, b.street || ', ' || u.number as label,
       case when u.share_numerator is not null and p.share_denominator is not null then
         jsonb_build_object('numerator', u.share_numerator, 'denominator', p.share_denominator) end as share,
       array(select o.person_id from ownership o where o.unit_id = u.id
             and daterange(o.valid_from, o.valid_until, '[]') @> $2::date order by o.person_id) as owners
     from unit u join building b on b.id = u.building_id join property p on p.id = b.property_id
     where p.id = $1 and u.active order by b.street, u.number, u.id`,
    [propertyId, day],
  );
}

/** Who sits on a property's advisory board on a day. */
export async function boardOn(workspace: Workspace, propertyId: string, day: string): Promise<string[]> {
  const rows = await workspace.query<{ id: string }>(
    `select distinct person_id as id from board_membership
     where property_id = $1 and daterange(valid_from, valid_until, '[]') @> $2::date order by 1`,
    [propertyId, day],
  );
  return rows.map(({ id }) => id);
}

/** Who lives in a property on a day. */
export async function residentsOn(workspace: Workspace, propertyId: string, day: string): Promise<string[]> {
  const rows = await workspace.query<{ id: string }>(
    `select distinct t.person_id as id from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id
     where b.property_id = $1 and daterange(t.valid_from, t.valid_until, '[]') @> $2::date order by 1`,
    [propertyId, day],
  );
  return rows.map(({ id }) => id);
}

/** A person with the way by which they are reached; null where none is known. */
export interface Reachable {
  id: string;
  name: string;
  way: ReachedBy | null;
}

/** Names of people, and how each is reached, in order of their names. */
export function reachable(workspace: Workspace, ids: readonly string[]): Promise<Reachable[]> {
  return workspace.query<Reachable>(
    `select p.id, trim(p.given_name || ' ' || p.family_name) as name, ${reachedBy('p')} as way
     from person p where p.id = any($1::uuid[]) order by p.family_name, p.given_name, p.id`,
    [ids],
  );
}

/** Units of a campaign whose owners are others on a day than those who were asked, by their names. */
export async function soldSince(
  workspace: Workspace,
  campaignId: string,
): Promise<{ unitId: string; label: string; since: string; owners: string[] }[]> {
  return workspace.query(
    `select u.id as "unitId", b.street || ', ' || u.number as label, changed.since::text as since,
       array(select trim(n.given_name || ' ' || n.family_name) from ownership o join person n on n.id = o.person_id
             where o.unit_id = u.id and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today()
             order by 1) as owners
     from campaign c join campaign_voter v on v.campaign_id = c.id cross join lateral unnest(v.units) as unit_id
     join unit u on u.id = unit_id join building b on b.id = u.building_id
     cross join lateral (
       select max(o.valid_from) as since from ownership o
       where o.unit_id = u.id and o.valid_from <= berlin_today() and o.valid_from > c.key_date
     ) changed
     where c.id = $1 and
       (select coalesce(array_agg(p.person_id order by p.person_id), '{}') from campaign_person p where p.voter_id = v.id)
       is distinct from
       (select coalesce(array_agg(distinct o.person_id order by o.person_id), '{}') from ownership o
        where o.unit_id = u.id and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today())
     order by b.street, u.number`,
    [campaignId],
  );
}
