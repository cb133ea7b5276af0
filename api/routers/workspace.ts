import { anonymous } from '../../domain/rights.ts';
import { procedure, router } from '../trpc.ts';

export const workspaceRouter = router({
  /** What a page may show before anybody has signed in: the company's name, accent and language. */
  public: procedure(anonymous).query(({ ctx: { workspace } }) => ({
    name: workspace.name,
    accent: workspace.accent,
    locale: workspace.locale,
  })),
});
