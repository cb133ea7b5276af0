import { z } from 'zod';
import { urgencies } from '../policy/policy.ts';
import { deskColumns, deskSorts, deskTabs, holderRoles } from './view.ts';

/** What narrows and orders the lines of the desk. */
export const deskFilter = z.object({
  tab: z.enum(deskTabs).default('ours'),
  property: z.uuid().nullable().default(null),
  text: z.string().trim().max(100).nullable().default(null),
  category: z.string().max(60).nullable().default(null),
  urgency: z.enum(urgencies).nullable().default(null),
  /** Who reported it, lives or owns there, or works on it. */
  person: z.uuid().nullable().default(null),
  contractor: z.uuid().nullable().default(null),
  /** Whose ticket it is within the house. */
  assignee: z.uuid().nullable().default(null),
  /** Who has the ball; for an owner or a board the id is the property's. */
  holder: z
    .object({ role: z.enum(holderRoles), id: z.uuid().nullable() })
    .nullable()
    .default(null),
  sort: z.enum(deskSorts).nullable().default(null),
  descending: z.boolean().default(false),
});
export type DeskFilter = z.infer<typeof deskFilter>;

/** A view of the desk as it is saved: filters, order and columns. Without columns it is the grouped list. */
export const deskView = deskFilter.extend({
  columns: z.array(z.enum(deskColumns)).max(deskColumns.length).nullable().default(null),
});
export type DeskView = z.infer<typeof deskView>;
