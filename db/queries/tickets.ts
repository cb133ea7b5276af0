import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import type { EmployeeRights } from '../../domain/rights.ts';
import type { TicketPhase, TicketState } from '../../domain/ticket/state.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { OrderState } from '../../domain/workOrder/state.ts';
import type { Workspace } from '../workspaces.ts';

/** The tabs of the desk: our turn, due today, others' turn, all open, closed. */
export const deskTabs = ['ours', 'today', 'others', 'open', 'closed'] as const;
export type DeskTab = (typeof deskTabs)[number];

/** A line of the desk. */
export interface DeskRow {
  id: string;
  number: string;
  title: string;
  category: string;
  urgency: Urgency;
  phase: TicketPhase;
  outcome: string | null;
  property: string;
  building: string | null;
  unit: string | null;
  place: 'unit' | 'common';
  reporter: string | null;
  unconfirmed: boolean;
  assignee: string | null;
  contractor: string | null;
  waitingOn: string | null;
  waitingFor: string | null;
  waitingSince: Instant | null;
  dueAt: Instant | null;
  reportedAt: Instant;
  closedAt: Instant | null;
  revision: number;
}

const ours = `t.waiting_on in ('management', 'employee')`;

const conditions: Record<DeskTab, string> = {
  ours: `t.closed_at is null and ${ours}`,
  today: `t.closed_at is null and t.due_at < $2::timestamptz`,
  others: `t.closed_at is null and not (${ours})`,
  open: 't.closed_at is null',
  closed: 't.closed_at is not null',
};

/** Which properties an employee may see, as a condition on `t.property_id` with the parameter `$1`. */
const visible = `($1::uuid[] is null or t.property_id = any($1::uuid[]))`;

function propertiesOf(rights: EmployeeRights): string[] | null {
  return rights.allProperties ? null : [...rights.propertyIds];
}

/** What narrows the desk. `endOfToday` is the instant at which today ends in Berlin. */
export interface DeskFilter {
  tab: DeskTab;
  endOfToday: Instant;
  property: string | null;
  text: string | null;
  limit: number;
  offset: number;
}

/** Lines of the desk with property and people, most pressing first; one statement. */
export async function deskRows(workspace: Workspace, rights: EmployeeRights, filter: DeskFilter): Promise<DeskRow[]> {
  const order = filter.tab === 'closed' ? 't.closed_at desc, t.id' : 't.due_at, t.id';
  return workspace.query<DeskRow>(
    `select t.id, t.number, t.title, t.category, t.urgency, t.phase, t.outcome, p.name as property, b.street as building,
       u.number as unit, t.place, coalesce(trim(r.given_name || ' ' || r.family_name), x.name) as reporter,
       t.unconfirmed_id is not null and t.reporter_id is null as unconfirmed,
       trim(a.given_name || ' ' || a.family_name) as assignee,
       (select trim(cp.given_name || ' ' || cp.family_name) from work_order_ticket wt
          join work_order w on w.id = wt.order_id and w.closed_at is null
          join contractor c on c.id = w.contractor_id join person cp on cp.id = c.person_id
          where wt.ticket_id = t.id order by w.placed_at desc limit 1) as contractor,
       t.waiting_on as "waitingOn", t.waiting_for as "waitingFor", t.waiting_since as "waitingSince",
       t.due_at as "dueAt", t.reported_at as "reportedAt", t.closed_at as "closedAt", t.revision
     from (
       select t.* from ticket t
       where ${visible} and $2::timestamptz is not null and ${conditions[filter.tab]}
         and ($3::uuid is null or t.property_id = $3)
         and ($4::text is null or t.title ilike $4 or t.number ilike $4 or t.description ilike $4)
       order by ${order} limit $5 offset $6
     ) t
     join property p on p.id = t.property_id
     left join building b on b.id = t.building_id
     left join unit u on u.id = t.unit_id
     left join person r on r.id = t.reporter_id
     left join unconfirmed_reporter x on x.id = t.unconfirmed_id
     left join person a on a.id = t.assignee_id
     order by ${order}`,
    [
      propertiesOf(rights),
      filter.endOfToday,
      filter.property,
      filter.text === null ? null : `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`,
      filter.limit,
      filter.offset,
    ],
  );
}

/** How many tickets each open tab holds. */
export async function deskCounts(
  workspace: Workspace,
  rights: EmployeeRights,
  endOfToday: Instant,
): Promise<Record<'ours' | 'today' | 'others' | 'open', number>> {
  const [row] = await workspace.query<Record<'ours' | 'today' | 'others' | 'open', number>>(
    `select count(*) filter (where ${ours})::int as ours, count(*) filter (where t.due_at < $2)::int as today,
       count(*) filter (where not (${ours}))::int as others, count(*)::int as open
     from ticket t where ${visible} and t.closed_at is null`,
    [propertiesOf(rights), endOfToday],
  );
  return row ?? { ours: 0, today: 0, others: 0, open: 0 };
}

/** A ticket with everything that its page tells about it, before rights are applied. */
export interface TicketRecord {
  id: string;
  number: string;
  title: string;
  description: string;
  category: string;
  answers: { question: string; answer: string }[];
  accessWishes: string;
  urgency: Urgency;
  place: 'unit' | 'common';
  phase: TicketPhase;
  outcome: string | null;
  revision: number;
  reportedAt: Instant;
  closedAt: Instant | null;
  state: TicketState | null;
  propertyId: string;
  property: string;
  managementType: 'weg' | 'rental' | 'ownStock';
  federalState: string;
  street: string;
  postalCode: string;
  city: string;
  unitId: string | null;
  unit: string | null;
  floor: number | null;
  position: string | null;
  reporterId: string | null;
  unconfirmedId: string | null;
  reporter: string | null;
  reporterEmail: string | null;
  reporterPhone: string | null;
  sharePhone: boolean;
  /** Which flat, in the words of who reported without an account. */
  statedPlace: string | null;
  assigneeId: string | null;
}

/** One ticket's record, or undefined. */
export async function ticketRecord(workspace: Workspace, id: string): Promise<TicketRecord | undefined> {
  const [row] = await workspace.query<TicketRecord>(
    `select t.id, t.number, t.title, t.description, t.category, t.answers, t.access_wishes as "accessWishes", t.urgency,
       t.place, t.phase, t.outcome, t.revision, t.reported_at as "reportedAt", t.closed_at as "closedAt", t.state,
       p.id as "propertyId", p.name as property, p.management_type as "managementType",
       p.federal_state as "federalState", coalesce(b.street, p.street) as street, p.postal_code as "postalCode", p.city,
       u.id as "unitId", u.number as unit, u.floor, u.position,
       t.reporter_id as "reporterId", t.unconfirmed_id as "unconfirmedId",
       coalesce(trim(r.given_name || ' ' || r.family_name), x.name) as reporter,
       coalesce(r.email, x.email) as "reporterEmail", coalesce(r.mobile, r.phone, x.phone) as "reporterPhone",
       coalesce(r.share_phone, false) as "sharePhone", x.place as "statedPlace", t.assignee_id as "assigneeId"
     from ticket t join property p on p.id = t.property_id
     left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
     left join person r on r.id = t.reporter_id left join unconfirmed_reporter x on x.id = t.unconfirmed_id
     where t.id = $1`,
    [id],
  );
  return row;
}

/** An entry of a file's timeline as stored. */
export interface TimelineEntry {
  seq: number;
  at: Instant;
  kind: string;
  noun: Noun;
  subjectId: string;
  actor: Actor;
  audience: string[];
  body: { facts: Record<string, unknown>; words?: Record<string, string> | null; files?: string[] | null } | null;
}

/**
 * The entries of a ticket's file that one of the audiences may read, oldest first. That an order was placed is told to
 * everybody; what was said with it is meant for the contractor.
 */
export async function timelineOf(
  workspace: Workspace,
  ticketId: string,
  as: readonly string[],
): Promise<TimelineEntry[]> {
  const entries = await workspace.query<TimelineEntry>(
    `select seq, at, kind, noun, subject_id as "subjectId", actor, audience, body from timeline
     where file_id = $1 and audience && $2::text[] order by seq`,
    [ticketId, as],
  );
  if (as.some((who) => who === 'management' || who.startsWith('contractor:'))) return entries;
  return entries.map((entry) =>
    entry.kind === 'orderPlaced' && entry.body ? { ...entry, body: { ...entry.body, words: null } } : entry,
  );
}

/** An order of a ticket, with its whole state. */
export interface OrderOfTicket {
  id: string;
  number: string;
  title: string;
  phase: string;
  contractorId: string | null;
  contractor: string | null;
  contractorPhone: string | null;
  limitCents: number | null;
  placedAt: Instant;
  closedAt: Instant | null;
  state: OrderState | null;
}

/** The orders that a ticket belongs to, newest first. */
export async function ordersOfTicket(workspace: Workspace, ticketId: string): Promise<OrderOfTicket[]> {
  return workspace.query<OrderOfTicket>(
    `select w.id, w.number, w.title, w.phase, w.contractor_id as "contractorId",
       trim(p.given_name || ' ' || p.family_name) as contractor, coalesce(p.phone, p.mobile) as "contractorPhone",
       w.limit_cents as "limitCents", w.placed_at as "placedAt", w.closed_at as "closedAt", w.state
     from work_order_ticket wt join work_order w on w.id = wt.order_id
     left join contractor c on c.id = w.contractor_id left join person p on p.id = c.person_id
     where wt.ticket_id = $1 order by w.placed_at desc`,
    [ticketId],
  );
}

/** What a resident sees of their own tickets. */
export interface OwnTicketRow {
  id: string;
  number: string;
  title: string;
  category: string;
  urgency: Urgency;
  phase: TicketPhase;
  outcome: string | null;
  street: string;
  unit: string | null;
  /** Whether the person only follows it; then neither its title nor the flat is told. */
  follows: boolean;
  /** Whether it is this person's own report, not one about a unit of theirs. */
  own: boolean;
  waitingOn: string | null;
  waitingFor: string | null;
  dueAt: Instant | null;
  reportedAt: Instant;
  closedAt: Instant | null;
}

/** The tickets that a person reported or that concern a unit they own, newest first, open ones before closed ones. */
export async function ticketsOfPerson(workspace: Workspace, personId: string): Promise<OwnTicketRow[]> {
  return workspace.query<OwnTicketRow>(
    `select t.id, t.number, case when f.follows then '' else t.title end as title, t.category, t.urgency, t.phase, t.outcome,
       coalesce(b.street, p.street) as street, f.follows, case when not f.follows then u.number end as unit, t.reporter_id is not distinct from $1 as own, t.waiting_on as "waitingOn",
       t.waiting_for as "waitingFor", t.due_at as "dueAt", t.reported_at as "reportedAt", t.closed_at as "closedAt"
     from ticket t join property p on p.id = t.property_id left join building b on b.id = t.building_id
     left join unit u on u.id = t.unit_id
     cross join lateral (select t.reporter_id is distinct from $1::uuid and coalesce(t.state -> 'followers' @>
       jsonb_build_array(jsonb_build_object('kind', 'person', 'id', $1::text)), false) as follows) f
     where t.reporter_id = $1 or t.state -> 'followers' @> jsonb_build_array(jsonb_build_object('kind', 'person', 'id', $1::text))
       or (t.place = 'unit' and exists (select from ownership o where o.unit_id = t.unit_id
       and o.person_id = $1 and daterange(o.valid_from, o.valid_until, '[]') @> t.reported_at::date
       and (o.valid_until is null or o.valid_until >= berlin_today())))
     order by t.closed_at is not null, t.reported_at desc limit 200`,
    [personId],
  );
}
