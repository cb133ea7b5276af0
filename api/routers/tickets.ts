import { z } from 'zod';
import { ticketFacts } from '../../db/access.ts';
import { accessOffers } from '../../db/queries/access-offers.ts';
import { bindReporter, bindSuggestions } from '../../db/queries/binding.ts';
import { withKinds } from '../../db/queries/categories.ts';
import { clientsOf, propertyLimitOf } from '../../db/queries/clients.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { placeOf, placesOfPerson } from '../../db/queries/directory.ts';
import { knownAmong } from '../../db/queries/people.ts';
import { ticketRecord, ticketsOfPerson } from '../../db/queries/tickets.ts';
import { rolesOfPerson } from '../../db/sessions.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Audience } from '../../domain/lifecycle/outcome.ts';
import {
  actorOnTicket,
  mayAnswer,
  onlyWorksOn,
  type TicketFacts,
  ticketAudiences,
} from '../../domain/rights/ticket.ts';
import { actorOf, employee, mayAct, mayWorkOn, owner, resident, ticketLink } from '../../domain/rights.ts';
import { byManagement as reservedOnTicket } from '../../domain/ticket/check.ts';
import { type TicketCommand, ticketCommand, type VisitCommand } from '../../domain/ticket/commands.ts';
import { dwellingActs } from '../../domain/ticket/visits.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { carryOut } from '../commands/act.ts';
import { saidOnTicket } from '../commands/held-acts.ts';
import { hold, sayNow } from '../commands/hold.ts';
import { report, takeReport } from '../commands/report.ts';
import { fileIds, words } from '../commands/said.ts';
import { propertiesIn } from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { isOnlooker, ticketView } from '../views/ticket.ts';

export const ticketsRouter = router({
  /** One ticket's page, as far as the caller has to do with it. */
  get: procedure(employee(), resident, owner, ticketLink)
    .input(z.object({ id: z.uuid().nullable() }))
    .query(({ ctx, input }) => {
      // Whoever holds a link need not know the ticket's id: the link names it.
      const id = input.id ?? (ctx.viewer.kind === 'ticketLink' ? ctx.viewer.ticketId : undefined);
      if (id === undefined) throw new DomainError('notFound');
      return ticketView(ctx.workspace, ctx.viewer, id);
    }),

  /** The caller's own tickets. */
  mine: procedure(resident, owner).query(async ({ ctx }) => {
    if (ctx.viewer.kind !== 'person') throw new DomainError('forbidden');
    const rows = await ticketsOfPerson(ctx.workspace, ctx.viewer.personId);
    return withKinds(ctx.workspace, rows);
  }),

  /** The units that the caller can report for. */
  places: procedure(resident, owner).query(({ ctx }) => {
    if (ctx.viewer.kind !== 'person') throw new DomainError('forbidden');
    return placesOfPerson(ctx.workspace, ctx.viewer.personId);
  }),

  /** A report by a signed-in resident or owner, for a place of theirs. */
  report: procedure(resident, owner)
    .input(report)
    .mutation(async ({ ctx, input }) => {
      if (ctx.viewer.kind !== 'person') throw new DomainError('forbidden');
      const { personId } = ctx.viewer;
      const places = await placesOfPerson(ctx.workspace, personId);
      const theirs = places.some(
        (place) => place.buildingId === input.buildingId && (!input.unitId || place.unitId === input.unitId),
      );
      if (!theirs) throw new DomainError('forbidden');
      return takeReport(ctx, input, {
        actor: { kind: 'person', id: personId },
        reporterId: personId,
        unconfirmedId: null,
      });
    }),

  /** A report that an employee writes down, for a resident (who phoned) or for the management itself. */
  create: procedure(employee())
    .input(report.extend({ reporterId: z.uuid().nullable().default(null) }))
    .mutation(async ({ ctx, input }) => {
      const place = await placeOf(ctx.workspace, input.buildingId, input.unitId);
      if (!place || !mayAct(ctx.viewer, 'triage', place.propertyId)) throw new DomainError('forbidden');
      const actor = actorOf(ctx.viewer);
      if (!actor) throw new DomainError('signInNeeded');
      return takeReport(ctx, input, { actor, reporterId: input.reporterId, unconfirmedId: null, at: place });
    }),

  /**
   * An act on a ticket: whether it may be done now is the workflow's answer, who may come near it is decided here. What a
   * firm answers is held for half a minute in which it can be taken back.
   */
  act: procedure(employee(), resident, owner, ticketLink)
    .input(
      z.object({
        ticketId: z.uuid(),
        commandId: z.uuid(),
        command: ticketCommand,
        text: words.optional(),
        files: fileIds,
        /** That a firm does not want to be able to take it back: nothing is held. */
        now: z.boolean().default(false),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { command } = input;
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      const as = facts ? ticketAudiences(ctx.viewer, facts) : [];
      const actor = facts && actorOnTicket(ctx.viewer, facts);
      if (!facts || !actor || as.length === 0 || onlyWorksOn(ctx.viewer, as)) throw new DomainError('notFound');
      if (isOnlooker(as) && command.type !== 'unfollow') throw new DomainError('forbidden');
      if (actor.kind === 'contractor' && command.type !== 'answer') throw new DomainError('forbidden');
      // Those that name another ticket, or rest on what the rows say, have procedures of their own.
      if (['report', 'merge', 'split', 'follow', 'retract'].includes(command.type)) throw new DomainError('badInput');
      if (ctx.viewer.kind === 'employee') {
        const internal = command.type === 'note' || command.type === 'answer';
        const act = command.type === 'decideApproval' ? 'approve' : internal ? 'note' : 'triage';
        if (!mayAct(ctx.viewer, act, facts.propertyId)) throw new DomainError('forbidden');
      } else if (reservedOnTicket.has(command.type)) throw new DomainError('forbidden');
      else if (command.type === 'ask' && command.to.role !== 'management') throw new DomainError('forbidden');
      else if (command.type === 'reopen' && !as.includes('reporter')) throw new DomainError('forbidden');
      else if (command.type === 'answer' || command.type === 'decideApproval') {
        const record = await ticketRecord(ctx.workspace, input.ticketId);
        const asked = record?.state?.asked.find(({ id }) => id === command.question);
        // One that is answered already is the rules' to refuse, so that a repeated answer is told the same.
        if (asked && !mayAnswer(ctx.viewer, as, asked.to)) throw new DomainError('forbidden');
      }
      if ('appointment' in command) await assertAboutVisit(ctx, facts, as, command);
      if (command.type === 'seekApproval' && facts.ownerIds.length === 0) throw new DomainError('addresseeUnknown');
      if (needsText(command) && !input.text) throw new DomainError('reasonNeeded');
      const { type, ...rest } = command;
      const stored: StoredCommand = {
        id: input.commandId,
        noun: 'ticket',
        subjectId: input.ticketId,
        type,
        actor,
        at: toInstant(Date.now()),
        facts: rest,
        words: input.text ? { text: input.text } : {},
        files: input.files,
        link: ctx.viewer.kind === 'ticketLink' ? 'ticketLink' : null,
      };
      if (actor.kind !== 'contractor') return carryOut(ctx, stored);
      return input.now ? sayNow(ctx, [stored]) : hold(ctx, [stored]);
    }),

  ...saidOnTicket,

  /** What dates were offered for visits of ours, with the proof of sending and what came of it. */
  offers: procedure(employee())
    .input(z.object({ ticketId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      if (!facts || !mayAct(ctx.viewer, 'see', facts.propertyId)) throw new DomainError('notFound');
      return accessOffers(ctx.workspace, input.ticketId);
    }),

  /**
   * Says who the unconfirmed reporter of a ticket is: from now on the ticket is that person's, as if they had signed in
   * to report it. What they do goes on under the name that reported.
   */
  bind: procedure(employee('triage'))
    .input(z.object({ ticketId: z.uuid(), personId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      const actor = actorOf(ctx.viewer);
      if (!facts || !actor || !mayAct(ctx.viewer, 'triage', facts.propertyId)) throw new DomainError('notFound');
      const known = await knownAmong(ctx.workspace, propertiesIn(ctx, 'triage'), [input.personId]);
      if (!known.has(input.personId)) throw new DomainError('notFound');
      const { revision } = await ctx.workspace.transaction((q) => bindReporter(q, { ...input, actor }));
      const notice = { workspaceId: ctx.workspace.id, id: input.ticketId, revision };
      await ctx.services.workspaces.notify([
        { ...notice, topic: 'ticket' },
        { ...notice, topic: 'desk' },
      ]);
    }),

  /** Who could be the unconfirmed reporter of a ticket, the surest first. */
  bindSuggestions: procedure(employee('triage'))
    .input(z.object({ ticketId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      if (!facts || !mayAct(ctx.viewer, 'triage', facts.propertyId)) throw new DomainError('notFound');
      return bindSuggestions(ctx.workspace, propertiesIn(ctx, 'triage'), input.ticketId);
    }),

  /**
   * Who can be the client of an order for this ticket, the usual one first, and up to what amount the management orders for
   * it without asking: an association or a landlord has a limit at the property, the others decide by themselves.
   */
  clients: procedure(employee())
    .input(z.object({ ticketId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      if (!facts || !mayAct(ctx.viewer, 'order', facts.propertyId)) throw new DomainError('notFound');
      const [clients, limitCents] = await Promise.all([
        clientsOf(ctx.workspace, input.ticketId),
        propertyLimitOf(ctx.workspace, input.ticketId),
      ]);
      const isAsked = (kind: string) => kind === 'ownersAssociation' || kind === 'landlord';
      return clients.map((client) => ({ ...client, freeUpToCents: isAsked(client.kind) ? limitCents : null }));
    }),
});

/**
 * Refuses acts on a visit by who does not open its door, and a visit that is to be made by nobody of ours, or to a flat
 * whose owner nobody knows.
 */
async function assertAboutVisit(
  { workspace, viewer }: RequestContext,
  { id, propertyId, ownerIds }: TicketFacts,
  as: readonly Audience[],
  command: VisitCommand,
): Promise<void> {
  if (viewer.kind !== 'employee') {
    if (!dwellingActs.has(command.type)) throw new DomainError('forbidden');
    const visits = (await ticketRecord(workspace, id))?.state?.visits;
    const door = visits?.find((visit) => visit.id === command.appointment)?.with.role;
    // What is not there is the rules' to refuse.
    if (door && !as.some((who) => who === door)) throw new DomainError('forbidden');
  }
  if (command.type !== 'arrangeVisit') return;
  if (command.with === 'owner' && ownerIds.length === 0) throw new DomainError('addresseeUnknown');
  const roles = await rolesOfPerson(workspace, command.visitor, 'management');
  if (!roles?.employee || !mayWorkOn(roles.employee, propertyId)) throw new DomainError('addresseeUnknown');
}

/** Acts that say nothing without words. */
export function needsText(command: TicketCommand): boolean {
  if (command.type === 'reject') return command.reason === 'other';
  if (command.type === 'decideApproval') return !command.given;
  return ['ask', 'answer', 'note', 'dispute', 'demandRework', 'holdVisit'].includes(command.type);
}
