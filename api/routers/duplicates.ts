import { z } from 'zod';
import { ticketFacts } from '../../db/access.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { placesOfPerson } from '../../db/queries/directory.ts';
import { type Candidate, candidate, copiedIds, copyFiles, openOfBuilding } from '../../db/queries/duplicates.ts';
import { ticketRecord } from '../../db/queries/tickets.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, employee, mayAct, owner, resident, type Viewer } from '../../domain/rights.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import { SAME, sameness } from '../../domain/ticket/similar.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { carryOut } from '../commands/act.ts';
import { takeReport } from '../commands/report.ts';
import { fileIds, words } from '../commands/said.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { isForAll, offeredTo, ranked, reportedOf } from '../views/offered.ts';

/** How many are offered to the office at once. */
const OFFICE_OFFERED = 8;

function personIn(viewer: Viewer): string {
  if (viewer.kind !== 'person') throw new DomainError('forbidden');
  return viewer.personId;
}

/** Whether the person lives in or owns something in the building. */
async function isAtHome({ workspace }: RequestContext, personId: string, buildingId: string): Promise<boolean> {
  const places = await placesOfPerson(workspace, personId);
  return places.some((place) => place.buildingId === buildingId);
}

/** Whether somebody who is known may join a ticket: not their own, nor one that they follow already. */
function isOffered(found: Candidate, personId: string): boolean {
  const { reporterId, followers } = found;
  if (!isForAll(found) || reporterId === personId) return false;
  return !followers.some(({ kind, id }) => kind === 'person' && id === personId);
}

async function actOn(
  ctx: RequestContext,
  { ticketId, commandId, text }: { ticketId: string; commandId: string; text?: string | undefined },
  { type, ...facts }: TicketCommand,
) {
  const actor = actorOf(ctx.viewer);
  if (!actor) throw new DomainError('signInNeeded');
  const command: StoredCommand = {
    id: commandId,
    noun: 'ticket',
    subjectId: ticketId,
    type,
    actor,
    at: toInstant(Date.now()),
    facts,
    words: text ? { text } : {},
    files: [],
  };
  return carryOut(ctx, command);
}

export const duplicatesRouter = router({
  /**
   * What of the same building may be what somebody is about to report: kind, place, when and by how many, nothing of
   * what they wrote nor who they are.
   */
  offered: procedure(resident, owner)
    .input(
      z.object({
        buildingId: z.uuid(),
        place: z.enum(['unit', 'common']),
        category: z.string().max(60),
        words: z.string().max(6_000).default(''),
      }),
    )
    .query(async ({ ctx, input }) => {
      const personId = personIn(ctx.viewer);
      if (!(await isAtHome(ctx, personId, input.buildingId))) throw new DomainError('forbidden');
      return offeredTo(ctx.workspace, input, (found) => isOffered(found, personId));
    }),

  /** Joins a ticket instead of reporting the same again: told of the end, and free to leave. */
  follow: procedure(resident, owner)
    .input(z.object({ ticketId: z.uuid(), commandId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const personId = personIn(ctx.viewer);
      const found = await candidate(ctx.workspace, input.ticketId);
      const known = found?.followers.some(({ id }) => id === personId);
      if (!found || !(known || isOffered(found, personId)) || !(await isAtHome(ctx, personId, found.buildingId)))
        throw new DomainError('notFound');
      const answer = await actOn(ctx, input, { type: 'follow' });
      return { ...answer, number: found.number };
    }),

  /** The open tickets that one may be the same as, most alike first; for merging. */
  of: procedure(employee())
    .input(z.object({ ticketId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const found = await candidate(ctx.workspace, input.ticketId);
      if (!found || !mayAct(ctx.viewer, 'see', found.propertyId)) throw new DomainError('notFound');
      const open = found.buildingId ? await openOfBuilding(ctx.workspace, found.buildingId) : [];
      const others = open.filter(({ id }) => id !== found.id);
      return ranked(others, reportedOf(found), SAME / 2)
        .slice(0, OFFICE_OFFERED)
        .map((other) => ({
          id: other.id,
          number: other.number,
          title: other.title,
          category: other.category,
          street: other.street,
          unit: other.unit,
          place: other.place,
          phase: other.phase,
          reporter: other.reporter,
          reportedAt: other.reportedAt,
          people: other.people,
          alike: sameness(reportedOf(found), reportedOf(other)) >= SAME,
        }));
    }),

  /** Has another ticket of the same property lead this one, which ends; its reporter follows from there. */
  merge: procedure(employee())
    .input(
      z.object({
        ticketId: z.uuid(),
        into: z.uuid(),
        commandId: z.uuid(),
        text: z.string().trim().max(5_000).optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const [one, leading] = await Promise.all([
        ticketFacts(ctx.workspace, input.ticketId),
        candidate(ctx.workspace, input.into),
      ]);
      const own = await candidate(ctx.workspace, input.ticketId);
      if (!one || !own || !leading || !mayAct(ctx.viewer, 'triage', one.propertyId)) throw new DomainError('notFound');
      if (leading.propertyId !== one.propertyId) throw new DomainError('badInput');
      if (leading.phase === 'closed') throw new DomainError('closed');
      const answer = await actOn(ctx, input, {
        type: 'merge',
        into: leading.id,
        number: leading.number,
        own: own.number,
      });
      return { ...answer, number: leading.number };
    }),

  /**
   * Takes a part of a ticket out into a new one: chosen words and pictures, with the same place and reporter. What was
   * said stays where it was said.
   */
  split: procedure(employee())
    .input(
      z.object({
        ticketId: z.uuid(),
        newTicketId: z.uuid(),
        commandId: z.uuid(),
        splitCommandId: z.uuid(),
        category: z.string().max(60),
        place: z.enum(['unit', 'common']),
        title: z.string().trim().min(3).max(120),
        description: words.default(''),
        files: fileIds,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const actor = actorOf(ctx.viewer);
      const [from, record] = await Promise.all([
        candidate(ctx.workspace, input.ticketId),
        ticketRecord(ctx.workspace, input.ticketId),
      ]);
      if (!actor || !from || !record || !mayAct(ctx.viewer, 'triage', record.propertyId))
        throw new DomainError('notFound');
      if (record.phase === 'closed') throw new DomainError('closed');
      const { newTicketId, commandId, category, place, title, description } = input;
      const taken = await takeReport(
        ctx,
        {
          ticketId: newTicketId,
          commandId,
          buildingId: from.buildingId,
          unitId: record.unitId,
          place,
          category,
          answers: {},
          urgency: record.urgency,
          title,
          description,
          accessWishes: record.accessWishes,
          files: copiedIds(newTicketId, input.files),
        },
        {
          actor,
          reporterId: record.reporterId,
          unconfirmedId: record.unconfirmedId,
          before: (q) => copyFiles(q, { from: input.ticketId, to: newTicketId, files: input.files, actor }),
        },
      );
      const told = { ticketId: input.ticketId, commandId: input.splitCommandId };
      const answer = await actOn(ctx, told, { type: 'split', into: newTicketId, number: taken.number });
      return { ...answer, newTicketId, number: taken.number };
    }),
});
