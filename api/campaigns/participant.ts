import { campaignFacts } from '../../db/access.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { campaignAudiences } from '../../domain/rights/campaign.ts';
import type { Viewer } from '../../domain/rights.ts';

/** The person who asks, at their entrance or by a campaign's link. */
export function personIn(viewer: Viewer): string {
  if (viewer.kind !== 'person' && viewer.kind !== 'campaignLink') throw new DomainError('forbidden');
  return viewer.personId;
}

/** The campaign that is meant: the named one, or that of the link that was shown. */
export function idFor(viewer: Viewer, id: string | null): string {
  const wanted = id ?? (viewer.kind === 'campaignLink' ? viewer.campaignId : undefined);
  if (wanted === undefined) throw new DomainError('notFound');
  return wanted;
}

/** Throws `notFound` unless a campaign asks whoever asks for it, or lets them vote for somebody. */
export async function assertAsked(workspace: Workspace, viewer: Viewer, campaignId: string): Promise<void> {
  const facts = await campaignFacts(workspace, campaignId, personIn(viewer));
  if (!facts || campaignAudiences(viewer, facts).length === 0) throw new DomainError('notFound');
}
