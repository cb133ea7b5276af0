import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { orderLinkOf } from '../../db/links.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import { idOf } from '../../workflows/messages/ids.ts';
import { actOnTicket } from '../../workflows/messages/lifecycle.ts';
import { person } from '../support/api.ts';
import { type Killable, until } from '../support/killable.ts';

const password = 'Regen auf Dach 7';

/** What a call was answered with; undefined when the process died under it. */
type Answer = { status: number; code?: string; data?: { state: string; number?: string } } | undefined;

/** A small cast that acts through the API of a product that may be killed under their hands. */
export class Actors {
  readonly product: Killable;
  readonly manager: string;
  private cookies = { manager: '', resident: '' };
  private readonly contractor: string;
  private readonly place: { building: string; unit: string };

  private constructor(product: Killable, made: { manager: string; contractor: string; place: Actors['place'] }) {
    this.product = product;
    this.manager = made.manager;
    this.contractor = made.contractor;
    this.place = made.place;
  }

  /** Makes them, and signs them in: the API must run. */
  static async make(product: Killable): Promise<Actors> {
    const { workspace } = product;
    const manager = await person(workspace, { email: 'berger@one.test', employee: 'manager', password });
    const resident = await person(workspace, { email: 'demir@one.test', resident: true, password });
    const firm = await person(workspace, { email: 'huber@one.test', contractor: true });
    const [place] = await workspace.query<{ building: string; unit: string }>(
      `select u.building_id as building, u.id as unit from tenancy t join unit u on u.id = t.unit_id where person_id = $1`,
      [resident],
    );
    const [contractor] = await workspace.query<{ id: string }>('select id from contractor where person_id = $1', [
      firm,
    ]);
    const actors = new Actors(product, { manager, contractor: contractor?.id ?? '', place: place ?? fail() });
    const signIn = async (email: string, entrance: string) =>
      (await product.call('session.signIn', { entrance, email, password }, {})).cookie ?? fail();
    actors.cookies = {
      manager: await signIn('berger@one.test', 'management'),
      resident: await signIn('demir@one.test', 'residents'),
    };
    return actors;
  }

  /** What says that they are signed in. */
  cookieOf(who: 'manager' | 'resident'): string {
    return this.cookies[who];
  }

  report(ticketId: string, commandId = randomUUID()): Promise<Answer> {
    const input = {
      ticketId,
      commandId,
      buildingId: this.place.building,
      unitId: this.place.unit,
      place: 'unit',
      category: 'water',
      title: 'Es tropft',
    };
    return this.say('tickets.report', input, { cookie: this.cookies.resident });
  }

  onTicket(who: 'manager' | 'resident', ticketId: string, command: object, commandId = randomUUID()): Promise<Answer> {
    const input = { ticketId, commandId, command, text: 'Bitte' };
    return this.say('tickets.act', input, { cookie: this.cookies[who] });
  }

  order(orderId: string, ticketId: string, commandId = randomUUID()): Promise<Answer> {
    const input = {
      orderId,
      commandId,
      tickets: [ticketId],
      contractors: [this.contractor],
      needsAppointment: false,
      title: 'Wasserhahn',
    };
    return this.say('orders.place', input, { cookie: this.cookies.manager });
  }

  async onOrder(orderId: string, command: object, commandId = randomUUID()): Promise<Answer> {
    const link = await this.linkOf(orderId);
    const input = { orderId, commandId, command, text: 'Erledigt', now: true };
    return this.say('orders.act', input, { 'x-link': link });
  }

  /** The token in the contractor's mails about an order. */
  async linkOf(orderId: string): Promise<string> {
    return (await orderLinkOf(this.product.workspace, orderId)) ?? fail();
  }

  /** The desk's answer for a ticket. */
  async atDesk(number: string): Promise<boolean> {
    const desk = await this.product.query<{ rows: { number: string }[] }>(
      'desk.rows',
      { tab: 'ours' },
      { cookie: this.cookies.manager },
    );
    return desk.data?.rows.some((row) => row.number === number) ?? false;
  }

  /** Resolves when a row has come to a phase (or one that is later). */
  async reached(noun: Noun, id: string, ...phases: string[]): Promise<void> {
    const table = noun === 'ticket' ? 'ticket' : 'work_order';
    await until(`${noun} is ${phases.join(' or ')}`, async () => {
      const [row] = await this.product.workspace.query<{ phase: string }>(`select phase from ${table} where id = $1`, [
        id,
      ]);
      return row !== undefined && phases.includes(row.phase);
    });
  }

  /** Resolves when every act on these subjects is known to be held by its workflow; then each was told exactly once. */
  async settled(...subjects: string[]): Promise<void> {
    const { workspace } = this.product;
    await until('every act is settled', async () => {
      const open = await workspace.query(
        `select from command where subject_id = any($1::uuid[]) and (state = 'open' or (state = 'applied' and not settled))`,
        [subjects],
      );
      return open.length === 0;
    });
    const told = await workspace.query<{ id: string; type: string; told: number; voided: number; files: number }>(
      `select c.id, c.type, count(*) filter (where e.kind <> 'voided')::int as told,
         count(*) filter (where e.kind = 'voided')::int as voided, count(distinct e.file_id)::int as files
       from command c left join timeline e on e.command_id = c.id
       where c.subject_id = any($1::uuid[]) and c.state = 'applied' group by c.id, c.type`,
      [subjects],
    );
    for (const { type, told: times, voided, files } of told)
      expect({ type, times }).toEqual({ type, times: files + voided });
  }

  /** The revision that an open ticket's workflow itself holds: an act that it knows is answered with it, not refused. */
  revisionOf(ticketId: string, known: { id: string; actor: Actor }): Promise<number> {
    const { workspace } = this.product;
    return this.product.withClient(async (client) => {
      const act = { ...known, at: new Date().toISOString(), command: { type: 'reopen' as const } };
      const handle = client.workflow.getHandle(idOf(workspace.id, 'ticket', ticketId));
      return (await handle.executeUpdate(actOnTicket, { args: [act] })).revision;
    });
  }

  private async say(procedure: string, input: unknown, headers: Record<string, string>): Promise<Answer> {
    try {
      return (await this.product.call(procedure, input, headers)) as Answer;
    } catch {
      return undefined;
    }
  }
}

function fail(): never {
  throw new Error('the cast is not complete');
}
