import { z } from 'zod';
import { ticketFacts } from '../../db/access.ts';
import { withKinds } from '../../db/queries/categories.ts';
import { deskIds, deskPage, holderGroups } from '../../db/queries/desk.ts';
import { removeView, savedViews, saveView, star } from '../../db/queries/saved-views.ts';
import { personName, search } from '../../db/queries/search.ts';
import { deskFilter, deskView } from '../../domain/desk/schema.ts';
import { DomainError } from '../../domain/errors.ts';
import { ticketAudiences } from '../../domain/rights/ticket.ts';
import { employee, mayAct } from '../../domain/rights.ts';
import { addDays, berlinClock, berlinInstant, toInstant } from '../../domain/time/berlin.ts';
import { employeeIn } from '../employee.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

/** How many tickets one act can be about at once. */
export const TOGETHER_MOST = 1_000;

/** The end of today in Berlin. */
export function endOfToday(): string {
  return berlinInstant(addDays(berlinClock(toInstant(Date.now())).day, 1), 0);
}

/** By whom a view is saved: who sets things for all may also change what others share. */
const keeper = (ctx: RequestContext) => ({
  personId: employeeIn(ctx).personId,
  forAll: mayAct(ctx.viewer, 'settings'),
});

export const deskRouter = router({
  /** Lines of the desk in their order, with how many each tab holds. */
  rows: procedure(employee())
    .input(
      deskFilter.extend({
        limit: z.int().min(1).max(200).default(100),
        offset: z.int().min(0).max(100_000).default(0),
      }),
    )
    .query(async ({ ctx, input: { limit, offset, ...filter } }) => {
      const slice = { endOfToday: endOfToday(), limit, offset };
      const { rows, counts } = await deskPage(ctx.workspace, employeeIn(ctx), filter, slice);
      return { rows: await withKinds(ctx.workspace, rows), counts };
    }),

  /** The tickets that a filter leaves, in their order, for an act on all of them; the first thousand. */
  ids: procedure(employee())
    .input(deskFilter)
    .query(({ ctx, input }) =>
      deskIds(ctx.workspace, employeeIn(ctx), input, {
        endOfToday: endOfToday(),
        limit: TOGETHER_MOST,
        offset: 0,
      }),
    ),

  /** Who has the ball of the open tickets, since when and until when. */
  holders: procedure(employee())
    .input(z.object({ property: z.uuid().nullable().default(null) }))
    .query(({ ctx, input }) => holderGroups(ctx.workspace, employeeIn(ctx).rights, input.property)),

  /** Tickets, people, properties, projects and votes by any part of their words. */
  search: procedure(employee())
    .input(z.object({ text: z.string().trim().max(100), limit: z.int().min(1).max(20).default(8) }))
    .query(({ ctx, input }) => search(ctx.workspace, employeeIn(ctx).rights, input.text, input.limit)),

  /** The name of a person to whom the desk is narrowed. */
  person: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const name = await personName(ctx.workspace, employeeIn(ctx).rights, input.id);
      if (name === undefined) throw new DomainError('notFound');
      return { name };
    }),

  /** The caller's saved views, and those that others share. */
  views: procedure(employee()).query(({ ctx }) => savedViews(ctx.workspace, employeeIn(ctx).personId)),

  /** Saves a view under a name, for oneself or for all. */
  saveView: procedure(employee())
    .input(
      z.object({
        id: z.uuid(),
        name: z.string().trim().min(1).max(60),
        shared: z.boolean().default(false),
        view: deskView,
      }),
    )
    .mutation(({ ctx, input: { view, ...input } }) => saveView(ctx.workspace, keeper(ctx), { ...input, body: view })),

  /** Takes a saved view away. */
  removeView: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => removeView(ctx.workspace, keeper(ctx), input.id)),

  /** Keeps an eye on a ticket, or no longer. */
  star: procedure(employee())
    .input(z.object({ ticketId: z.uuid(), starred: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      if (!facts || ticketAudiences(ctx.viewer, facts).length === 0) throw new DomainError('notFound');
      await star(ctx.workspace, employeeIn(ctx).personId, input.ticketId, input.starred);
    }),
});
