import type { Urgency } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { OrderPhase, OrderState } from '../../domain/workOrder/state.ts';
import type { Workspace } from '../workspaces.ts';

/** For whom an order is given and who gets its invoice, as names and addresses of the day it was placed. */
export interface OrderParty {
  kind: 'ownersAssociation' | 'owner' | 'landlord' | 'workspace';
  name: string;
  address: string;
}

/** An order with everything that its folder shows. */
export interface OrderRecord {
  id: string;
  number: string;
  title: string;
  instructions: string;
  urgency: Urgency;
  phase: OrderPhase;
  outcome: string | null;
  revision: number;
  client: OrderParty;
  invoiceTo: OrderParty;
  limitCents: number | null;
  propertyId: string;
  property: string;
  contractorId: string | null;
  contractor: string | null;
  placedBy: string | null;
  placedAt: Instant;
  closedAt: Instant | null;
  state: OrderState | null;
}

/** One order's record, or undefined. */
export async function orderRecord(workspace: Workspace, id: string): Promise<OrderRecord | undefined> {
  const [row] = await workspace.query<OrderRecord>(
    `select w.id, w.number, w.title, w.instructions, w.urgency, w.phase, w.outcome, w.revision, w.client,
       w.invoice_to as "invoiceTo", w.limit_cents as "limitCents", p.id as "propertyId", p.name as property,
       w.contractor_id as "contractorId", trim(cp.given_name || ' ' || cp.family_name) as contractor,
       (select trim(e.given_name || ' ' || e.family_name) from command k join person e on e.id = (k.actor ->> 'id')::uuid
          where k.noun = 'workOrder' and k.subject_id = w.id and k.type = 'place') as "placedBy",
       w.placed_at as "placedAt", w.closed_at as "closedAt", w.state
     from work_order w join property p on p.id = w.property_id
     left join contractor c on c.id = w.contractor_id left join person cp on cp.id = c.person_id
     where w.id = $1`,
    [id],
  );
  return row;
}

/** What a contractor needs to know of each ticket of an order: where, what, access. Never more about people. */
export interface OrderedTicketRow {
  id: string;
  number: string;
  title: string;
  description: string;
  accessWishes: string;
  street: string;
  postalCode: string;
  city: string;
  unit: string | null;
  floor: number | null;
  position: string | null;
  place: 'unit' | 'common';
  dwelling: string | null;
  phone: string | null;
  photos: string[];
}

/** The tickets of an order; the phone number only where its owner agreed to share it. */
export async function ticketsOfOrder(workspace: Workspace, orderId: string): Promise<OrderedTicketRow[]> {
  return (await ticketsOfOrders(workspace, [orderId])).get(orderId) ?? [];
}

/** The tickets of each of these orders, as `ticketsOfOrder` gives them, in one statement. */
export async function ticketsOfOrders(
  workspace: Workspace,
  orderIds: readonly string[],
): Promise<Map<string, OrderedTicketRow[]>> {
  const rows = await workspace.query<OrderedTicketRow & { orderId: string }>(
    `select wt.order_id as "orderId", t.id, t.number, t.title, t.description, t.access_wishes as "accessWishes", coalesce(b.street, p.street) as street,
       p.postal_code as "postalCode", p.city, u.number as unit, u.floor, u.position, t.place,
       coalesce(trim(r.given_name || ' ' || r.family_name), x.name) as dwelling,
       case when r.share_phone then coalesce(r.mobile, r.phone) end as phone,
       array(select f.id from stored_file f join command k on k.id = f.command_id and k.type = 'report'
         where f.subject_id = t.id and f.media_type like 'image/%' order by f.uploaded_at) as photos
     from work_order_ticket wt join ticket t on t.id = wt.ticket_id join property p on p.id = t.property_id
     left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
     left join person r on r.id = t.reporter_id left join unconfirmed_reporter x on x.id = t.unconfirmed_id
     where wt.order_id = any($1::uuid[]) order by t.number`,
    [orderIds],
  );
  const found = new Map<string, OrderedTicketRow[]>();
  for (const { orderId, ...row } of rows) {
    const tickets = found.get(orderId) ?? [];
    found.set(orderId, tickets);
    tickets.push(row);
  }
  return found;
}

/** A line of a contractor's list. */
export interface OwnOrderRow {
  id: string;
  number: string;
  title: string;
  urgency: Urgency;
  phase: OrderPhase;
  /** The streets of its houses; of the property where no ticket belongs to it (any more). */
  streets: string[];
  postalCode: string;
  city: string;
  /** The only flat that it is about, once the firm has accepted. */
  flat: { number: string; floor: number; position: string } | null;
  waitingOn: string | null;
  waitingFor: string | null;
  dueAt: Instant | null;
  nextVisit: Instant | null;
  placedAt: Instant;
  closedAt: Instant | null;
}

/** The orders that these contractors were given, open ones first; without what is none of their business (`isGone`). */
export async function ordersOfContractors(
  workspace: Workspace,
  contractorIds: readonly string[],
): Promise<OwnOrderRow[]> {
  return workspace.query<OwnOrderRow>(
    `select w.id, w.number, w.title, w.urgency, w.phase, coalesce(h.streets, array[p.street]) as streets,
       p.postal_code as "postalCode", p.city, case when (w.state ->> 'accepted')::boolean then h.flat end as flat,
       w.waiting_on as "waitingOn", w.waiting_for as "waitingFor", w.due_at as "dueAt",
       (select min(a.starts_at) from appointment a where a.order_id = w.id and a.status = 'agreed') as "nextVisit",
       w.placed_at as "placedAt", w.closed_at as "closedAt"
     from work_order w join property p on p.id = w.property_id
     cross join lateral (
       select array_agg(distinct coalesce(b.street, p.street)) as streets,
         case when count(*) = 1 and count(u.id) = 1
           then json_agg(json_build_object('number', u.number, 'floor', u.floor, 'position', u.position)) -> 0 end as flat
       from work_order_ticket wt join ticket t on t.id = wt.ticket_id
       left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
       where wt.order_id = w.id and not exists (
         select from jsonb_array_elements(w.state -> 'tickets') s
         where s ->> 'id' = t.id::text and s ->> 'answer' in ('refused', 'left'))
     ) h
     where w.contractor_id = any($1::uuid[]) order by w.closed_at is not null, w.due_at limit 200`,
    [contractorIds],
  );
}
