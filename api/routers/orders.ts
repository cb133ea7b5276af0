import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { orderFacts, ticketFacts } from '../../db/access.ts';
import { daysAway } from '../../db/queries/absences.ts';
import { accessOffers } from '../../db/queries/access-offers.ts';
import { clientsOf } from '../../db/queries/clients.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import type { Holder } from '../../db/queries/held.ts';
import { insertOrder } from '../../db/queries/intake.ts';
import { orderableWith } from '../../db/queries/orderable.ts';
import { ordersOfContractors } from '../../db/queries/orders.ts';
import { policyVersions } from '../../db/queries/policies.ts';
import { ordersOfTicket, type TicketRecord, ticketRecord } from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { dwellingsOf, type WantedVisit } from '../../domain/appointments/dwellings.ts';
import { DomainError } from '../../domain/errors.ts';
import { spreadOf } from '../../domain/lifecycle/ball.ts';
import type { CompletionResult } from '../../domain/lifecycle/facts.ts';
import { orderActor, orderAudiences } from '../../domain/rights/order.ts';
import { ticketAudiences } from '../../domain/rights/ticket.ts';
import {
  actorOf,
  approvalLimit,
  contractor,
  employee,
  mayAct,
  orderLink,
  owner,
  resident,
  ticketLink,
  type Viewer,
} from '../../domain/rights.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { byManagement as reservedOnOrder } from '../../domain/workOrder/check.ts';
import { type OrderCommand, orderCommand } from '../../domain/workOrder/commands.ts';
import { carryOut, saidBefore } from '../commands/act.ts';
import { hold, sayNow, sendNow, takeBack } from '../commands/hold.ts';
import { fileIds, words } from '../commands/said.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { orderView } from '../views/order.ts';

/** That a firm is to be asked although it is on vacation: its clock stands still until it is back. */
const despiteAway = z.boolean().default(false);

/** What whoever opens the door may do about its date. */
const dwellingActs: ReadonlySet<OrderCommand['type']> = new Set([
  'pickSlot',
  'counterSlots',
  'moveAppointment',
  'missAppointment',
]);

export const ordersRouter = router({
  /** Places an order for tickets of one property and offers it to the contractors one after the other. */
  place: procedure(employee())
    .input(
      z.object({
        orderId: z.uuid(),
        commandId: z.uuid(),
        tickets: z.array(z.uuid()).min(1).max(30),
        /** The orders that the caller saw running for them: a ticket that another one took meanwhile refuses. */
        besides: z.array(z.uuid()).max(100).default([]),
        contractors: z.array(z.uuid()).min(1).max(10),
        needsAppointment: z.boolean(),
        clientKind: z.enum(['ownersAssociation', 'owner', 'landlord', 'workspace']).optional(),
        title: z.string().trim().min(3).max(120),
        instructions: words.default(''),
        limitCents: z.int().min(0).max(100_000_000).nullable().default(null),
        despiteAway,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const actor = actorOf(ctx.viewer);
      // A ticket named twice is meant once: it must not be visited twice.
      const tickets = [...new Set(input.tickets)];
      const records = await Promise.all(tickets.map((id) => ticketRecord(ctx.workspace, id)));
      const [first] = records;
      if (!actor || !first) throw new DomainError('notFound');
      for (const record of records) {
        if (!record || !mayAct(ctx.viewer, 'order', record.propertyId)) throw new DomainError('notFound');
        if (record.propertyId !== first.propertyId) throw new DomainError('badInput');
        if (record.phase === 'closed') throw new DomainError('closed');
      }
      assertWithinLimit(ctx.viewer, first.propertyId, input.limitCents);
      const known = await ctx.workspace.query('select id from contractor where active and id = any($1::uuid[])', [
        input.contractors,
      ]);
      if (known.length !== new Set(input.contractors).size) throw new DomainError('notFound');
      const away = await knownAway(ctx.workspace, input.contractors, input.despiteAway);
      const clients = await clientsOf(ctx.workspace, first.id);
      const client = clients.find(({ kind }) => kind === input.clientKind) ?? clients[0];
      if (!client) throw new DomainError('badInput');
      const { urgency } = first;
      const policy = await policyVersions.live(ctx.workspace);
      const command: StoredCommand = {
        id: input.commandId,
        noun: 'workOrder',
        subjectId: input.orderId,
        type: 'place',
        actor,
        at: toInstant(Date.now()),
        facts: {
          policy,
          spread: spreadOf(input.orderId),
          // Which of the policy's rules are meant; the order itself does not need it.
          category: first.category,
          urgency,
          federalState: first.federalState,
          tickets,
          contractors: [...new Set(input.contractors)],
          besides: input.besides,
          ...(away.length > 0 && { away }),
          appointments: input.needsAppointment ? visits(records).map((visit) => ({ id: randomUUID(), ...visit })) : [],
        },
        words: input.instructions ? { text: input.instructions } : {},
        files: [],
      };
      let number = '';
      const answer = await carryOut(ctx, command, async (q) => {
        number = await insertOrder(q, command, {
          propertyId: first.propertyId,
          client,
          invoiceTo: client,
          title: input.title,
          instructions: input.instructions,
          limitCents: input.limitCents,
          urgency,
          policy,
          tickets,
        });
      });
      return { ...answer, orderId: input.orderId, number };
    }),

  /** An order's folder, as far as the caller has to do with it; without an id the one of the link that was shown. */
  get: procedure(employee(), contractor, orderLink)
    .input(z.object({ id: z.uuid().nullable() }))
    .query(({ ctx, input }) => {
      const id = input.id ?? (ctx.viewer.kind === 'orderLink' ? ctx.viewer.orderId : undefined);
      if (id === undefined) throw new DomainError('notFound');
      return orderView(ctx.workspace, ctx.viewer, id);
    }),

  /** The orders of the signed-in contractor. */
  mine: procedure(contractor).query(({ ctx }) => {
    if (ctx.viewer.kind !== 'contractor') throw new DomainError('forbidden');
    return ordersOfContractors(ctx.workspace, ctx.viewer.contractorIds);
  }),

  /**
   * An act on an order: by the contractor, the management, or whoever opens the door, about the date. What a contractor
   * says is held for half a minute in which it can be taken back.
   */
  act: procedure(employee(), contractor, orderLink, resident, owner, ticketLink)
    .input(
      z.object({
        orderId: z.uuid(),
        commandId: z.uuid(),
        command: orderCommand,
        despiteAway,
        text: words.optional(),
        files: fileIds,
        /** What a contractor says in the same breath: the dates to an acceptance, those of the other dwellings. */
        also: z
          .array(z.object({ commandId: z.uuid(), command: orderCommand }))
          .max(30)
          .default([]),
        /** That a contractor does not want to be able to take it back: nothing is held. */
        now: z.boolean().default(false),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { command } = input;
      const { workspace, viewer } = ctx;
      const facts = await orderFacts(workspace, input.orderId);
      if (!facts) throw new DomainError('notFound');
      const actor = orderActor(viewer, facts);
      const said = [command, ...input.also.map((other) => other.command)];
      if (!actor || said.some(({ type }) => type === 'place')) throw new DomainError('badInput');
      const byContractor = viewer.kind === 'contractor' || viewer.kind === 'orderLink';
      if (input.also.length > 0 && !byContractor) throw new DomainError('badInput');
      if (orderAudiences(viewer, facts).length === 0) {
        const mayAboutDate =
          dwellingActs.has(command.type) &&
          'appointment' in command &&
          (await opensTheDoor(ctx, input.orderId, command.appointment));
        if (!mayAboutDate) {
          const before = await saidBefore(ctx, { id: input.commandId, subjectId: input.orderId, actor });
          if (!before) throw new DomainError('notFound');
          return before;
        }
      } else if (viewer.kind === 'employee') {
        const act = command.type === 'acceptWork' ? 'acceptWork' : 'order';
        if (!mayAct(viewer, act, facts.propertyId)) throw new DomainError('forbidden');
        // Who gives it to another firm places it anew.
        if (command.type === 'offer') assertWithinLimit(viewer, facts.propertyId, facts.limitCents);
      } else if (said.some(({ type }) => reservedOnOrder.has(type))) throw new DomainError('forbidden');
      if (['ask', 'answer'].includes(command.type) && !input.text) throw new DomainError('reasonNeeded');
      if (said.some(({ type }) => type === 'invoice') && input.files.length === 0)
        throw new DomainError('invoiceMissing');
      const unfinished =
        command.type === 'complete' &&
        (command.results ?? [command]).some(({ result }: { result: CompletionResult }) => result !== 'done');
      if (unfinished && !input.text) throw new DomainError('reasonNeeded');
      const { type, ...rest } = command;
      const away =
        command.type === 'offer' ? await knownAway(workspace, command.contractors, input.despiteAway) : undefined;
      const stored: StoredCommand = {
        id: input.commandId,
        noun: 'workOrder',
        subjectId: input.orderId,
        type,
        actor,
        at: toInstant(Date.now()),
        facts: away ? { ...rest, away } : rest,
        words: input.text ? { text: input.text } : {},
        files: input.files,
        link: viewer.kind === 'orderLink' || viewer.kind === 'ticketLink' ? viewer.kind : null,
      };
      if (!byContractor) return carryOut(ctx, stored);
      const more = input.also.map(({ commandId, command: { type: kind, ...its } }) => ({
        ...stored,
        id: commandId,
        type: kind,
        facts: its,
        words: {},
        files: [],
      }));
      return input.now ? sayNow(ctx, [stored, ...more]) : hold(ctx, [stored, ...more]);
    }),

  /** Sends at once what the contractor said last and could still take back. */
  sendNow: procedure(contractor, orderLink)
    .input(z.object({ orderId: z.uuid() }))
    .mutation(async ({ ctx, input }) => sendNow(ctx, await holderOf(ctx, input.orderId))),

  /** Takes back what the contractor said last, while nobody has been told of it. */
  takeBack: procedure(contractor, orderLink)
    .input(z.object({ orderId: z.uuid(), commandId: z.uuid() }))
    .mutation(async ({ ctx, input }) => takeBack(ctx, await holderOf(ctx, input.orderId), input.commandId)),

  /** What dates were offered to the dwellings of an order, with the proof of sending and what came of it. */
  offers: procedure(employee())
    .input(z.object({ orderId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const facts = await orderFacts(ctx.workspace, input.orderId);
      if (!facts || !mayAct(ctx.viewer, 'see', facts.propertyId)) throw new DomainError('notFound');
      return accessOffers(ctx.workspace, input.orderId);
    }),

  /** The open tickets of the same property that one order could be for too, those of the same trade first. */
  together: procedure(employee())
    .input(z.object({ ticketId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      if (!facts || !mayAct(ctx.viewer, 'order', facts.propertyId)) throw new DomainError('notFound');
      return orderableWith(ctx.workspace, input.ticketId);
    }),

  /** The orders of a ticket, for choosing among them. */
  ofTicket: procedure(employee())
    .input(z.object({ ticketId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      if (!facts || !mayAct(ctx.viewer, 'see', facts.propertyId)) throw new DomainError('notFound');
      const orders = await ordersOfTicket(ctx.workspace, input.ticketId);
      return orders.map(({ id, number, title, phase, contractor: name }) => ({
        id,
        number,
        title,
        phase,
        contractor: name,
      }));
    }),
});

/** The caller as the firm that is asked or works on an order. Throws `notFound` for everybody else. */
async function holderOf({ workspace, viewer }: RequestContext, orderId: string): Promise<Holder> {
  const facts = await orderFacts(workspace, orderId);
  if (!facts?.contractorId || orderAudiences(viewer, facts).length === 0) throw new DomainError('notFound');
  return {
    noun: 'workOrder',
    subjectId: orderId,
    actor: { kind: 'contractor', id: facts.contractorId },
    link: viewer.kind === 'orderLink' ? viewer.kind : null,
  };
}

/**
 * When the firms that are to be asked are away. Throws `contractorAway {until}` where one of them is today and nobody has
 * said that it is to be asked all the same.
 */
async function knownAway(workspace: Workspace, contractors: readonly string[], despite: boolean) {
  const away = await daysAway(workspace, contractors);
  const { day } = berlinClock(toInstant(Date.now()));
  const now = away.find(({ from }) => from <= day);
  if (now && !despite) throw new DomainError('contractorAway', { until: now.until });
  return away;
}

/** Refuses to place an order that may cost more than the viewer's limit, or that nobody has limited. */
function assertWithinLimit(viewer: Viewer, propertyId: string, limitCents: number | null): void {
  if (mayAct(viewer, 'order', propertyId, limitCents)) return;
  throw new DomainError('overLimit', { limitCents: approvalLimit(viewer, 'order', propertyId) ?? 0 });
}

function visits(records: readonly (TicketRecord | undefined)[]): WantedVisit[] {
  return dwellingsOf(
    records.flatMap((record) =>
      record
        ? {
            id: record.id,
            place: record.place,
            unitId: record.unitId,
            reported: (record.reporterId ?? record.unconfirmedId) !== null,
          }
        : [],
    ),
  );
}

/** Whether the caller is the one with whom this appointment is to be found: the reporter of its ticket. */
async function opensTheDoor(
  { workspace, viewer }: Parameters<typeof carryOut>[0],
  orderId: string,
  appointmentId: string,
): Promise<boolean> {
  const [row] = await workspace.query<{ ticketId: string }>(
    'select ticket_id as "ticketId" from appointment where id = $1 and order_id = $2',
    [appointmentId, orderId],
  );
  const facts = row ? await ticketFacts(workspace, row.ticketId) : undefined;
  return facts !== undefined && ticketAudiences(viewer, facts).includes('reporter');
}
