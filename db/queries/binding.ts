import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { knownPerson, nameOf } from './known-people.ts';

/**
 * Binds a ticket's unconfirmed reporter to a person, with the unit they live in or own where that is the only one in
 * the building. Throws `notFound` (no such person), `notAllowedNow` (nobody unconfirmed reported it, or it is bound).
 * @returns the ticket's revision, and the unit where this put it into one
 */
export async function bindReporter(
  q: Query,
  { ticketId, personId, actor }: { ticketId: string; personId: string; actor: Actor },
): Promise<{ revision: number; unitId: string | null }> {
  const [person] = await q('select id from person where id = $1', [personId]);
  if (!person) throw new DomainError('notFound');
  const [ticket] = await q<{ unconfirmedId: string; revision: number; unitId: string | null; before: string | null }>(
    `update ticket t set reporter_id = $2, unit_id = coalesce(t.unit_id, case when t.place = 'unit' then (
         select min(u.id::text)::uuid from unit u where u.building_id = t.building_id and exists (
           select from tenancy n where n.unit_id = u.id and n.person_id = $2
             and daterange(n.valid_from, n.valid_until, '[]') @> berlin_today()
           union all
           select from ownership o where o.unit_id = u.id and o.person_id = $2
             and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today()
         ) having count(*) = 1) end)
     from (select id, unit_id from ticket where id = $1 for update) was
     where t.id = was.id and t.unconfirmed_id is not null and t.reporter_id is null
     returning t.unconfirmed_id as "unconfirmedId", t.revision, t.unit_id as "unitId", was.unit_id as before`,
    [ticketId, personId],
  );
  if (!ticket) throw new DomainError('notAllowedNow');
  await q('update unconfirmed_reporter set person_id = $2, not_resident_at = null where id = $1', [
    ticket.unconfirmedId,
    personId,
  ]);
  await audit(q, {
    actor,
    what: 'ticket.bind',
    subjectId: ticketId,
    before: { reporterId: null, unconfirmedId: ticket.unconfirmedId },
    after: { reporterId: personId, unitId: ticket.unitId },
  });
  return { revision: ticket.revision, unitId: ticket.before === null ? ticket.unitId : null };
}

/** Somebody who could be the one who reported, and what speaks for it. */
export interface BindSuggestion {
  id: string;
  name: string;
  /** Where they live or own in the property, if they do. */
  place: string | null;
  why: 'email' | 'phone' | 'name';
}

const SUGGESTED = 5;

/**
 * Who could be the unconfirmed reporter of a ticket, the surest first: whoever has the mail address that was proven, then
 * those who live in the property or own there and have the phone number or the name that was said. Of these whom an
 * employee of the properties (null: of all) may know of.
 */
export function bindSuggestions(
  workspace: Workspace,
  properties: string[] | null,
  ticketId: string,
): Promise<BindSuggestion[]> {
  const digits = (column: string) => `right(regexp_replace(${column}, '\\D', '', 'g'), 9)`;
  return workspace.query<BindSuggestion>(
    `with report as (
       select x.email, x.phone, string_to_array(folded(x.name), ' ') as names, t.property_id, t.building_id
       from ticket t join unconfirmed_reporter x on x.id = t.unconfirmed_id
       where t.id = $2 and t.reporter_id is null
     ), here as (
       select h.person_id, min(concat_ws(', ', b.street, u.number)) as place, bool_or(b.id = r.building_id) as near
       from report r join building b on b.property_id = r.property_id join unit u on u.building_id = b.id
       join lateral (
         select person_id, valid_from, valid_until from tenancy where unit_id = u.id
         union all select person_id, valid_from, valid_until from ownership where unit_id = u.id
       ) h on daterange(h.valid_from, h.valid_until, '[]') @> berlin_today()
       group by h.person_id
     ), hit as (
       select p.id, 1 as rank, 'email' as why from report r join person p on lower(p.email) = lower(r.email)
       union all
       select p.id, 2, 'phone' from report r join here on true join person p on p.id = here.person_id
       where length(${digits('r.phone')}) > 6
         and ${digits('r.phone')} in (${digits('p.phone')}, ${digits('p.mobile')})
       union all
       select p.id, 3, 'name' from report r join here on true join person p on p.id = here.person_id
       where string_to_array(folded(p.family_name), ' ') <@ r.names
     )
     select p.id, ${nameOf('p')} as name, here.place, best.why
     from (select distinct on (id) id, rank, why from hit order by id, rank) best
     join person p on p.id = best.id left join here on here.person_id = p.id
     where p.active and ${knownPerson('p', '$1')}
     order by best.rank, here.near desc nulls last, p.family_name, p.given_name limit ${SUGGESTED}`,
    [properties, ticketId],
  );
}
