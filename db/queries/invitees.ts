import type { InvitationScope } from '../../domain/invitation/scope.ts';
import type { Entrance } from '../../domain/rights.ts';
import type { Query } from '../pool.ts';
import { knownPerson, nameOf } from './known-people.ts';
import { today } from './moments.ts';

/** Somebody who could be invited, with what decides how. */
export interface Invitee {
  personId: string;
  name: string;
  entrance: Entrance | null;
  isEmployee: boolean;
  propertyId: string | null;
  property: string;
  unitId: string | null;
  building: string;
  unit: string;
  hasEmail: boolean;
  hasAddress: boolean;
  prefersLetter: boolean;
  hasAccount: boolean;
  /** Since when an invitation of theirs is open. */
  invitedAt: string | null;
}

/** What somebody holds today, nearest first: where they live, what they own, what they are landlord of. As SQL. */
const HELD = `
  select t.person_id, u.id as unit_id, u.building_id, b.property_id, 1 as rank
  from tenancy t join unit u on u.id = t.unit_id join building b on b.id = u.building_id where ${today('t')}
  union all
  select o.person_id, u.id, u.building_id, b.property_id, 2
  from ownership o join unit u on u.id = o.unit_id join building b on b.id = u.building_id where ${today('o')}
  union all
  select landlord_id, null, null, id, 3 from property where landlord_id is not null and active`;

/**
 * Who is meant by a scope, of those whom an employee of `properties` (null: of all) may know of: each once, at the place
 * that is nearest to them. A property or all means who lives there or owns today, has no account and does not work here;
 * named people come as they are. In no order.
 */
export function invitees(q: Query, properties: string[] | null, scope: InvitationScope): Promise<Invitee[]> {
  const named = scope.kind === 'people';
  return q<Invitee>(
    `with held as (${HELD}), placed as (
       select distinct on (h.person_id) h.* from held h join property p on p.id = h.property_id
       left join building b on b.id = h.building_id left join unit u on u.id = h.unit_id
       where ($1::uuid[] is null or h.property_id = any($1::uuid[])) and ($2::uuid is null or h.property_id = $2)
       order by h.person_id, h.rank, p.number, b.name, u.number
     )
     select p.id as "personId", ${nameOf('p')} as name, e.person_id is not null as "isEmployee",
       case when e.person_id is not null then 'management'
         when w.person_id is not null or exists (select from ticket k where k.reporter_id = p.id) then 'residents'
         when exists (select from contractor c where c.person_id = p.id and c.active) then 'contractors' end as entrance,
       w.property_id as "propertyId", coalesce(h.name, '') as property, w.unit_id as "unitId",
       coalesce(b.name, '') as building, coalesce(u.number, '') as unit, coalesce(p.email, '') <> '' as "hasEmail",
       exists (select from postal_address(p.id)) as "hasAddress", p.channel = 'letter' as "prefersLetter",
       exists (select from account a where a.person_id = p.id) as "hasAccount",
       (select i.made_at from invitation i where i.person_id = p.id and i.state in ('made', 'open')
          and i.expires_at > now()) as "invitedAt"
     from person p
     left join placed w on w.person_id = p.id
     left join property h on h.id = w.property_id left join building b on b.id = w.building_id
     left join unit u on u.id = w.unit_id left join employee e on e.person_id = p.id and e.active
     where p.active and ${
       named
         ? `p.id = any($3::uuid[]) and ${knownPerson('p', '$1')}`
         : `$3::uuid[] is null and w.person_id is not null and e.person_id is null
            and not exists (select from account a where a.person_id = p.id)`
     }`,
    [properties, scope.kind === 'property' ? scope.id : null, named ? scope.ids : null],
  );
}
