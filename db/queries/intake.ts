import { DomainError } from '../../domain/errors.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import type { Query } from '../pool.ts';
import type { StoredCommand } from './commands.ts';
import { storeCommand } from './commands.ts';
import type { OrderParty } from './orders.ts';

/** The next number of a kind within a year, e.g. `V-2026-0418`. Numbers are given in order and never twice. */
async function nextNumber(q: Query, kind: 'V' | 'A', year: number): Promise<string> {
  const [row] = await q<{ last: number }>(
    `insert into counter (kind, year, last) values ($1, $2, 1)
     on conflict (kind, year) do update set last = counter.last + 1 returning last`,
    [kind, year],
  );
  return `${kind}-${year}-${String(row?.last ?? 1).padStart(4, '0')}`;
}

/** What a report says, as its row keeps it. */
export interface NewTicket {
  propertyId: string;
  buildingId: string;
  unitId: string | null;
  place: 'unit' | 'common';
  reporterId: string | null;
  unconfirmedId: string | null;
  category: string;
  urgency: Urgency;
  title: string;
  description: string;
  answers: { question: string; answer: string }[];
  accessWishes: string;
  policy: number;
}

/**
 * Takes a report: its command and its row (revision 0, `received`, with its number) in one transaction, so that it is
 * at the desk even while nothing else runs. A report that is known gives its number again; throws `conflictingChange`
 * for the id of another ticket.
 */
export async function insertTicket(
  q: Query,
  command: StoredCommand,
  ticket: NewTicket,
  uploader?: object,
): Promise<string> {
  if (!(await storeCommand(q, command, uploader))) {
    const [known] = await q<{ number: string }>('select number from ticket where id = $1', [command.subjectId]);
    return known?.number ?? '';
  }
  const number = await nextNumber(q, 'V', Number(command.at.slice(0, 4)));
  const inserted = await q(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, unconfirmed_id, category,
       urgency, title, description, answers, access_wishes, phase, waiting_on, waiting_for, waiting_since, policy_version,
       command_id, reported_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'received', 'management', 'triage', $15, $16,
       $17, $15, $15)
     on conflict (id) do nothing returning id`,
    [
      command.subjectId,
      number,
      ticket.propertyId,
      ticket.buildingId,
      ticket.unitId,
      ticket.place,
      ticket.reporterId,
      ticket.unconfirmedId,
      ticket.category,
      ticket.urgency,
      ticket.title,
      ticket.description,
      JSON.stringify(ticket.answers),
      ticket.accessWishes,
      command.at,
      ticket.policy,
      command.id,
    ],
  );
  if (inserted.length === 0) throw new DomainError('conflictingChange');
  return number;
}

/** What an order says, as its row keeps it. */
export interface NewOrder {
  propertyId: string;
  client: OrderParty;
  invoiceTo: OrderParty;
  title: string;
  instructions: string;
  limitCents: number | null;
  urgency: Urgency;
  policy: number;
  tickets: string[];
}

/** Takes an order: its command, its row and its tickets in one transaction. A known one gives its number again, the id of another is `conflictingChange`. */
export async function insertOrder(q: Query, command: StoredCommand, order: NewOrder): Promise<string> {
  if (!(await storeCommand(q, command))) {
    const [known] = await q<{ number: string }>('select number from work_order where id = $1', [command.subjectId]);
    return known?.number ?? '';
  }
  const number = await nextNumber(q, 'A', Number(command.at.slice(0, 4)));
  const inserted = await q(
    `insert into work_order (id, number, property_id, client, invoice_to, title, instructions, limit_cents, urgency,
       phase, waiting_on, waiting_for, waiting_since, policy_version, command_id, placed_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'joining', 'management', 'join', $10, $11, $12, $10, $10)
     on conflict (id) do nothing returning id`,
    [
      command.subjectId,
      number,
      order.propertyId,
      JSON.stringify(order.client),
      JSON.stringify(order.invoiceTo),
      order.title,
      order.instructions,
      order.limitCents,
      order.urgency,
      command.at,
      order.policy,
      command.id,
    ],
  );
  if (inserted.length === 0) throw new DomainError('conflictingChange');
  await q('insert into work_order_ticket (order_id, ticket_id) select $1, unnest($2::uuid[]) on conflict do nothing', [
    command.subjectId,
    order.tickets,
  ]);
  return number;
}
