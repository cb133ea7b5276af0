import { z } from 'zod';
import { documentRows } from '../../db/queries/document-rows.ts';
import { documentFacts } from '../../db/queries/documents.ts';
import { belongsTo, joinableIn } from '../../db/queries/projects.ts';
import type { JoinedNoun } from '../../domain/project/state.ts';
import { seesDocument } from '../../domain/rights/document.ts';
import { employee } from '../../domain/rights.ts';
import { reachOf } from '../documents/rights.ts';
import { procedure, type RequestContext } from '../trpc.ts';
import { planOf } from './place.ts';

/** What a project's room can be given. */
export const joinProcedures = {
  /** What of its property a project could join. */
  joinable: procedure(employee())
    .input(z.object({ projectId: z.uuid(), text: z.string().trim().max(100).default('') }))
    .query(async ({ ctx, input }) => {
      const record = await planOf(ctx, input.projectId);
      const joined = new Set((record.state.joined ?? []).map(({ id }) => id));
      const wanted = { text: input.text, kind: null, phase: 'published', propertyId: record.propertyId } as const;
      const [matters, documents] = await Promise.all([
        joinableIn(ctx.workspace, record.propertyId, input.projectId, input.text),
        documentRows(ctx.workspace, reachOf(ctx.viewer), wanted, 10),
      ]);
      const papers = documents.flatMap(({ id, number, title: name }) =>
        joined.has(id) ? [] : { noun: 'document' as const, id, number, title: name },
      );
      return [...matters, ...papers];
    }),
};

/** Whether something is of a project's property, and a document one that the caller may look at. */
export async function mayBeJoined(
  { workspace, viewer }: RequestContext,
  propertyId: string,
  subject: { noun: JoinedNoun; id: string },
): Promise<boolean> {
  if (subject.noun !== 'document') return belongsTo(workspace, propertyId, subject);
  const document = await documentFacts(workspace, subject.id);
  if (!document || !seesDocument(viewer, document)) return false;
  return document.everybody || document.propertyIds.includes(propertyId);
}
