import { z } from 'zod';
import { contactOf } from '../../db/queries/contact.ts';
import { DomainError } from '../../domain/errors.ts';
import { employee, mayAct } from '../../domain/rights.ts';
import { propertiesFor } from '../../domain/roles.ts';
import { employeeIn } from '../employee.ts';
import { procedure, router } from '../trpc.ts';
import { insightView } from '../views/insight.ts';

/** What somebody may see, and why. */
export const insightRouter = router({
  /**
   * Of a colleague for who gives roles (of oneself for everybody who works here), of residents, owners and firms for who
   * keeps their data. With a ticket's number: what they may see and do there.
   */
  of: procedure(employee())
    .input(z.object({ personId: z.uuid(), ticket: z.string().trim().min(1).max(40).nullable().default(null) }))
    .query(async ({ ctx, input }) => {
      const { workspace } = ctx;
      const viewer = employeeIn(ctx);
      const [colleague] = await workspace.query('select 1 from employee where person_id = $1 and active', [
        input.personId,
      ]);
      const may = colleague
        ? input.personId === viewer.personId || mayAct(viewer, 'accounts')
        : mayAct(viewer, 'people') &&
          (await contactOf(workspace, propertiesFor(viewer.rights, 'people'), input.personId)) !== undefined;
      if (!may) throw new DomainError('notFound');
      return insightView(workspace, viewer, input.personId, input.ticket);
    }),
});
