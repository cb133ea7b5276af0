import { catalogue, categoryDrafts, categoryVersions, liveCategories } from '../../db/queries/categories.ts';
import { policyDrafts, policyVersions } from '../../db/queries/policies.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { CategoryDocument } from '../../domain/report/categories.ts';
import { categoryDocument, categoryProblems } from '../../domain/report/document.ts';
import { anonymous, employee } from '../../domain/rights.ts';
import { procedure, router } from '../trpc.ts';
import { draftProcedures, versionsAndDraft } from './drafts.ts';

const managers = employee('administrator', 'manager');

/** How the kinds of report are written. */
const drafted = {
  name: 'categories',
  writers: managers,
  document: categoryDocument,
  versions: categoryVersions,
  drafts: categoryDrafts,
  isSound: (document: CategoryDocument, live: CategoryDocument) =>
    !categoryProblems(document, { live, inPolicy: [] }).some(({ blocks }) => blocks),
};

/** The categories for which the policy in force, or the one being written, has rules of its own. */
async function inPolicy(workspace: Workspace): Promise<string[]> {
  const [version, draft] = await Promise.all([policyVersions.live(workspace), policyDrafts.current(workspace)]);
  const live = await policyVersions.document(workspace, version);
  const named = [live, draft?.document].flatMap((document) => Object.keys(document?.categories ?? {}));
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
  get: procedure(managers).query(async ({ ctx }) => ({
    ...(await versionsAndDraft(ctx.workspace, drafted)),
    inPolicy: await inPolicy(ctx.workspace),
  })),

  ...draftProcedures(drafted),
});
