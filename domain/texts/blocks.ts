import { z } from 'zod';

/** What a reusable text is for; `any` is offered everywhere. */
export const blockPurposes = ['any', 'reject', 'ask', 'note', 'order'] as const;
export type BlockPurpose = (typeof blockPurposes)[number];

/** A reusable text as it comes from outside. */
export const textBlock = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(80),
  purpose: z.enum(blockPurposes),
  text: z.string().trim().min(1).max(4_000),
});

/** How many reusable texts a company keeps: a list that is read through. */
export const BLOCKS_MOST = 200;
