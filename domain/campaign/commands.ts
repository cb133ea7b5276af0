import { z } from 'zod';
import { policyRules } from '../policy/document.ts';
import type { Act } from '../ticket/commands.ts';
import { federalState } from '../time/workingTime.ts';
import { campaignKinds } from './state.ts';

/** The facts of each act on a campaign. Questions, names and answers are rows; they are never sent. */
export const campaignCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    policy: z.int(),
    rules: policyRules.optional(),
    federalState,
    kind: z.enum(campaignKinds),
    deadline: z.iso.datetime(),
    assignee: z.uuid().nullable(),
    /** The version of a document that it is about, pinned by its hash. */
    document: z.object({ id: z.uuid(), version: z.int(), hash: z.string() }).optional(),
  }),
  z.object({ type: z.literal('extend'), deadline: z.iso.datetime() }),
  z.object({
    type: z.literal('withdraw'),
    /** The document that was to be read is withdrawn; `tell`: those who have not answered get a message. */
    why: z.literal('documentWithdrawn').optional(),
    tell: z.boolean().optional(),
  }),
  /** Ends it before its deadline: all have answered, nothing can change the outcome, or the management wants no more. */
  z.object({ type: z.literal('end'), why: z.enum(['allAnswered', 'decided', 'management']) }),
  z.object({ type: z.literal('remind') }),
  z.object({ type: z.literal('sendLetters') }),
  /** The count as it was found when the vote was closed, and how many units have changed hands since the key date. */
  z.object({ type: z.literal('announce'), adopted: z.boolean(), sold: z.int().min(0) }),
  z.object({ type: z.literal('movePolicy'), policy: z.int(), rules: policyRules.optional() }),
]);
export type CampaignCommand = z.infer<typeof campaignCommand>;
export type CampaignAct = Act & { command: CampaignCommand };
