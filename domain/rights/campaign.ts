import type { Audience } from '../lifecycle/outcome.ts';
import { mayWorkOn, type Viewer } from '../rights.ts';

/** Who has to do with a campaign: those whom it asks on its key date, and those who hold a proxy for one of them. */
export type CampaignFacts = {
  readonly id: string;
  readonly propertyId: string;
  readonly askedIds: readonly string[];
};

/** As whom a viewer may look at a campaign; empty when it does not exist for them. */
export function campaignAudiences(viewer: Viewer, campaign: CampaignFacts): Audience[] {
  switch (viewer.kind) {
    case 'employee':
      return mayWorkOn(viewer.rights, campaign.propertyId) ? ['management'] : [];
    case 'person':
      return campaign.askedIds.includes(viewer.personId) ? ['participant', `person:${viewer.personId}`] : [];
    case 'campaignLink':
      return viewer.campaignId === campaign.id && campaign.askedIds.includes(viewer.personId)
        ? ['participant', `person:${viewer.personId}`]
        : [];
    default:
      return [];
  }
}
