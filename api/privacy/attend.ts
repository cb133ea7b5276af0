import { attendPrivacyRequest } from '../../workflows/messages/privacyRequest.ts';
import { tellOffice } from '../master-data.ts';
import type { RequestContext } from '../trpc.ts';

/**
 * Lets a request's workflow look at its row, and open pages ask again. While the engine is away the row stands and waits:
 * the nightly run takes it up.
 */
export async function attend(ctx: RequestContext, id: string): Promise<void> {
  await tellOffice(ctx, id);
  // Not waited for: whoever acted need not know that the engine is away.
  void attendPrivacyRequest(ctx.services.temporal.client, ctx.workspace.id, id).catch(() => {
    ctx.log.warn('a request about personal data waits for the engine');
  });
}
