import type { EmployeeRights } from '../../domain/roles.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** An appointment with a date, as the office sees it. */
export interface AppointmentRow {
  id: string;
  sequence: number;
  status: 'agreed' | 'held' | 'missed';
  starts: Instant;
  ends: Instant;
  ticketId: string;
  ticketNumber: string;
  title: string;
  /** Null where one of us comes, without an order. */
  orderNumber: string | null;
  contractor: string | null;
  /** Who of us comes. */
  visitor: string | null;
  reporter: string | null;
  assignee: string | null;
  property: string;
  street: string;
  postalCode: string;
  city: string;
  unit: string | null;
}

/** Whose appointments: of one property, one contractor, or of the tickets and visits of one employee. */
export interface AppointmentFilter {
  property: string | null;
  contractor: string | null;
  assignee: string | null;
}

/** More than these are not shown at once. */
const MOST = 2_000;

/** The appointments that begin within a time, in their order, as far as the employee may see them; one statement. */
export async function appointmentRows(
  workspace: Workspace,
  rights: EmployeeRights,
  { property, contractor, assignee }: AppointmentFilter,
  [from, to]: readonly [Instant, Instant],
): Promise<AppointmentRow[]> {
  return workspace.query<AppointmentRow>(
    `select a.id, a.sequence, a.status, a.starts_at as starts, a.ends_at as ends, t.id as "ticketId",
       t.number as "ticketNumber", t.title, w.number as "orderNumber",
       trim(cp.given_name || ' ' || cp.family_name) as contractor,
       trim(v.given_name || ' ' || v.family_name) as visitor,
       coalesce(trim(r.given_name || ' ' || r.family_name), x.name) as reporter,
       trim(e.given_name || ' ' || e.family_name) as assignee,
       p.name as property, coalesce(b.street, p.street) as street, p.postal_code as "postalCode", p.city, u.number as unit
     from appointment a join ticket t on t.id = a.ticket_id left join work_order w on w.id = a.order_id
     join property p on p.id = t.property_id
     left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
     left join contractor c on c.id = w.contractor_id left join person cp on cp.id = c.person_id
     left join person r on r.id = t.reporter_id left join unconfirmed_reporter x on x.id = t.unconfirmed_id
     left join person e on e.id = t.assignee_id
     left join person v on v.id = a.visitor_id
     where a.starts_at >= $2 and a.starts_at < $3 and a.status in ('agreed', 'held', 'missed')
       and ($1::uuid[] is null or t.property_id = any($1::uuid[]))
       and ($4::uuid is null or t.property_id = $4) and ($5::uuid is null or w.contractor_id = $5)
       and ($6::uuid is null or coalesce(a.visitor_id, t.assignee_id) = $6)
     order by a.starts_at, a.id limit ${MOST}`,
    [rights.allProperties ? null : [...rights.propertyIds], from, to, property, contractor, assignee],
  );
}
