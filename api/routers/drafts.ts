import { z } from 'zod';
import { audit } from '../../db/queries/audit.ts';
import type { draftsIn } from '../../db/queries/drafts.ts';
import type { versionsIn } from '../../db/queries/versions.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Rule } from '../../domain/rights.ts';
import { employeeIn } from '../employee.ts';
import { actorIn } from '../master-data.ts';
import { procedure } from '../trpc.ts';

/** What the office writes as a draft and publishes as versions. */
interface Drafted<Document> {
  /** How the audit names it. */
  name: string;
  writers: Rule;
  document: z.ZodType<Document, Document>;
  versions: ReturnType<typeof versionsIn<Document>>;
  drafts: ReturnType<typeof draftsIn<Document>>;
  /** Whether it may be published in place of what is in force. */
  isSound(document: Document, live: Document): boolean;
}

/** The published versions of a kind of document, the one in force as a whole, and its draft. */
export async function versionsAndDraft<Document>(
  workspace: Workspace,
  { versions, drafts }: Pick<Drafted<Document>, 'versions' | 'drafts'>,
) {
  const [published, draft] = await Promise.all([versions.published(workspace), drafts.current(workspace)]);
  return { live: published[0], versions: published.map(({ document: _, ...version }) => version), draft };
}

/** How a kind of document is written: many save one draft in turn, until somebody publishes it or throws it away. */
export function draftProcedures<Document>({ name, writers, document, versions, drafts, isSound }: Drafted<Document>) {
  return {
    /** Saves the draft over the revision that was seen; what can't be published yet may be saved. */
    saveDraft: procedure(writers)
      .input(z.object({ revision: z.int().min(0), document }))
      .mutation(async ({ ctx, input }) => {
        const { personId } = employeeIn(ctx);
        return ctx.workspace.transaction(async (q) => {
          const { revision, before } = await drafts.save(q, { ...input, personId });
          await audit(q, {
            actor: actorIn(ctx),
            what: `${name}.saveDraft`,
            before: { revision: input.revision, document: before },
            after: { revision, document: input.document },
          });
          return { revision };
        });
      }),

    /** Throws the draft away. */
    discardDraft: procedure(writers)
      .input(z.object({ revision: z.int().min(1) }))
      .mutation(async ({ ctx, input }) => {
        await ctx.workspace.transaction(async (q) => {
          const before = await drafts.take(q, input.revision);
          await audit(q, { actor: actorIn(ctx), what: `${name}.discardDraft`, before, after: null });
        });
      }),

    /** Makes the draft the next version: what is new takes it, what is there keeps its own. */
    publish: procedure(writers)
      .input(z.object({ revision: z.int().min(1), note: z.string().trim().max(300).default('') }))
      .mutation(async ({ ctx, input }) => {
        const { personId } = employeeIn(ctx);
        const live = await versions.document(ctx.workspace, await versions.live(ctx.workspace));
        return ctx.workspace.transaction(async (q) => {
          const drafted = await drafts.take(q, input.revision);
          if (!isSound(drafted, live)) throw new DomainError('badInput');
          const version = await versions.publish(q, { document: drafted, personId, note: input.note });
          await audit(q, {
            actor: actorIn(ctx),
            what: `${name}.publish`,
            before: { version: version - 1 },
            after: { version },
          });
          return { version };
        });
      }),
  };
}
