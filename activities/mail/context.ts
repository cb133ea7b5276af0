import { orderToken, preferencesToken, ticketToken } from '../../db/links.ts';
import { categoriesThen } from '../../db/queries/categories.ts';
import { type OrderedTicketRow, type OrderParty, ticketsOfOrders } from '../../db/queries/orders.ts';
import { replyMailbox } from '../../db/reply-tags.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Slot } from '../../domain/appointments/rules.ts';
import type { Ball } from '../../domain/lifecycle/ball.ts';
import type { Facts, Noun, Template } from '../../domain/lifecycle/outcome.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import { kindOf, type MessageKind, mustArrive } from '../../domain/preferences/kinds.ts';
import type { Category } from '../../domain/report/categories.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { isGone, type OrderedTicket } from '../../domain/workOrder/state.ts';
import { addressed } from './addressed.ts';
import type { Locale, MessageContext, OfferedOrder, PreferencesLink, Reader } from './letter.ts';

interface Row {
  id: string;
  noun: Noun;
  template: Template;
  event: string;
  role: string;
  recipientKind: 'person' | 'contractor' | 'unconfirmed';
  recipientId: string;
  facts: Facts;
  createdAt: Instant;
  isEmployee: boolean;
  name: string;
  email: string | null;
  mobile: string | null;
  fax: string | null;
  locale: Locale;
  generation: number;
  /** The person behind the recipient; null for who only proved a mail address. */
  personId: string | null;
  personGeneration: number | null;
  ticketId: string;
  ticketNumber: string;
  ticketTitle: string;
  category: string;
  categoryVersion: number;
  ticketOutcome: string | null;
  urgency: Urgency;
  ticketBalls: Ball[] | null;
  reporter: string | null;
  isCommon: boolean;
  street: string;
  town: string;
  building: string | null;
  unit: string | null;
  floor: number | null;
  position: string | null;
  statedPlace: string | null;
  orderId: string | null;
  orderNumber: string | null;
  orderTitle: string | null;
  orderGeneration: number | null;
  orderBalls: Ball[] | null;
  orderTickets: number;
  instructions: string | null;
  limitCents: number | null;
  orderedTickets: OrderedTicket[] | null;
  client: OrderParty | null;
  invoiceTo: OrderParty | null;
  contractor: string | null;
  visitor: string | null;
  words: Record<string, unknown> | null;
  actorKind: string | null;
  actor: string | null;
  appointmentId: string | null;
  startsAt: Instant | null;
  endsAt: Instant | null;
  sequence: number | null;
  slots: Slot[] | null;
  agreed: Facts | null;
}

const SELECT = `
  select m.id, m.noun, m.template, m.event, m.role, m.recipient_kind as "recipientKind",
    m.recipient_id as "recipientId", m.data as facts, m.created_at as "createdAt",
    exists (select from employee e where e.person_id = m.recipient_id and e.active) as "isEmployee",
    coalesce(trim(rp.given_name || ' ' || rp.family_name), ru.name, '') as name,
    coalesce(rp.email, ru.email) as email, rp.mobile, rp.fax, coalesce(rp.locale, ru.locale, 'de') as locale,
    coalesce(rc.link_generation, ru.link_generation, rp.link_generation) as generation,
    rp.id as "personId", rp.link_generation as "personGeneration",
    t.id as "ticketId", t.number as "ticketNumber", t.title as "ticketTitle", t.category,
    t.category_version as "categoryVersion", t.outcome as "ticketOutcome",
    coalesce(o.urgency, t.urgency) as urgency, t.state -> 'balls' as "ticketBalls",
    coalesce(trim(tp.given_name || ' ' || tp.family_name), tu.name) as reporter, t.place = 'common' as "isCommon",
    coalesce(b.street, p.street) as street, p.postal_code || ' ' || p.city as town,
    nullif(b.name, b.street) as building,
    u.number as unit, u.floor, u.position, tu.place as "statedPlace",
    o.id as "orderId", o.number as "orderNumber", o.title as "orderTitle", o.link_generation as "orderGeneration",
    o.state -> 'balls' as "orderBalls", o.instructions, o.limit_cents as "limitCents",
    o.state -> 'tickets' as "orderedTickets", o.client, o.invoice_to as "invoiceTo",
    (select count(*)::int from work_order_ticket wt where wt.order_id = o.id) as "orderTickets",
    trim(op.given_name || ' ' || op.family_name) as contractor,
    trim(vp.given_name || ' ' || vp.family_name) as visitor,
    c.words, c.actor ->> 'kind' as "actorKind",
    coalesce(trim(ap.given_name || ' ' || ap.family_name), au.name) as actor,
    a.id as "appointmentId", a.starts_at as "startsAt", a.ends_at as "endsAt", a.sequence, a.slots,
    agreed.data as agreed
  from message m
  left join contractor rc on m.recipient_kind = 'contractor' and rc.id = m.recipient_id
  left join person rp on rp.id = case m.recipient_kind when 'person' then m.recipient_id else rc.person_id end
  left join unconfirmed_reporter ru on m.recipient_kind = 'unconfirmed' and ru.id = m.recipient_id
  join ticket t on m.noun in ('ticket', 'workOrder') and t.id = case m.noun when 'ticket' then m.subject_id else m.file_id end
  left join person tp on tp.id = t.reporter_id
  left join unconfirmed_reporter tu on tu.id = t.unconfirmed_id
  join property p on p.id = t.property_id
  left join building b on b.id = t.building_id
  left join unit u on u.id = t.unit_id
  left join work_order o on o.id = case m.noun when 'workOrder' then m.subject_id else (m.data ->> 'order')::uuid end
  left join contractor oc on oc.id = o.contractor_id
  left join person op on op.id = oc.person_id
  left join command c on c.id = coalesce((m.data ->> 'command')::uuid, m.command_id)
  left join contractor ac on c.actor ->> 'kind' = 'contractor' and ac.id = (c.actor ->> 'id')::uuid
  left join person ap on ap.id = coalesce(ac.person_id,
    case when c.actor ->> 'kind' in ('person', 'employee') then (c.actor ->> 'id')::uuid end)
  left join unconfirmed_reporter au on c.actor ->> 'kind' = 'unconfirmed' and au.id = (c.actor ->> 'id')::uuid
  left join appointment a on a.id = (m.data ->> 'appointment')::uuid
  left join person vp on vp.id = a.visitor_id
  left join lateral (
    select e.data from message e
    where e.subject_id = m.subject_id and e.template = 'appointmentAgreed' and e.revision <= m.revision
      and e.data ->> 'appointment' = m.data ->> 'appointment'
    order by e.revision desc limit 1
  ) agreed on m.data ? 'appointment'
  where m.id = any($1::uuid[])`;

/**
 * What messages about tickets and orders tell, in one statement, by message id; other messages, and those whose matter or
 * recipient is gone, are left out. `address` is where people reach the workspace, without a slash at the end.
 */
export async function repairContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(SELECT, [ids]);
  const kinds = await categoriesThen(workspace, rows);
  const offers = rows.flatMap(({ template, orderId }) => (template === 'orderOffered' && orderId ? [orderId] : []));
  const tickets = offers.length > 0 ? await ticketsOfOrders(workspace, offers) : undefined;
  return new Map(
    rows.map((row, n) => {
      const context = contextOf(workspace, address, row, kinds[n]);
      const offered = row.template === 'orderOffered' && tickets?.get(row.orderId ?? '');
      return [row.id, offered ? { ...context, order: offeredOrder(row, offered) } : context];
    }),
  );
}

/** A mail names so many tickets of an order; the others are in its folder. */
const NAMED_WORKS = 12;

function offeredOrder(
  { locale, client, invoiceTo, orderedTickets }: Row,
  all: readonly OrderedTicketRow[],
): OfferedOrder {
  const gone = new Set(orderedTickets?.filter(isGone).map(({ id }) => id));
  const tickets = all.filter(({ id }) => !gone.has(id));
  return {
    client: partyText(client),
    invoiceTo: partyText(invoiceTo),
    works: tickets.slice(0, NAMED_WORKS).map((ticket) => ({
      title: ticket.title,
      place: flatOf(ticket, locale),
      description: ticket.description,
      access: ticket.accessWishes,
    })),
    more: Math.max(0, tickets.length - NAMED_WORKS),
  };
}

function partyText(party: OrderParty | null): string {
  return [party?.name, party?.address].filter(Boolean).join(', ');
}

function flatOf({ unit, floor, position }: Pick<Row, 'unit' | 'floor' | 'position'>, locale: Locale): string {
  return unit === null ? '' : [unit, [floorText(floor ?? 0, locale), position].filter(Boolean).join(' ')].join(', ');
}

function contextOf(workspace: Workspace, address: string, row: Row, kind: Category | undefined): MessageContext {
  const reader = readerOf(row);
  const many = row.noun === 'workOrder' && row.orderTickets > 1 && !('ticket' in row.facts);
  const ball = ballOf(row);
  const forContractor = reader === 'contractor';
  return {
    ...addressed(workspace, row),
    reader,
    facts: row.facts,
    late: row.facts.late === true,
    number: forContractor ? (row.orderNumber ?? row.ticketNumber) : row.ticketNumber,
    orderNumber: row.orderNumber,
    title: titleOf(row, kind, forContractor || many),
    urgency: row.urgency,
    outcome: row.ticketOutcome,
    place: placeOf(row, many || row.role === 'follower'),
    words: wordsOf(row.words),
    actor: row.actorKind === 'employee' && reader !== 'us' ? workspace.name : row.actor,
    contractor: row.contractor,
    visitor: row.visitor,
    dwelling: row.reporter,
    instructions: row.instructions ?? '',
    limitCents: row.limitCents,
    appointment: appointmentOf(row),
    slots: row.slots ?? [],
    stage: ball?.stage ?? null,
    until: ball?.until ?? null,
    code: null,
    url: address + pathOf(workspace, row, reader),
    address,
    reply: replyMailbox(workspace, {
      messageId: row.id,
      subjectId: row.noun === 'workOrder' ? (row.orderId ?? row.ticketId) : row.ticketId,
      recipientId: row.recipientId,
    }),
    thread: row.ticketId,
    digest: null,
    preferences: row.personId === null ? null : preferencesLink(workspace, address, row, row.personId),
  };
}

/** Where this reader says what they want; what has to arrive can't be taken back in one step. */
export function preferencesLink(
  workspace: Workspace,
  address: string,
  row: Pick<Row, 'template' | 'role' | 'isEmployee' | 'urgency' | 'personGeneration'>,
  personId: string,
): PreferencesLink {
  const token = (kind: MessageKind | null) =>
    preferencesToken(workspace.key, { personId, generation: row.personGeneration ?? 1, kind });
  const kind = mustArrive(row.template) || row.urgency === 'emergency' ? null : kindOf(row);
  return {
    url: `${address}/b/${token(null)}`,
    oneClick: kind === null ? null : `${address}/api/unsubscribe/${token(kind)}`,
  };
}

/** What the matter is called for this reader. Who only follows is not told how a neighbour put it. */
function titleOf(row: Row, kind: Category | undefined, byOrder: boolean): string {
  const { noun, role, category, locale, orderTitle, ticketTitle } = row;
  if (role === 'follower') return kind?.label[locale === 'en' ? 'en' : 'de'] ?? category;
  return (noun === 'workOrder' && byOrder ? orderTitle : null) || ticketTitle;
}

const OURS = new Set(['management', 'employee', 'onCall', 'managers']);

function readerOf({ recipientKind, role, isEmployee }: Row): Reader {
  if (recipientKind === 'contractor') return 'contractor';
  return recipientKind === 'person' && isEmployee && (OURS.has(role) || role === 'person') ? 'us' : 'resident';
}

/** The turn that the message is about: the one its event names, else the one that its kind deals. */
function ballOf({ noun, template, event, facts, ticketBalls, orderBalls }: Row): Pick<Ball, 'stage' | 'until'> | null {
  const balls = (noun === 'ticket' ? ticketBalls : orderBalls) ?? [];
  const about = event.split(':')[2];
  const key =
    about ?? { orderOffered: 'offer', confirmCompletion: 'confirm', emergencyReported: 'ours' }[template as string];
  const told = typeof facts.stage === 'string' && typeof facts.until === 'string';
  if (told) return { stage: facts.stage as Ball['stage'], until: facts.until as Instant };
  return (
    balls.find((ball) => ball.key === key) ??
    (noun === 'workOrder' ? null : (balls.find(({ key }) => key === 'ours') ?? null))
  );
}

function placeOf(row: Row, many: boolean): string {
  const parts = [row.street, row.town];
  if (many) return parts.join(', ');
  if (row.unit !== null) parts.push(flatOf(row, row.locale));
  else if (row.statedPlace) parts.push(row.statedPlace);
  else if (row.building !== null && row.isCommon) parts.push(row.building);
  return parts.filter(Boolean).join(', ');
}

function floorText(floor: number, locale: Locale): string {
  if (locale === 'de') return floor < 0 ? 'UG' : floor === 0 ? 'EG' : `${floor}. OG`;
  return floor < 0 ? 'basement' : floor === 0 ? 'ground floor' : `floor ${floor}`;
}

/** What was typed with an act: one text, whatever its field is called. */
function wordsOf(words: Row['words']): string {
  if (words === null) return '';
  const said = words.text ?? Object.values(words).find((word) => typeof word === 'string' && word !== '');
  return typeof said === 'string' ? said : '';
}

/** The appointment's date as this message knows it; the last agreed one where it has fallen away since. */
function appointmentOf({
  appointmentId,
  facts,
  agreed,
  startsAt,
  endsAt,
  sequence,
}: Row): MessageContext['appointment'] {
  if (appointmentId === null) return null;
  const starts = facts.starts ?? startsAt ?? agreed?.starts;
  const ends = facts.ends ?? endsAt ?? agreed?.ends;
  if (typeof starts !== 'string' || typeof ends !== 'string') return null;
  return {
    id: appointmentId,
    starts,
    ends,
    sequence: typeof facts.sequence === 'number' ? facts.sequence : (sequence ?? 0),
  };
}

/**
 * Where this reader looks at the matter: our people at the desk, everybody else by a capability of their own, so that
 * they can answer without signing in.
 */
function pathOf(workspace: Workspace, row: Row, reader: Reader): string {
  if (reader === 'us') return `/vorgaenge/${row.ticketId}`;
  if (reader === 'contractor' && row.orderId !== null) {
    const token = orderToken(workspace.key, {
      orderId: row.orderId,
      contractorId: row.recipientId,
      orderGeneration: row.orderGeneration ?? 1,
      contractorGeneration: row.generation,
    });
    return `/a/${token}`;
  }
  const recipient = { kind: row.recipientKind, id: row.recipientId };
  return `/m/${ticketToken(workspace.key, { ticketId: row.ticketId, recipient, generation: row.generation })}`;
}
