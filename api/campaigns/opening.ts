import { z } from 'zod';
import { audiences } from '../../db/queries/campaigns.ts';
import { communityRulesSaid } from '../../db/queries/directory.ts';
import { documentRecord, versionsOf } from '../../db/queries/documents.ts';
import { campaignKinds } from '../../domain/campaign/state.ts';
import { DomainError } from '../../domain/errors.ts';
import { mayAct } from '../../domain/rights.ts';
import { proxyHolders, type VotingRules, votingForms, votingProblem } from '../../domain/vote/ballot.ts';
import { majorities } from '../../domain/vote/count.ts';
import { votingPrinciples } from '../../domain/vote/electorate.ts';
import { publisherOf } from '../documents/rights.ts';
import type { RequestContext } from '../trpc.ts';

const day = z.iso.date();

const votingRules = z.strictObject({
  form: z.enum(votingForms),
  principle: z.enum(votingPrinciples),
  majority: z.enum(majorities),
  secret: z.boolean(),
  changeable: z.boolean(),
  endsWhenDecided: z.boolean(),
  proxies: z.strictObject({ holders: z.enum(proxyHolders), most: z.int().min(1).max(1_000).nullable() }),
  loweringResolution: z.strictObject({ on: day, wording: z.string().trim().min(10).max(2_000) }).nullable(),
});

/** Whom a campaign is to ask, in which property, by which rules. */
export const asked = z.object({
  propertyId: z.uuid(),
  kind: z.enum(campaignKinds),
  audience: z.enum(audiences),
  voting: votingRules.nullable(),
  /** Who owns, lives there or sits on the board on this day is asked; today where none is named. */
  keyDate: day.optional(),
  exclusions: z
    .array(z.object({ personId: z.uuid(), reason: z.string().trim().min(3).max(500) }))
    .max(500)
    .default([]),
});

/** The property, when the caller may open campaigns for it; throws `notFound` when not. */
export async function propertyOf({ workspace, viewer }: RequestContext, propertyId: string) {
  const [property] = mayAct(viewer, 'publish', propertyId)
    ? await workspace.query<{
        federalState: string;
        managementType: string;
        shareDenominator: number | null;
        communityRules: NonNullable<VotingRules['communityRules']>;
      }>(
        `select federal_state as "federalState", management_type as "managementType",
           share_denominator as "shareDenominator", ${communityRulesSaid} as "communityRules"
         from property where id = $1`,
        [propertyId],
      )
    : [];
  if (!property) throw new DomainError('notFound');
  return property;
}

/** Of how many parts the shares are by which a vote is weighed; null where it is not. */
export function wholeOf(
  { shareDenominator }: { shareDenominator: number | null },
  voting: Pick<VotingRules, 'form' | 'principle'> | null,
): number | null {
  // Where everybody has to agree nothing is weighed.
  return voting?.form === 'circularMajority' && voting.principle === 'shares' ? shareDenominator : null;
}

/** What the rules of a vote and its circle say against each other; throws the refusal. */
export function assertSound({ kind, audience, voting }: z.infer<typeof asked>): void {
  if ((kind === 'vote') !== (voting !== null)) throw new DomainError('badInput');
  if (!voting) return;
  // Residents have no vote; a board votes among itself, owners in one of the two circular forms.
  if (audience === 'residents' || (audience === 'board') !== (voting.form === 'board'))
    throw new DomainError('badInput');
  const problem = votingProblem(voting);
  if (problem) throw new DomainError(problem);
}

/** The version of a published document that is shown at this moment. Only who publishes it lets others vote on it. */
export async function pinned(
  { workspace, viewer }: RequestContext,
  id: string,
): Promise<{ id: string; version: number; hash: string }> {
  await publisherOf(workspace, viewer, id);
  const record = await documentRecord(workspace, id);
  if (record?.phase !== 'published') throw new DomainError('notAllowedNow');
  const [version] = await versionsOf(workspace, id, record.version);
  if (!version?.hash) throw new DomainError('notAllowedNow');
  return { id, version: version.n, hash: version.hash };
}
