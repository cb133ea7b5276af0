import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace } from '../../db/workspaces.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import type { OrderCommand } from '../../domain/workOrder/commands.ts';
import type { Cast, Outcome, Person } from './people.ts';

/** The turns that stories take, in the order in which they are dealt out. */
export const plots = ['plain', 'dated', 'lapsed', 'declined', 'asked', 'plain', 'cancelled', 'rejected'] as const;
export type Plot = (typeof plots)[number];

/** One ticket, and its order where the plot has one, with the acts that were done in the order in which they were. */
export interface Story {
  plot: Plot;
  ticket: string;
  order: string | null;
  acts: { noun: Noun; command: string }[];
  /** What was refused that should have been done. */
  refusals: string[];
  over: boolean;
}

/** How rows stand, asked for all at once so that many stories can wait for theirs. */
export class Watch {
  private readonly workspace: Workspace;
  private phases = new Map<string, string>();
  private stopped = false;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /** Looks several times a second until `stop`. */
  async look(): Promise<void> {
    while (!this.stopped) {
      try {
        const rows = await this.workspace.query<{ id: string; phase: string }>(
          `select id, phase from ticket union all select id, phase from work_order
           union all select subject_id, 'lapsed' from timeline where kind = 'lapsed' and noun = 'workOrder'`,
        );
        const phases = new Map<string, string>();
        for (const { id, phase } of rows) phases.set(id, `${phases.get(id) ?? ''} ${phase}`.trim());
        this.phases = phases;
      } catch {
        // PostgreSQL is being killed; the next look will tell.
      }
      await sleep(150);
    }
  }

  stop(): void {
    this.stopped = true;
  }

  /** Resolves when a row has this phase (or an order has lapsed once). */
  async until(id: string, phase: string): Promise<void> {
    while (!this.phases.get(id)?.split(' ').includes(phase)) {
      if (this.stopped) throw new Error(`never ${phase}`);
      await sleep(75);
    }
  }
}

/** What a story needs of the run around it. */
export interface Telling {
  cast: Cast;
  workspace: Workspace;
  watch: Watch;
  /** The pause before the next act. */
  think(): Promise<void>;
  /** In how many ms a date may lie that nobody answers. */
  lapseMs(): number;
}

/** A reported ticket whose plot is still to be played. */
export async function begin({ cast }: Telling, plot: Plot): Promise<Story> {
  const story: Story = { plot, ticket: randomUUID(), order: null, acts: [], refusals: [], over: false };
  const commandId = randomUUID();
  const { building, unit } = cast.home;
  const outcome = await cast.resident.insist('tickets.report', {
    ticketId: story.ticket,
    commandId,
    buildingId: building,
    unitId: unit,
    place: 'unit',
    category: 'water',
    urgency: plot === 'lapsed' ? 'emergency' : 'normal',
    title: 'Der Hahn in der Küche tropft',
  });
  note(story, 'ticket', commandId, outcome, 'report');
  return story;
}

function note(story: Story, noun: Noun, command: string, outcome: Outcome, type: string): boolean {
  if (outcome === 'applied') story.acts.push({ noun, command });
  else story.refusals.push(`${story.plot}: ${type} was refused (${outcome.refused})`);
  return outcome === 'applied';
}

/** Plays a story to its end, however often somebody has to click. Throws when a row never comes to where it should. */
export async function play(story: Story, telling: Telling): Promise<void> {
  const { cast, watch } = telling;
  const { manager, resident, firms } = cast;
  const { ticket } = story;
  const [first, second] = firms as [Cast['firms'][number], Cast['firms'][number]];
  const onTicket = async (who: Person, command: TicketCommand) => {
    await telling.think();
    const commandId = randomUUID();
    const input = { ticketId: ticket, commandId, command, text: 'Bitte' };
    return note(story, 'ticket', commandId, await who.insist('tickets.act', input), command.type) && commandId;
  };
  const order = randomUUID();
  const onOrder = async (who: Person, command: OrderCommand, expected?: string) => {
    await telling.think();
    const commandId = randomUUID();
    const outcome = await who.insist('orders.act', { orderId: order, commandId, command, text: 'Bitte', now: true });
    if (outcome !== 'applied' && outcome.refused === expected) return false;
    return note(story, 'workOrder', commandId, outcome, command.type);
  };
  const place = async (contractors: Cast['firms'], needsAppointment = false) => {
    await telling.think();
    story.order = order;
    const commandId = randomUUID();
    const outcome = await manager.insist('orders.place', {
      orderId: order,
      commandId,
      tickets: [ticket],
      contractors: contractors.map(({ contractor }) => contractor),
      needsAppointment,
      title: 'Hahn in der Küche abdichten',
    });
    note(story, 'workOrder', commandId, outcome, 'place');
    await watch.until(order, 'offered');
  };
  const done = async (firm: Person) => {
    await onOrder(firm, { type: 'complete', result: 'done' });
    await watch.until(ticket, 'confirming');
  };
  const propose = async (ahead: () => number) => {
    const appointment = await appointmentOf(telling.workspace, order);
    for (;;) {
      const slot = randomUUID();
      const starts = Date.now() + ahead();
      const slots = [{ id: slot, starts: iso(starts), ends: iso(starts + 3_600_000) }];
      // Kept for so long that the date was over before it was offered: people offer another.
      if (await onOrder(first.person, { type: 'proposeSlots', appointment, slots }, 'slotPast'))
        return { appointment, slot };
      if (story.refusals.length > 0) throw new Error('no date could be offered');
    }
  };

  switch (story.plot) {
    case 'plain':
      await onTicket(manager, { type: 'accept' });
      await place([second]);
      await onOrder(second.person, { type: 'accept' });
      await done(second.person);
      await onTicket(resident, { type: 'confirm' });
      break;
    case 'dated': {
      await place([first], true);
      await onOrder(first.person, { type: 'accept' });
      const { appointment, slot } = await propose(() => 3 * 86_400_000);
      await onOrder(resident, { type: 'pickSlot', appointment, slot });
      await done(first.person);
      await onTicket(resident, { type: 'confirm' });
      break;
    }
    case 'lapsed':
      await place([first], true);
      await onOrder(first.person, { type: 'accept' });
      await propose(telling.lapseMs);
      await watch.until(order, 'lapsed');
      await done(first.person);
      await onTicket(resident, { type: 'confirm' });
      break;
    case 'declined':
      await onTicket(manager, { type: 'accept' });
      await place([first, second]);
      await onOrder(first.person, { type: 'decline', reason: 'noCapacity' });
      await onOrder(second.person, { type: 'accept' });
      await done(second.person);
      await onTicket(resident, { type: 'dispute' });
      await onTicket(manager, { type: 'demandRework', order });
      await watch.until(order, 'running');
      await done(second.person);
      await onTicket(manager, { type: 'acceptWork' });
      break;
    case 'asked': {
      const question = await onTicket(manager, { type: 'ask', to: { role: 'reporter' } });
      await onTicket(resident, { type: 'answer', question: question || '' });
      await onTicket(manager, { type: 'close', outcome: 'notNeeded' });
      break;
    }
    case 'cancelled':
      await place([second]);
      await onOrder(manager, { type: 'cancel' });
      await watch.until(ticket, 'open');
      await onTicket(manager, { type: 'close', outcome: 'notNeeded' });
      break;
    case 'rejected':
      await onTicket(manager, { type: 'reject', reason: 'notOurs' });
  }
  await watch.until(ticket, 'closed');
  if (story.order) await watch.until(story.order, 'closed');
  story.over = true;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

async function appointmentOf(workspace: Workspace, order: string): Promise<string> {
  for (;;) {
    try {
      const [row] = await workspace.query<{ id: string }>('select id from appointment where order_id = $1', [order]);
      if (row) return row.id;
    } catch {
      // PostgreSQL is being killed.
    }
    await sleep(100);
  }
}
