import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import type { TicketPhase, TicketState } from '../../domain/ticket/state.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { OrderState } from '../../domain/workOrder/state.ts';
import type { Workspace } from '../workspaces.ts';

/** A ticket with everything that its page tells about it, before rights are applied. */
export interface TicketRecord {
  id: string;
  number: string;
  title: string;
  description: string;
  category: string;
  categoryVersion: number;
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
    `select t.id, t.number, t.title, t.description, t.category, t.category_version as "categoryVersion", t.answers, t.access_wishes as "accessWishes", t.urgency,
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
  commandId: string | null;
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
    `select seq, at, kind, noun, subject_id as "subjectId", actor, command_id as "commandId", audience, body from timeline
     where file_id = $1 and audience && $2::text[] order by seq`,
    [ticketId, as],
  );
  if (as.some((who) => who === 'management' || who.startsWith('contractor:'))) return entries;
  return entries.map((entry) =>
    entry.kind === 'orderPlaced' && entry.body ? { ...entry, body: { ...entry.body, words: null } } : entry,
  );
}

/**
 * Where rework of an order was demanded, with what was said: entries of its tickets, and not of the order itself,
 * oldest first. A ticket's other orders are not meant.
 */
export async function reworkOf(
  workspace: Workspace,
  orderId: string,
  ticketIds: readonly string[],
  as: readonly string[],
): Promise<TimelineEntry[]> {
  return workspace.query<TimelineEntry>(
    `select t.seq, t.at, t.kind, t.noun, t.subject_id as "subjectId", t.actor, t.command_id as "commandId", t.audience,
       t.body
     from timeline t join command c on c.id = t.command_id
     where t.file_id = any($1::uuid[]) and t.noun = 'ticket' and t.kind = 'reworkDemanded'
       and c.facts ->> 'order' = $2 and t.audience && $3::text[]
     order by t.at, t.file_id, t.seq`,
    [ticketIds, orderId, as],
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
  categoryVersion: number;
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

/** As SQL, that an entry which became the person `$1` follows the ticket `t`. */
const FOLLOWED_BEFORE = `exists (select from person m where m.merged_into = $1
  and t.state -> 'followers' @> jsonb_build_array(jsonb_build_object('kind', 'person', 'id', m.id)))`;

/** The tickets that a person reported or that concern a unit they own, newest first, open ones before closed ones. */
export async function ticketsOfPerson(workspace: Workspace, personId: string): Promise<OwnTicketRow[]> {
  return workspace.query<OwnTicketRow>(
    `select t.id, t.number, case when f.follows then '' else t.title end as title, t.category,
       t.category_version as "categoryVersion", t.urgency, t.phase, t.outcome, coalesce(b.street, p.street) as street, f.follows, case when not f.follows then u.number end as unit, t.reporter_id is not distinct from $1 as own, t.waiting_on as "waitingOn",
       t.waiting_for as "waitingFor", t.due_at as "dueAt", t.reported_at as "reportedAt", t.closed_at as "closedAt"
     from ticket t join property p on p.id = t.property_id left join building b on b.id = t.building_id
     left join unit u on u.id = t.unit_id
     cross join lateral (select t.reporter_id is distinct from $1::uuid and (coalesce(t.state -> 'followers' @>
       jsonb_build_array(jsonb_build_object('kind', 'person', 'id', $1::text)), false) or ${FOLLOWED_BEFORE}) as follows) f
     where t.reporter_id = $1 or t.state -> 'followers' @> jsonb_build_array(jsonb_build_object('kind', 'person', 'id', $1::text))
       or ${FOLLOWED_BEFORE}
       or (t.place = 'unit' and exists (select from ownership o where o.unit_id = t.unit_id
       and o.person_id = $1 and daterange(o.valid_from, o.valid_until, '[]') @> berlin_day(t.reported_at)
       and (o.valid_until is null or o.valid_until >= berlin_today())))
     order by t.closed_at is not null, t.reported_at desc limit 200`,
    [personId],
  );
}
