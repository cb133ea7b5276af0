import type { Responsible } from '../../domain/project/state.ts';
import type { Workspace } from '../workspaces.ts';

/** Somebody who leads a project, or is responsible for open to-dos of it, and is no longer there. */
export interface Leaver {
  projectId: string;
  /** The project's revision, so that whoever comes back and leaves again is told anew. */
  revision: number;
  who: Responsible;
}

/**
 * Who leads a running project or is responsible for something open in it and can't be any more: an employee who has left or
 * no longer works on the property, a firm that is no longer active, somebody who neither owns nor lives in the property
 * today, a board without members. At most 50.
 */
export function leaversIn(workspace: Workspace): Promise<Leaver[]> {
  return workspace.query<Leaver>(
    `with acting as (
       select p.id, p.property_id, p.revision, t.responsible as who from todo t join project p on p.id = t.project_id
       where p.closed_at is null and t.phase in ('waiting', 'open', 'begun') and t.body ->> 'back' is distinct from 'left'
       union
       select id, property_id, revision, jsonb_build_object('role', 'employee', 'id', assignee_id) from project
       where closed_at is null and assignee_id is not null
     )
     select a.id as "projectId", a.revision, a.who from acting a
     where case a.who ->> 'role'
         when 'employee' then not exists (
           select from own_role o where o.person_id = (a.who ->> 'id')::uuid
             and (o.all_properties or a.property_id = any(o.property_ids)))
         when 'contractor' then not exists (
           select from contractor c where c.id = (a.who ->> 'id')::uuid and c.active)
         when 'advisoryBoard' then not exists (
           select from board_membership b where b.property_id = a.property_id
             and daterange(b.valid_from, b.valid_until, '[]') @> berlin_today())
         when 'person' then not exists (
           select from unit u join building b on b.id = u.building_id
           where b.property_id = a.property_id and (
             exists (select from tenancy n where n.unit_id = u.id and n.person_id = (a.who ->> 'id')::uuid
               and daterange(n.valid_from, n.valid_until, '[]') @> berlin_today())
             or exists (select from ownership o where o.unit_id = u.id and o.person_id = (a.who ->> 'id')::uuid
               and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today()))
         ) and not exists (
           select from property h where h.id = a.property_id and h.landlord_id = (a.who ->> 'id')::uuid)
         else false
       end
     order by a.id, a.who limit 50`,
  );
}
