import { z } from 'zod';
import { publishTemplate, templatesIn } from '../../db/queries/project-templates.ts';
import { DomainError } from '../../domain/errors.ts';
import { calendarOf } from '../../domain/lifecycle/ball.ts';
import { fromMinute } from '../../domain/project/state.ts';
import { previewOf, templateDocument, templateProblem } from '../../domain/project/template.ts';
import { actorOf, employee, mayAct } from '../../domain/rights.ts';
import { procedure } from '../trpc.ts';
import { placeOf, timingIn } from './place.ts';

/** Templates of projects: read by whoever starts one, written by who sets things for all. */
export const templateProcedures = {
  /** All templates in their newest versions. */
  templates: procedure(employee()).query(({ ctx }) => templatesIn(ctx.workspace, ctx.locale)),

  /** The dates that a project by a document would have in a property, or (without one) anywhere. */
  preview: procedure(employee())
    .input(z.object({ document: templateDocument, start: z.iso.date(), propertyId: z.uuid().nullable() }))
    .query(async ({ ctx, input }) => {
      const problem = templateProblem(input.document);
      if (problem) throw new DomainError(problem);
      const { federalState } =
        input.propertyId === null ? { federalState: 'BE' as const } : await placeOf(ctx, input.propertyId);
      const calendar = calendarOf(await timingIn(ctx, federalState));
      return previewOf(input.document, input.start, calendar).map(({ due, ...rest }) => ({
        due: fromMinute(due),
        ...rest,
      }));
    }),

  /** Publishes the next version of a template; running projects keep theirs. */
  publishTemplate: procedure(employee('settings'))
    .input(z.object({ id: z.string().min(1).max(60), seen: z.int().min(0), document: templateDocument }))
    .mutation(async ({ ctx, input }) => {
      const actor = actorOf(ctx.viewer);
      if (actor?.kind !== 'employee' || !mayAct(ctx.viewer, 'settings')) throw new DomainError('forbidden');
      const problem = templateProblem(input.document);
      if (problem) throw new DomainError(problem);
      return { version: await publishTemplate(ctx.workspace, { ...input, actor }) };
    }),
};
