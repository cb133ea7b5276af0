import { DomainError } from '../../domain/errors.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import type { Query } from '../pool.ts';
import { togetherIn } from '../together.ts';
import type { Workspace } from '../workspaces.ts';
import type { StoredCommand } from './commands.ts';
import { mapped, storeCommand } from './commands.ts';
import type { OrderParty } from './orders.ts';

/** What a report says, as its row keeps it. */
export interface NewTicket {
  propertyId: string;
  buildingId: string;
  unitId: string | null;
  place: 'unit' | 'common';
  reporterId: string | null;
  unconfirmedId: string | null;
  category: string;
  /** The version of the categories whose words it was reported with. */
  categoryVersion: number;
  urgency: Urgency;
  title: string;
  description: string;
  answers: { question: string; answer: string }[];
  accessWishes: string;
  policy: number;
}

/**
 * Takes a report: its command and its row (revision 0, `received`, with its number) in one call, so that it is at the
 * desk even while nothing else runs. A report that is known gives its number again, as not new; throws
 * `conflictingChange` for the id of another ticket, `notFound` for files that are not the uploader's.
 */
export async function insertTicket(
  q: Query,
  command: StoredCommand,
  ticket: NewTicket,
  uploader: object = command.actor,
): Promise<{ number: string; isNew: boolean }> {
  const [taken] = await mapped(
    q<{ number: string; isNew: boolean }>('select number, is_new as "isNew" from take_report($1, $2, $3)', [
      JSON.stringify(command),
      JSON.stringify(ticket),
      JSON.stringify(uploader),
    ]),
  );
  return taken ?? { number: '', isNew: false };
}

/** A report with what its row keeps, and who sent its photos. */
interface Report {
  command: StoredCommand;
  ticket: NewTicket;
  uploader: object;
}

interface Taken {
  number: string;
  isNew: boolean;
}

/** More at once would keep those waiting who come next. */
const REPORTS_AT_ONCE = 50;

const take = togetherIn(REPORTS_AT_ONCE, takeAll);

/** Takes a report as `insertTicket` does, in one transaction with those that come in the same moment. */
export function takeTicket(
  workspace: Workspace,
  command: StoredCommand,
  ticket: NewTicket,
  uploader: object = command.actor,
): Promise<Taken> {
  return take(workspace, { command, ticket, uploader });
}

/**
 * Takes all that are new in one call. What is known, or refused, or has to wait for somebody, or is in the company of one
 * that is, is taken by itself, and nobody waits for it.
 */
async function takeAll(workspace: Workspace, reports: readonly Report[]): Promise<(Taken | Promise<Taken>)[]> {
  const ids = new Set(reports.flatMap(({ command }) => [command.id, command.subjectId]));
  const areApart = ids.size === 2 * reports.length;
  const numbers = areApart ? await takeNew(workspace, reports) : new Map<number, string>();
  return reports.map(({ command, ticket, uploader }, n) => {
    const number = numbers.get(n);
    if (number !== undefined) return { number, isNew: true };
    return insertTicket(workspace.query.bind(workspace), command, ticket, uploader);
  });
}

/**
 * As SQLSTATE: what one report may be refused for, or has to wait for; anything else (the connection, the disk, the server's
 * end) befalls all.
 */
const ONES_OWN = /^(PC|P0|2\d|4\d|5[45])/;

/** The numbers of the reports that are new, by their place; none when one of them is refused. */
async function takeNew(workspace: Workspace, reports: readonly Report[]): Promise<Map<number, string>> {
  const given = reports.map(({ command, ticket, uploader }) => ({ c: command, t: ticket, uploader }));
  try {
    const rows = await workspace.query<{ place: number; number: string }>(
      'select place, number from take_reports($1)',
      [JSON.stringify(given)],
    );
    return new Map(rows.map(({ place, number }) => [place - 1, number]));
  } catch (error) {
    if (!ONES_OWN.test((error as { code?: string }).code ?? '')) throw error;
    return new Map();
  }
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
  const [{ number = '' } = {}] = await q<{ number: string }>('select next_number($1, $2) as number', [
    'A',
    Number(command.at.slice(0, 4)),
  ]);
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
