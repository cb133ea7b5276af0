import { z } from 'zod';
import type { Query } from '../../db/pool.ts';
import {
  catalogue,
  categoryDrafts,
  liveCategories,
  publishCategories,
  publishedCategories,
} from '../../db/queries/categories.ts';
import { policyDrafts, publishedPolicies } from '../../db/queries/policies.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { categoryDocument, categoryProblems } from '../../domain/report/document.ts';
import { anonymous, employee } from '../../domain/rights.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const managers = employee('administrator', 'manager');

function authorOf(ctx: RequestContext): string {
  if (ctx.viewer.kind !== 'employee') throw new DomainError('forbidden');
  return ctx.viewer.personId;
}

function recorded(q: Query, personId: string, what: string, before: unknown, after: unknown): Promise<unknown> {
  return q('insert into audit (actor, what, before, after) values ($1, $2, $3, $4)', [
    JSON.stringify({ kind: 'employee', id: personId }),
    what,
    JSON.stringify(before),
    JSON.stringify(after),
  ]);
}

/** The categories for which the policy in force, or the one being written, has rules of its own. */
async function inPolicy(workspace: Workspace): Promise<string[]> {
  const [[live], draft] = await Promise.all([publishedPolicies(workspace), policyDrafts.current(workspace)]);
  const named = [live?.document, draft?.document].flatMap((document) => Object.keys(document?.categories ?? {}));
  return [...new Set(named)];
}

/** What can be reported and what is asked about it, as managers write it. */
export const categoriesRouter = router({
  /** What can be reported now, for the form: it sends its version along, so that a later one does not disturb it. */
  form: procedure(anonymous).query(({ ctx }) => catalogue(ctx.workspace)),

  /** All categories in force, retired ones among them: their tickets are still looked for. */
  known: procedure(employee()).query(async ({ ctx }) => {
    const { version, document } = await liveCategories(ctx.workspace);
    return { version, categories: document.categories };
  }),

  /** The published versions, the draft, and what a document is checked against. */
  get: procedure(managers).query(async ({ ctx }) => {
    const versions = await publishedCategories(ctx.workspace);
    const [live] = versions;
    if (!live) throw new DomainError('notFound');
    return {
      live,
      versions: versions.map(({ document: _, ...version }) => version),
      draft: await categoryDrafts.current(ctx.workspace),
      inPolicy: await inPolicy(ctx.workspace),
    };
  }),

  /** Saves the draft over the revision that was seen; what can't be published yet may be saved. */
  saveDraft: procedure(managers)
    .input(z.object({ revision: z.int().min(0), document: categoryDocument }))
    .mutation(async ({ ctx, input }) => {
      const personId = authorOf(ctx);
      return ctx.workspace.transaction(async (q) => {
        const { revision, before } = await categoryDrafts.save(q, { ...input, personId });
        const after = { revision, document: input.document };
        await recorded(q, personId, 'categories.saveDraft', { revision: input.revision, document: before }, after);
        return { revision };
      });
    }),

  /** Throws the draft away. */
  discardDraft: procedure(managers)
    .input(z.object({ revision: z.int().min(1) }))
    .mutation(async ({ ctx, input }) => {
      const personId = authorOf(ctx);
      await ctx.workspace.transaction(async (q) => {
        const document = await categoryDrafts.take(q, input.revision);
        await recorded(q, personId, 'categories.discardDraft', document, null);
      });
    }),

  /** Makes the draft the next version: the form offers it from now on, tickets keep the words they have. */
  publish: procedure(managers)
    .input(z.object({ revision: z.int().min(1), note: z.string().trim().max(300).default('') }))
    .mutation(async ({ ctx, input }) => {
      const personId = authorOf(ctx);
      const live = (await liveCategories(ctx.workspace)).document;
      return ctx.workspace.transaction(async (q) => {
        const document = await categoryDrafts.take(q, input.revision);
        if (categoryProblems(document, { live, inPolicy: [] }).some(({ blocks }) => blocks))
          throw new DomainError('badInput');
        const version = await publishCategories(q, { document, personId, note: input.note });
        await recorded(q, personId, 'categories.publish', { version: version - 1 }, { version });
        return { version };
      });
    }),
});
