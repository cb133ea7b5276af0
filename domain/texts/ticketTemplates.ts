import { z } from 'zod';
import { urgencies } from '../policy/policy.ts';

/** What a ticket that is begun from a template begins with; all of it can still be changed. */
export const ticketTemplateBody = z.object({
  category: z.string().min(1).max(60),
  urgency: z.enum(urgencies),
  title: z.string().trim().min(3).max(120),
  description: z.string().trim().max(5_000).default(''),
});

/** A template as it comes from outside. */
export const ticketTemplate = ticketTemplateBody.extend({
  id: z.uuid(),
  name: z.string().trim().min(1).max(80),
});
export type TicketTemplate = z.infer<typeof ticketTemplate>;

/** How many templates a company keeps: a list that is read through. */
export const TEMPLATES_MOST = 100;
