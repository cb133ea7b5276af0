import { z } from 'zod';
import { knownAmong } from '../../db/queries/people.ts';
import {
  countUnbound,
  decideReporter,
  reporterDecisions,
  unboundReporters,
  undoDecision,
} from '../../db/queries/reporters.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, employee } from '../../domain/rights.ts';
import { propertiesIn } from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const office = employee('triage');
const PAGE = 50;
const DECISIONS = 10;
/** Who reports every day for years. */
const REPORTS_MOST = 500;

function actorIn(ctx: RequestContext) {
  const actor = actorOf(ctx.viewer);
  if (!actor) throw new DomainError('forbidden');
  return actor;
}

/** Lets the pages of these tickets, and the office's lists, ask again. */
async function tell(ctx: RequestContext, tickets: readonly { ticketId: string; revision: number }[]): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.services.workspaces.notify(
    tickets.flatMap(({ ticketId: id, revision }) =>
      (['ticket', 'desk'] as const).map((topic) => ({ workspaceId, topic, id, revision })),
    ),
  );
}

/** Those who reported by a house's link without proof: who they are. */
export const reportersRouter = router({
  /** Who belongs to nobody yet, with who it could be, and what was decided last. */
  list: procedure(office)
    .input(z.object({ offset: z.int().min(0).max(100_000).default(0) }))
    .query(async ({ ctx, input }) => {
      const properties = propertiesIn(ctx, 'triage');
      const [count, reporters, decisions] = await Promise.all([
        countUnbound(ctx.workspace, properties),
        unboundReporters(ctx.workspace, properties, { limit: PAGE, ...input }),
        reporterDecisions(ctx.workspace, properties, DECISIONS),
      ]);
      return { count, reporters, decisions };
    }),

  /** All reports of somebody become a person's, or nobody's of the house (`personId` null). The id is the caller's. */
  decide: procedure(office)
    .input(
      z.object({
        id: z.uuid(),
        reporterIds: z.array(z.uuid()).min(1).max(REPORTS_MOST),
        personId: z.uuid().nullable(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const properties = propertiesIn(ctx, 'triage');
      if (input.personId !== null) {
        const known = await knownAmong(ctx.workspace, properties, [input.personId]);
        if (!known.has(input.personId)) throw new DomainError('notFound');
      }
      await tell(ctx, await decideReporter(ctx.workspace, { ...input, actor: actorIn(ctx), properties }));
    }),

  /** Takes a decision back. */
  undo: procedure(office)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const properties = propertiesIn(ctx, 'triage');
      await tell(ctx, await undoDecision(ctx.workspace, { id: input.id, actor: actorIn(ctx), properties }));
    }),
});
