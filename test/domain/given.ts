import type { Occurrence } from '../../domain/lifecycle/world.ts';
import { World } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import { addMinutes, type Instant } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { OrderCommand } from '../../domain/workOrder/commands.ts';

/** An id that reads as what it is for and is a UUID all the same. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

export const anna: Actor = { kind: 'employee', id: uuid(1) };
export const colleague: Actor = { kind: 'employee', id: uuid(2) };
export const resident: Actor = { kind: 'person', id: uuid(3) };
export const neighbour: Actor = { kind: 'person', id: uuid(4) };
export const passerBy: Actor = { kind: 'unconfirmed', id: uuid(5) };
export const plumber: Actor = { kind: 'contractor', id: uuid(6) };
export const roofer: Actor = { kind: 'contractor', id: uuid(7) };
export const clock: Actor = { kind: 'system' };

/** A Monday morning in an ordinary week, 9:00 in Berlin. */
export const monday: Instant = '2026-03-02T08:00:00.000Z';

/** The id of an actor who has one. */
export function idOf(actor: Actor): string {
  return 'id' in actor ? actor.id : '';
}

/** A slot that starts so many hours after an instant, two hours long. */
export function slot(n: number, from: Instant, hours: number) {
  return { id: uuid(9000 + n), starts: addMinutes(from, hours * 60), ends: addMinutes(from, hours * 60 + 120) };
}

/** What a report says unless the test says otherwise. */
export function report(given: Partial<Extract<TicketCommand, { type: 'report' }>> = {}) {
  return {
    type: 'report',
    policy: 1,
    urgency: 'normal',
    federalState: 'BW',
    category: 'water',
    place: 'unit',
    reporter: resident,
    assignee: null,
    ...given,
  } satisfies TicketCommand;
}

/**
 * A world in which a story is told: who does what when. Every act that is refused fails the story unless it is told
 * with `refused`. Messages and timeline entries are recorded in order.
 */
export class Story {
  readonly log: Occurrence[] = [];
  readonly world = new World((occurrence) => this.log.push(occurrence));
  now: Instant = monday;
  private commands = 100_000;

  /** Does an act on a ticket and gives the command's id. */
  ticket(id: string, actor: Actor, command: TicketCommand, refused: string | null = null): string {
    const command_ = uuid(this.commands++);
    const code = this.world.actOnTicket(id, { id: command_, actor, at: this.now, command });
    if (code !== refused) throw new Error(`ticket ${command.type}: ${code}, expected ${refused}`);
    return command_;
  }

  /** Does an act on an order and gives the command's id. */
  order(id: string, actor: Actor, command: OrderCommand, refused: string | null = null): string {
    const command_ = uuid(this.commands++);
    const code = this.world.actOnOrder(id, { id: command_, actor, at: this.now, command });
    if (code !== refused) throw new Error(`order ${command.type}: ${code}, expected ${refused}`);
    return command_;
  }

  /** Places an order for tickets, with a visit at each whose id is given. */
  place(
    id: string,
    tickets: string[],
    {
      contractors = [idOf(plumber), idOf(roofer)],
      visits = {} as Record<string, string>,
      urgency = 'normal' as Urgency,
      federalState = 'BW' as FederalState,
    } = {},
  ): void {
    const appointments = Object.entries(visits).map(([ticket, visit]) => ({
      id: visit,
      ticket,
      with: { role: 'reporter' } as const,
    }));
    this.order(id, anna, { type: 'place', policy: 1, urgency, federalState, tickets, contractors, appointments });
  }

  /** Lets hours of clock time pass in which nobody acts. */
  hours(hours: number): void {
    this.now = addMinutes(this.now, hours * 60);
    this.world.pass(this.now);
  }

  /** The messages since the last time this was asked, as `template → role`. */
  mail(): string[] {
    return this.take().flatMap(({ outcome }) =>
      outcome.effects.flatMap((effect) =>
        effect.kind === 'message' ? [`${effect.template} → ${whom(effect.to)}`] : [],
      ),
    );
  }

  /** Forgets what was written until now. */
  forget(): void {
    this.taken = this.log.length;
  }

  private taken = 0;
  private take(): Occurrence[] {
    const taken = this.log.slice(this.taken);
    this.taken = this.log.length;
    return taken;
  }

  t(id: string) {
    const state = this.world.tickets.get(id);
    if (!state) throw new Error('no such ticket');
    return state;
  }

  o(id: string) {
    const state = this.world.orders.get(id);
    if (!state) throw new Error('no such order');
    return state;
  }
}

const names = new Map([
  [idOf(anna), 'Anna'],
  [idOf(colleague), 'colleague'],
  [idOf(resident), 'resident'],
  [idOf(neighbour), 'neighbour'],
  [idOf(plumber), 'plumber'],
  [idOf(roofer), 'roofer'],
]);

/** A recipient as the tests name them. */
export function whom(to: { role: string; id?: string }): string {
  return (to.id && names.get(to.id)) || to.role;
}
