import { employee } from '../../domain/rights.ts';
import { procedure, router } from '../trpc.ts';
import { operationView } from '../views/operation.ts';

export const operationRouter = router({
  /** What runs and what hangs, for the administrator. */
  get: procedure(employee('settings')).query(({ ctx }) => operationView(ctx.services, ctx.workspace)),
});
