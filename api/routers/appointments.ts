import { z } from 'zod';
import { type Feed, feedsOf, feedToken, makeFeed, removeFeed, renewFeed } from '../../db/feeds.ts';
import { appointmentRows } from '../../db/queries/appointments.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { employee, mayWorkOn } from '../../domain/rights.ts';
import { employeeIn } from '../employee.ts';
import { procedure, router } from '../trpc.ts';

/** The longest time that is shown at once: a month with the weeks around it. */
const DAYS_MOST = 62;

const id = z.uuid().nullable().default(null);

/** A feed as its owner sees it, with the path of its address. */
const withPath = (workspace: Workspace, { generation, ...feed }: Feed) => ({
  ...feed,
  path: `/api/calendar/${feedToken(workspace.key, { id: feed.id, generation })}.ics`,
});

export const appointmentsRouter = router({
  /** The appointments that begin within a time, at most two months, of all or of one property, contractor, employee. */
  calendar: procedure(employee())
    .input(
      z
        .object({ from: z.iso.datetime(), to: z.iso.datetime(), property: id, contractor: id, assignee: id })
        .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= DAYS_MOST * 86_400_000),
    )
    .query(({ ctx, input: { from, to, ...filter } }) =>
      appointmentRows(ctx.workspace, employeeIn(ctx).rights, filter, [from, to]),
    ),

  /** The caller's calendar feeds with their secret addresses. */
  feeds: procedure(employee()).query(async ({ ctx }) => {
    const feeds = await feedsOf(ctx.workspace, employeeIn(ctx).personId);
    return feeds.map((feed) => withPath(ctx.workspace, feed));
  }),

  /** Makes a feed of everything, of a property, a contractor, or an employee's tickets; the known one comes again. */
  makeFeed: procedure(employee())
    .input(
      z
        .object({ kind: z.enum(['all', 'assignee', 'property', 'contractor']), subjectId: id })
        .refine(({ kind, subjectId }) => (kind === 'all') === (subjectId === null)),
    )
    .mutation(async ({ ctx, input }) => {
      const { personId, rights } = employeeIn(ctx);
      const { kind, subjectId } = input;
      if (kind === 'property' && subjectId && !mayWorkOn(rights, subjectId)) throw new DomainError('notFound');
      if (subjectId && !(await isThere(ctx.workspace, kind, subjectId))) throw new DomainError('notFound');
      return withPath(ctx.workspace, await makeFeed(ctx.workspace, personId, input));
    }),

  /** Gives a feed another address; the old one is dead from now on. */
  renewFeed: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) =>
      withPath(ctx.workspace, await renewFeed(ctx.workspace, employeeIn(ctx).personId, input.id)),
    ),

  /** Ends a feed; its address is dead from now on. */
  removeFeed: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => removeFeed(ctx.workspace, employeeIn(ctx).personId, input.id)),
});

async function isThere(workspace: Workspace, kind: string, subjectId: string): Promise<boolean> {
  const tables: Record<string, string> = {
    property: 'property where id',
    contractor: 'contractor where id',
    assignee: 'employee where person_id',
  };
  const rows = await workspace.query(`select from ${tables[kind]} = $1`, [subjectId]);
  return rows.length > 0;
}
