import { z } from 'zod';
import { settleDelivery, type Told, tryAgain, undelivered, undeliveredCount } from '../../db/queries/deliveries.ts';
import { ways } from '../../domain/preferences/preferences.ts';
import { employee } from '../../domain/rights.ts';
import { propertiesFor } from '../../domain/roles.ts';
import { sayAbout } from '../dossier/words.ts';
import { employeeIn } from '../employee.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const office = employee('triage');

function whoIn(ctx: RequestContext) {
  const { personId, rights } = employeeIn(ctx);
  return {
    reach: { matters: propertiesFor(rights, 'triage'), documents: propertiesFor(rights, 'publish') },
    actor: { kind: 'employee', id: personId } as const,
  };
}

/** The other desks and the page of what it was about ask again. */
function tell({ workspace, services }: RequestContext, { topic, id }: Told): Promise<void> {
  const about = { workspaceId: workspace.id, id, revision: 0 };
  return services.workspaces.notify([
    { ...about, topic: 'desk' },
    { ...about, topic },
  ]);
}

export const deliveriesRouter = router({
  /** What reached nobody, may not have, or came back; all of it or what one ticket, campaign, project or document has of it. */
  list: procedure(office)
    .input(z.object({ fileId: z.uuid().nullable().default(null) }).default({ fileId: null }))
    .query(async ({ ctx, input }) => {
      const { reach } = whoIn(ctx);
      const rows = await undelivered(ctx.workspace, reach, input.fileId);
      return rows.map(({ template, ...row }) => ({ ...row, about: sayAbout(template, ctx.locale) }));
    }),

  /** How many wait for somebody, for the navigation. */
  count: procedure(office).query(({ ctx }) => undeliveredCount(ctx.workspace, whoIn(ctx).reach)),

  /** Sends one of them again, by the same way or another. */
  retry: procedure(office)
    .input(z.object({ id: z.uuid(), way: z.enum(ways) }))
    .mutation(async ({ ctx, input }) => {
      const { reach, actor } = whoIn(ctx);
      const done = await tryAgain(ctx.workspace, reach, input, actor);
      ctx.services.wakeMailroom(ctx.workspace);
      await tell(ctx, done);
    }),

  /** Puts one away that was dealt with otherwise, or brings it back. */
  settle: procedure(office)
    .input(z.object({ id: z.uuid(), settled: z.boolean().default(true) }))
    .mutation(async ({ ctx, input }) => {
      const { reach, actor } = whoIn(ctx);
      await tell(ctx, await settleDelivery(ctx.workspace, reach, input, actor));
    }),
});
