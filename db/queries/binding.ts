import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Workspace } from '../workspaces.ts';

/**
 * Binds a ticket's unconfirmed reporter to a person, with the unit they live in or own where that is the only one in
 * the building. Throws `notFound` (no such person), `notAllowedNow` (nobody unconfirmed reported it, or it is bound).
 * @returns the ticket's revision
 */
export async function bindReporter(
  workspace: Workspace,
  { ticketId, personId, actor }: { ticketId: string; personId: string; actor: Actor },
): Promise<number> {
  return workspace.transaction(async (q) => {
    const [person] = await q('select id from person where id = $1', [personId]);
    if (!person) throw new DomainError('notFound');
    const [ticket] = await q<{ unconfirmedId: string; revision: number; unitId: string | null }>(
      `update ticket t set reporter_id = $2, unit_id = coalesce(t.unit_id, case when t.place = 'unit' then (
           select min(u.id::text)::uuid from unit u where u.building_id = t.building_id and exists (
             select from tenancy n where n.unit_id = u.id and n.person_id = $2
               and daterange(n.valid_from, n.valid_until, '[]') @> berlin_today()
             union all
             select from ownership o where o.unit_id = u.id and o.person_id = $2
               and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today()
           ) having count(*) = 1) end)
       where t.id = $1 and t.unconfirmed_id is not null and t.reporter_id is null
       returning t.unconfirmed_id as "unconfirmedId", t.revision, t.unit_id as "unitId"`,
      [ticketId, personId],
    );
    if (!ticket) throw new DomainError('notAllowedNow');
    await q('update unconfirmed_reporter set person_id = $2 where id = $1', [ticket.unconfirmedId, personId]);
    await q(`insert into audit (actor, what, subject_id, before, after) values ($1, 'ticket.bind', $2, $3, $4)`, [
      JSON.stringify(actor),
      ticketId,
      JSON.stringify({ reporterId: null, unconfirmedId: ticket.unconfirmedId }),
      JSON.stringify({ reporterId: personId, unitId: ticket.unitId }),
    ]);
    return ticket.revision;
  });
}
