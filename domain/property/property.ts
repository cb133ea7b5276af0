import { z } from 'zod';
import { trades } from '../report/categories.ts';
import { federalState } from '../time/workingTime.ts';

/** How a property is managed: for an association of owners, for a landlord, or for the company itself. */
export const managementTypes = ['weg', 'rental', 'ownStock'] as const;
export type ManagementType = (typeof managementTypes)[number];

/** By what votes are weighed. Heads by law (§ 25 (2) WEG); the community's rules may say otherwise. */
export const votingPrinciples = ['heads', 'units', 'shares'] as const;
export type VotingPrinciple = (typeof votingPrinciples)[number];

const line = (longest: number) => z.string().trim().max(longest);
const needed = (longest: number) => line(longest).min(1, 'fieldRequired');

/** The largest whole that shares are parts of: what a column of the database holds. */
export const DENOMINATOR_MOST = 2_147_483_647;

/** What the community's rules of an association say otherwise than the law. */
export const communityRules = z.object({
  votingPrinciple: z.enum(votingPrinciples).default('heads'),
  /** The part of all shares that has to be present, in percent; none by law since 1 December 2020 (§ 25 (1) WEG). */
  quorumPercent: z.int('badInput').min(1, 'badInput').max(100, 'badInput').nullable().default(null),
  /** How many proxies one person may hold; null: as many as are given. */
  proxiesMost: z.int('badInput').min(1, 'badInput').max(1000, 'badInput').nullable().default(null),
  /** Where it stands in the declaration of division, and what else has to be known. */
  note: line(1000).default(''),
});
export type CommunityRules = z.infer<typeof communityRules>;

const common = {
  number: needed(40),
  name: needed(120),
  federalState,
  street: needed(120),
  postalCode: z
    .string()
    .trim()
    .regex(/^\d{5}$/, 'postalCodeInvalid'),
  city: needed(80),
  /** Up to which amount the management orders without asking, in cents. */
  approvalLimitCents: z.int('badInput').min(0, 'badInput').max(100_000_000, 'badInput'),
};

/**
 * A property with the fields of its kind. An association has a whole that shares are parts of and may have rules of its
 * own; a rental has a landlord; own stock belongs to the company and has neither.
 */
export const property = z.discriminatedUnion('managementType', [
  z.object({
    managementType: z.literal('weg'),
    ...common,
    shareDenominator: z.int('shareInvalid').min(1, 'shareInvalid').max(DENOMINATOR_MOST, 'shareInvalid'),
    communityRules: communityRules.prefault({}),
  }),
  z.object({ managementType: z.literal('rental'), ...common, landlordId: z.uuid('fieldRequired') }),
  z.object({ managementType: z.literal('ownStock'), ...common }),
]);
export type Property = z.infer<typeof property>;

/** A house of a property. */
export const building = z.object({ name: needed(80), street: needed(120) });
export type Building = z.infer<typeof building>;

/** Whom a property asks first, by trade, the first choice first. */
export const preferredContractors = z
  .array(z.object({ trade: z.enum(trades), contractorId: z.uuid() }))
  .max(200)
  .refine((all) => new Set(all.map(({ trade, contractorId }) => `${trade} ${contractorId}`)).size === all.length);
